import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" },
  "dependencies": { "axios": "1.0.0", "express": "5.0.0", "kafkajs": "2.0.0", "pg": "8.0.0" } }`;

const files = (body: string) => ({
  'compose.yaml': `services:
  orders:
    build: services/orders
    environment: { DATABASE_URL: "postgres://o:o@db:5432/orders" }
  stock:
    build: services/stock
  db:
    image: postgres:18
`,
  'services/orders/package.json': manifest('orders'),
  'services/stock/package.json': manifest('stock'),
  'services/stock/src/main.js': `import express from 'express';
const app = express();
app.post('/reservations', (req, res) => res.end());
app.listen(3000);
`,
  'services/orders/src/main.js': `import axios from 'axios';
import express from 'express';
import { Kafka } from 'kafkajs';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const producer = new Kafka({ brokers: ['kafka:9092'] }).producer();
const app = express();
const reserve = (order) => axios.post('http://stock:3000/reservations', order);

app.post('/orders', async (req, res) => {
  const client = await pool.connect();
${body}
  res.end();
});
app.listen(3000);
`,
});

const begin = "  await client.query('BEGIN');";
const insert = "  await client.query('insert into orders (id) values ($1)', [req.body.id]);";
const commit = "  await client.query('COMMIT');";
const publish = "  await producer.send({ topic: 'order.placed', messages: [{ value: req.body.id }] });";
const called = 'stock POST /reservations is called while a transaction is open';
const at = (message: string, line: number) =>
  [{ severity: 'error', message, at: `services/orders/src/main.js:${line}` }] as const;

export default [
  {
    title: 'a call between BEGIN and COMMIT',
    page: true,
    files: files([begin, insert, '  await reserve(req.body);', commit].join('\n')),
    findings: at(called, 9),
  },
  {
    title: 'a publish between BEGIN and COMMIT',
    files: files([begin, insert, publish, commit].join('\n')),
    findings: at('order.placed is published while a transaction is open, and stays if it is rolled back', 15),
  },
  {
    title: 'a call behind a refusal that was rolled back',
    files: files(
      [
        begin,
        insert,
        "  if (!req.body.id) { await client.query('ROLLBACK'); return res.status(400).end(); }",
        '  await reserve(req.body);',
        commit,
      ].join('\n'),
    ),
    findings: at(called, 9),
  },
  {
    title: 'a call before the transaction begins',
    page: true,
    files: files(['  await reserve(req.body);', begin, insert, commit].join('\n')),
    findings: [],
  },
  {
    title: 'a call that is started in a promise, which the transaction does not wait for',
    files: files(
      [begin, insert, '  new Promise((resolve) => {\n    resolve(reserve(req.body));\n  });', commit].join('\n'),
    ),
    findings: [],
  },
  {
    title: 'a call in a promise that is awaited',
    files: files(
      [begin, insert, '  await new Promise((resolve) => {\n    resolve(reserve(req.body));\n  });', commit].join('\n'),
    ),
    findings: at(called, 9),
  },
  {
    title: 'a publish after the commit',
    files: files([begin, insert, commit, publish].join('\n')),
    findings: [],
  },
  {
    title: 'a call after the transaction was rolled back',
    files: files([begin, insert, "  await client.query('ROLLBACK');", '  await reserve(req.body);'].join('\n')),
    findings: [],
  },
  {
    title: 'the insert into an outbox',
    files: files(
      [
        begin,
        insert,
        "  await client.query('insert into outbox (id, topic) values ($1, $2)', [req.body.id, 'order.placed']);",
        commit,
      ].join('\n'),
    ),
    findings: [],
  },
  {
    title: 'a transaction of the broker alone',
    files: files(
      "  const transaction = await producer.transaction();\n  await transaction.send({ topic: 'order.placed', messages: [] });\n  await transaction.commit();",
    ),
    findings: [],
  },
] satisfies readonly Case[];
