import type { Case } from '../../../src/lint/kit.ts';

const manifest = `{ "name": "notifications", "scripts": { "start": "node src/main.js" },
  "dependencies": { "kafkajs": "2.0.0", "nodemailer": "7.0.0", "pg": "8.0.0" } }`;

const compose = `services:
  notifications:
    build: services/notifications
    environment: { DATABASE_URL: "postgres://n:n@db:5432/notifications" }
  db:
    image: postgres:18
`;

const consumer = (body: string): string => `import { Kafka } from 'kafkajs';
import { createTransport } from 'nodemailer';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';

const mailer = createTransport({ host: 'mail' });
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const kafka = new Kafka({ brokers: ['kafka:9092'] });
const consumer = kafka.consumer({ groupId: 'notifications' });
const producer = kafka.producer();

await consumer.subscribe({ topic: 'order.placed' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const order = JSON.parse(message.value.toString());
${body}
  },
});
`;

const files = (body: string, migration = 'create table notes (id uuid primary key, order_id uuid);') => ({
  'compose.yaml': compose,
  'services/notifications/package.json': manifest,
  'services/notifications/migrations/0001.sql': `${migration}\n`,
  'services/notifications/src/main.js': consumer(body),
});

const insertNote =
  "    await pool.query('insert into notes (id, order_id) values ($1, $2)', [randomUUID(), order.id]);";

const sendMail = "    await mailer.sendMail({ to: order.email, subject: 'Thank you' });";

export const rows: readonly Case[] = [
  {
    title: 'a mail that goes out with each delivery',
    page: true,
    files: files(sendMail),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would send the mail twice',
        at: 'services/notifications/src/main.js:12',
      },
    ],
  },
  {
    title: 'a row under a fresh key',
    files: files(insertNote),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would add a second row to notes',
        at: 'services/notifications/src/main.js:12',
      },
    ],
  },
  {
    title: 'a counter that is incremented',
    files: files("    await pool.query('update customers set orders = orders + 1 where id = $1', [order.customer]);"),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would count twice in customers',
        at: 'services/notifications/src/main.js:12',
      },
    ],
  },
  {
    title: 'a counter in a table whose rows are unique',
    files: files(
      "    await pool.query('update notes set sent = sent + 1 where order_id = $1', [order.id]);",
      'create table notes (id uuid primary key, order_id uuid not null unique, sent int);',
    ),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would count twice in notes',
        at: 'services/notifications/src/main.js:12',
      },
    ],
  },
  {
    title: 'an inbox row in front of the mail',
    page: true,
    files: files(
      `    const first = await pool.query('insert into inbox (message_id) values ($1) on conflict do nothing', [message.key]);
    if (first.rowCount === 0) return;
${sendMail}`,
      'create table inbox (message_id text primary key);',
    ),
    findings: [],
  },
  {
    title: 'a row behind a question whether two people are the same, and one for what they want',
    files: files(`    const { userId, authorId } = order;
    if (userId !== authorId && (await pool.query('select 1 from wishes where id = $1', [userId])).rowCount) {
  ${insertNote}
    }`),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would add a second row to notes',
        at: 'services/notifications/src/main.js:12',
      },
    ],
  },
  {
    title: 'a row whose business key is unique',
    page: true,
    files: files(insertNote, 'create table notes (id uuid primary key, order_id uuid not null unique);'),
    findings: [],
  },
  {
    title: 'an upsert',
    files: files(
      "    await pool.query('insert into notes (id) values ($1) on conflict (id) do update set id = $1', [order.id]);",
    ),
    findings: [],
  },
  {
    title: 'an upsert that counts on the row that is there',
    files: files(
      "    await pool.query('insert into totals (id, n) values ($1, 1) on conflict (id) do update set n = totals.n + 1', [order.customer]);",
    ),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would count twice in totals',
        at: 'services/notifications/src/main.js:12',
      },
    ],
  },
  {
    title: 'a table that counts how often a message was tried',
    files: files(
      "    await pool.query('insert into delivery_attempts (id, taken) values ($1, 1) on conflict (id) do update set taken = delivery_attempts.taken + 1', [order.id]);",
    ),
    findings: [],
  },
  {
    title: 'an update that sets by key',
    files: files("    await pool.query('update orders set status = $1 where id = $2', ['placed', order.id]);"),
    findings: [],
  },
  {
    title: 'a consumer that only forwards',
    files: files("    await producer.send({ topic: 'order.seen', messages: [{ value: message.value }] });"),
    findings: [],
  },
  {
    title: 'a consumer that only reads',
    files: files("    await pool.query('select * from notes where order_id = $1', [order.id]);"),
    findings: [],
  },
];
