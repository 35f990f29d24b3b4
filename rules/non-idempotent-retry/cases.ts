import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" },
  "dependencies": { "axios": "1.0.0", "express": "5.0.0", "p-retry": "7.0.0", "pg": "8.0.0", "stripe": "19.0.0" } }`;

const files = (body: string, insert = 'insert into payments (id, amount) values (gen_random_uuid(), $1)') => ({
  'compose.yaml': `services:
  orders:
    build: services/orders
  payments:
    build: services/payments
    environment: { DATABASE_URL: "postgres://p:p@db:5432/payments" }
  db:
    image: postgres:18
`,
  'services/orders/package.json': manifest('orders'),
  'services/payments/package.json': manifest('payments'),
  'services/payments/migrations/0001.sql': 'create table payments (id uuid primary key, amount int);\n',
  'services/payments/src/main.js': `import express from 'express';
import { Pool } from 'pg';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
app.post('/payments', async (req, res) => {
  await pool.query('${insert}', [req.body.amount]);
  res.end();
});
app.get('/payments', (req, res) => res.end());
app.listen(3000);
`,
  'services/orders/src/main.js': `import axios from 'axios';
import express from 'express';
import pRetry from 'p-retry';
import Stripe from 'stripe';

const stripe = new Stripe(process.env.STRIPE_KEY);
const app = express();

app.post('/orders', async (req, res) => {
${body}
  res.end();
});
app.listen(3000);
`,
});

const pay = "axios.post('http://payments:3000/payments', req.body)";
const loop = (call: string): string => `  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await ${call};
      break;
    } catch {}
  }`;
const message = 'payments POST /payments is tried again after a failure, and does its work twice';
const at = (line: number, text = message) =>
  [{ severity: 'error', message: text, at: `services/orders/src/main.js:${line}` }] as const;

export default [
  {
    title: 'a payment that a loop asks for again',
    page: true,
    files: files(loop(pay)),
    findings: at(12),
  },
  {
    title: 'a payment that a wrapper asks for again',
    files: files(`  await pRetry(() => ${pay}, { retries: 3 });`),
    findings: at(10),
  },
  {
    title: 'a charge that is tried again without a key',
    files: files(loop('stripe.charges.create({ amount: 1 })')),
    findings: at(12, 'A charge through stripe is tried again after a failure without a key'),
  },
  {
    title: 'a payment with an idempotency key',
    page: true,
    files: files(
      loop("axios.post('http://payments:3000/payments', req.body, { headers: { 'Idempotency-Key': req.body.id } })"),
    ),
    findings: [],
  },
  {
    title: 'a charge with a key',
    files: files(loop('stripe.charges.create({ amount: 1 }, { idempotencyKey: req.body.id })')),
    findings: [],
  },
  {
    title: 'a question that is asked again',
    files: files(loop("axios.get('http://payments:3000/payments')")),
    findings: [],
  },
  {
    title: 'a payment that is asked for once',
    files: files(`  await ${pay};`),
    findings: [],
  },
  {
    title: 'an upsert on the other side',
    files: files(
      loop(pay),
      'insert into payments (id, amount) values ($1, $2) on conflict (id) do update set amount = $2',
    ),
    findings: [],
  },
] satisfies readonly Case[];
