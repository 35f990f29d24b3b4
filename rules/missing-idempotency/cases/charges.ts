import type { Case } from '../../../src/lint/kit.ts';

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

const charge = '    await stripe.paymentIntents.create({ amount: order.total });';

const twice = (consequence: string) =>
  [
    {
      severity: 'warning',
      message: `A redelivered "order.placed" would ${consequence}`,
      at: 'services/billing/src/main.js:16',
    },
  ] as const;

export const charges: readonly Case[] = [
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
];
