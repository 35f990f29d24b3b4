import type { Case } from '../../src/lint/kit.ts';

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

const stock = (body: string, schema = 'new mongoose.Schema({ orderId: String })') => ({
  'compose.yaml': 'services:\n  stock:\n    build: services/stock\n',
  'services/stock/package.json':
    '{ "name": "stock", "scripts": { "start": "node src/main.js" }, "dependencies": { "kafkajs": "2.0.0", "mongoose": "9.0.0" } }',
  'services/stock/src/main.js': `import { Kafka } from 'kafkajs';
import mongoose from 'mongoose';

mongoose.connect('mongodb://mongo/stock');
const Product = mongoose.model('Product', new mongoose.Schema({ stock: Number }));
const Reservation = mongoose.model('Reservation', ${schema});
const consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'stock' });
await consumer.subscribe({ topic: 'order.placed' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const order = JSON.parse(message.value.toString());
${body}
  },
});
`,
});

const billing = (body: string) => ({
  'compose.yaml': 'services:\n  billing:\n    build: services/billing\n',
  'services/billing/package.json':
    '{ "name": "billing", "scripts": { "start": "node src/main.js" }, "dependencies": { "kafkajs": "2.0.0", "bullmq": "5.0.0", "ioredis": "5.0.0", "stripe": "19.0.0", "pg": "8.0.0" } }',
  'services/billing/src/main.js': `import { Kafka } from 'kafkajs';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import Stripe from 'stripe';
import { Pool } from 'pg';

const stripe = new Stripe(process.env.STRIPE_KEY);
const pool = new Pool({ connectionString: 'postgres://b:b@db:5432/billing' });
const redis = new Redis('redis://cache:6379');
const reminders = new Queue('reminders');
const kafka = new Kafka({ brokers: ['kafka:9092'] });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: 'billing' });
const runOnce = async (id, work) => work();

await consumer.subscribe({ topic: 'order.placed' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const order = JSON.parse(message.value.toString());
${body}
  },
});
`,
});
const mapped = (more: Readonly<Record<string, string>>, imports: string, insert: string) => ({
  'services/notes/package.json':
    '{ "name": "notes", "scripts": { "start": "node src/main.js" }, "dependencies": { "kafkajs": "2.0.0", "sequelize": "6.0.0", "typeorm": "0.3.0", "drizzle-orm": "0.45.0", "nats": "2.0.0", "pg": "8.0.0" } }',
  'compose.yaml': 'services:\n  notes:\n    build: services/notes\n',
  'services/notes/src/main.js': `import { Kafka } from 'kafkajs';
${imports}
const consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'notes' });
await consumer.subscribe({ topic: 'order.placed' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const order = JSON.parse(message.value.toString());
    ${insert}
  },
});
`,
  ...more,
});
const sequelize = (column: string): string => `import { DataTypes, Sequelize } from 'sequelize';
const sequelize = new Sequelize('postgres://n:n@db:5432/notes');
const Note = sequelize.define('Note', { orderId: ${column} }, { tableName: 'notes' });`;
const drizzle = (table: string): string => `import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, primaryKey, serial, text, unique, uuid } from 'drizzle-orm/pg-core';
const db = drizzle('postgres://n:n@db:5432/notes');
const notes = pgTable('notes', ${table});`;
const twiceInNotes = [
  {
    severity: 'warning',
    message: 'A redelivered "order.placed" would add a second row to notes',
    at: 'services/notes/src/main.js:7',
  },
] as const;
const insertDrizzle = 'await db.insert(notes).values({ orderId: order.id }).returning();';
const withMigration = (path: string, text: string) =>
  mapped(
    { [`services/notes/${path}`]: text },
    "import { Pool } from 'pg';\nconst pool = new Pool({ connectionString: 'postgres://n:n@db:5432/notes' });",
    "await pool.query('insert into notes (order_id) values ($1)', [order.id]);",
  );
const charge = '    await stripe.paymentIntents.create({ amount: order.total });';
const twice = (consequence: string) =>
  [
    {
      severity: 'warning',
      message: `A redelivered "order.placed" would ${consequence}`,
      at: 'services/billing/src/main.js:16',
    },
  ] as const;

const jetStream = (id: string) =>
  mapped(
    {},
    `import { connect, headers } from 'nats';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
const js = (await connect({ servers: 'nats' })).jetstream();
const pool = new Pool({ connectionString: 'postgres://n:n@db:5432/notes' });`,
    `const marked = headers();
    marked.set('${id.includes('trace') ? 'Trace-Id' : 'Nats-Msg-Id'}', ${id});
    await pool.query('update notes set told = true where id = $1', [order.id]);
    await js.publish('notes.told', order.id, { headers: marked });`,
  );
const toldTwice = [
  {
    severity: 'warning',
    message: 'A redelivered "order.placed" would publish notes.told again',
    at: 'services/notes/src/main.js:8',
  },
] as const;

export default [
  {
    title: 'a message of JetStream under an id that the order gives',
    files: jetStream('order.id'),
    findings: [],
  },
  {
    title: 'a message of JetStream under an id that is made anew',
    files: jetStream('randomUUID()'),
    findings: toldTwice,
  },
  {
    title: 'a message of JetStream with another header',
    files: jetStream('order.trace'),
    findings: toldTwice,
  },
  {
    title: 'a row of Sequelize whose column is unique',
    files: mapped(
      {},
      sequelize('{ type: DataTypes.STRING, unique: true }'),
      'await Note.create({ orderId: order.id });',
    ),
    findings: [],
  },
  {
    title: 'a row of Sequelize whose column is not',
    files: mapped({}, sequelize('{ type: DataTypes.STRING }'), 'await Note.create({ orderId: order.id });'),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would add a second row to notes',
        at: 'services/notes/src/main.js:6',
      },
    ],
  },
  {
    title: 'a row of Drizzle under a key that the database makes',
    files: mapped(
      {},
      drizzle("{ id: uuid('id').defaultRandom().primaryKey(), orderId: text('order_id') }"),
      insertDrizzle,
    ),
    findings: twiceInNotes,
  },
  {
    title: 'a row of Drizzle under a key that counts',
    files: mapped({}, drizzle("{ id: serial('id').primaryKey(), orderId: text('order_id') }"), insertDrizzle),
    findings: twiceInNotes,
  },
  {
    title: 'a row of Drizzle under a key that its column makes',
    files: mapped(
      {},
      drizzle("{ id: text('id').primaryKey().$defaultFn(() => createId()), orderId: text('order_id') }"),
      insertDrizzle,
    ),
    findings: twiceInNotes,
  },
  {
    title: 'a row of Drizzle whose column is unique',
    files: mapped(
      {},
      drizzle("{ id: uuid('id').defaultRandom().primaryKey(), orderId: text('order_id').unique() }"),
      insertDrizzle,
    ),
    findings: [],
  },
  {
    title: 'a row of Drizzle whose columns are unique together',
    files: mapped(
      {},
      drizzle("{ id: serial('id').primaryKey(), orderId: text('order_id') }, (table) => [unique().on(table.orderId)]"),
      insertDrizzle,
    ),
    findings: [],
  },
  {
    title: 'a row of Drizzle under a key that the message gives',
    files: mapped(
      {},
      drizzle("{ id: uuid('id').defaultRandom().primaryKey() }"),
      'await db.insert(notes).values({ id: order.id });',
    ),
    findings: [],
  },
  {
    title: 'a row of Drizzle of which nobody can tell the key',
    files: mapped(
      {},
      drizzle("{ id: uuid('id').defaultRandom().primaryKey() }"),
      'await db.insert(notes).values(order);',
    ),
    findings: [],
  },
  {
    title: 'a row of Drizzle that is left alone where it is there',
    files: mapped(
      {},
      drizzle("{ id: serial('id').primaryKey(), orderId: text('order_id') }"),
      'await db.insert(notes).values({ orderId: order.id }).onConflictDoNothing();',
    ),
    findings: [],
  },
  {
    title: 'a row whose table has no unique key, as a migration of Knex makes it',
    files: withMigration(
      'migrations/001_notes.js',
      "exports.up = (knex) => knex.schema.createTable('notes', (table) => { table.increments('id'); table.string('order_id'); });",
    ),
    findings: [{ ...twiceInNotes[0], at: 'services/notes/src/main.js:5' }],
  },
  {
    title: 'a row that a migration of Knex makes unique',
    files: withMigration(
      'migrations/001_notes.js',
      "exports.up = (knex) => knex.schema.createTable('notes', (table) => { table.increments('id'); table.string('order_id').unique(); });",
    ),
    findings: [],
  },
  {
    title: 'a row that a migration of TypeORM makes unique',
    files: withMigration(
      'src/migrations/1-notes.ts',
      "export class Notes1 { async up(queryRunner) { await queryRunner.query('CREATE UNIQUE INDEX one ON notes (order_id)'); } }",
    ),
    findings: [],
  },
  {
    title: 'a row that a migration of Kysely makes unique',
    files: withMigration(
      'migrations/001.ts',
      "export const up = (db) => db.schema.createTable('notes').addColumn('order_id', 'uuid').addUniqueConstraint('one', ['order_id']).execute();",
    ),
    findings: [],
  },
  {
    title: 'a charge behind a row that is left alone where it is there',
    files: billing(
      `    const noted = await pool.query('insert into charges (order_id) values ($1) on conflict do nothing', [order.id]);
    if (noted.rowCount === 0) return;
${charge}`,
    ),
    findings: [],
  },
  {
    title: 'a charge without a key, behind a look whether the message says what it is',
    files: billing(`    if (order.type !== 'paid') return;\n${charge}`),
    findings: twice('charge twice'),
  },
  {
    title: 'a job that is queued without an id',
    files: billing("    await reminders.add('remind', { id: order.id }, { delay: 60000 });"),
    findings: twice('publish reminders again'),
  },
  {
    title: 'a charge behind a lock that keeps others out, and lets the same order in',
    files: billing(
      `    const { rows } = await pool.query('select owner from orders where id = $1', [order.id]);
    const row = rows[0];
    if (row.owner && row.owner !== order.id) return;
${charge}`,
    ),
    findings: twice('charge twice'),
  },
  {
    title: 'a charge under a key that the order gives',
    files: billing('    await stripe.paymentIntents.create({ amount: order.total }, { idempotencyKey: order.id });'),
    findings: [],
  },
  {
    title: 'a job whose id is the order’s',
    files: billing("    await reminders.add('remind', { id: order.id }, { jobId: order.id });"),
    findings: [],
  },
  {
    title: 'a charge behind a key of Redis that is taken once',
    files: billing(
      `    const isFirst = await redis.set('order:' + order.id, '1', 'EX', 86400, 'NX');\n    if (!isFirst) return;\n${charge}`,
    ),
    findings: [],
  },
  {
    title: 'a charge behind a look into Redis, where the message has an id',
    files: billing(
      `    if (order.eventId) {
      if (await redis.get('seen:' + order.eventId)) {
        return;
      }
    }
${charge}
    await redis.set('seen:' + order.eventId, '1');`,
    ),
    findings: [],
  },
  {
    title: 'a charge behind a change of state that goes well once',
    files: billing(
      `    const claimed = await pool.query("update orders set status = 'charging' where id = $1 and status = 'placed'", [order.id]);
    if (claimed.rowCount === 0) return;
${charge}`,
    ),
    findings: [],
  },
  {
    title: 'a charge inside a wrapper that runs each message once',
    files: billing(`    await runOnce(order.id, async () => {\n  ${charge}\n    });`),
    findings: [],
  },
  {
    title: 'what is given up on, beside a row that is set by key',
    files: billing(
      `    try {
      await pool.query('update orders set status = $1 where id = $2', ['billed', order.id]);
    } catch {
      await producer.send({ topic: 'order.placed.dlq', messages: [message] });
    }`,
    ),
    findings: [],
  },
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
    title: 'stock that is loaded, counted down and saved, behind a look whether there is enough',
    files: stock(
      '    const product = await Product.findById(order.productId);\n    if (!product || product.stock < order.quantity) return;\n    product.stock -= order.quantity;\n    await product.save();',
    ),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would count twice in products',
        at: 'services/stock/src/main.js:8',
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
    title: 'stock that is counted down behind a check of the message alone',
    files: stock(
      "    if (order.kind === 'gift') return;\n    const product = await Product.findById(order.productId);\n    product.stock -= order.quantity;\n    await product.save();",
    ),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would count twice in products',
        at: 'services/stock/src/main.js:8',
      },
    ],
  },
  {
    title: 'stock that is counted down only while its status says so',
    files: stock(
      '    const product = await Product.findById(order.productId);\n    if (product.lastOrder === order.id) return;\n    product.stock -= order.quantity;\n    product.lastOrder = order.id;\n    await product.save();',
    ),
    findings: [],
  },
  {
    title: 'stock that is counted down only by what is newer',
    files: stock(
      '    const product = await Product.findById(order.productId);\n    if (order.version <= product.version) return;\n    product.stock -= order.quantity;\n    product.version = order.version;\n    await product.save();',
    ),
    findings: [],
  },
  {
    title: 'a document made of the message, whose schema asks for nothing unique',
    files: stock('    await new Reservation(order).save();'),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would add a second row to reservations',
        at: 'services/stock/src/main.js:8',
      },
    ],
  },
  {
    title: 'a document whose schema has a unique field',
    files: stock(
      '    await new Reservation(order).save();',
      'new mongoose.Schema({ orderId: { type: String, unique: true } })',
    ),
    findings: [],
  },
  {
    title: 'a document whose key the message may bring',
    files: stock('    await new Reservation(order).save();', 'new mongoose.Schema({ _id: String, sku: String })'),
    findings: [],
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
] satisfies readonly Case[];
