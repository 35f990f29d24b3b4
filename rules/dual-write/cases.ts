import type { Case } from '../../src/lint/kit.ts';
import { jobs } from './job-cases.ts';

const manifest = `{ "name": "orders", "scripts": { "start": "node src/main.js" },
  "dependencies": { "express": "5.0.0", "kafkajs": "2.0.0", "pg": "8.0.0" } }`;

const compose = `services:
  orders:
    build: services/orders
    environment: { DATABASE_URL: "postgres://o:o@db:5432/orders" }
  db:
    image: postgres:18
`;

const main = (body: string): string => `import express from 'express';
import { EventEmitter } from 'node:events';
import { Kafka } from 'kafkajs';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const producer = new Kafka({ brokers: ['kafka:9092'] }).producer();
const inside = new EventEmitter();
const app = express();

app.post('/orders', async (req, res) => {
${body}
  res.status(201).end();
});
app.listen(3000);
`;

const files = (body: string) => ({
  'compose.yaml': compose,
  'services/orders/package.json': manifest,
  'services/orders/src/main.js': main(body),
});

const insert = (through = 'pool'): string =>
  `  await ${through}.query('insert into orders (id, total) values ($1, $2)', [req.body.id, req.body.total]);`;
const publish = "  await producer.send({ topic: 'order.placed', messages: [{ value: JSON.stringify(req.body) }] });";
const lost = '"order.placed" is published after the insert into orders, and lost if the process dies between them';
const ghost = '"order.placed" is published before the insert into orders is sure, and stands for nothing if that fails';
const at = (message: string, line: number) =>
  [{ severity: 'warning', message, at: `services/orders/src/main.js:${line}` }] as const;

const listener = (query: string) => ({
  'compose.yaml': `${compose}  pages:\n    build: services/pages\n`,
  'services/pages/package.json': manifest.replace('"orders"', '"pages"'),
  'services/pages/src/main.js': `import { Kafka } from 'kafkajs';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: 'postgres://p:p@pages-db:5432/pages' });
const consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'pages' });
await consumer.subscribe({ topic: 'order.placed' });
await consumer.run({ eachMessage: async ({ message }) => pool.query('${query}', [message.value]) });
`,
});
const connector = (list: string, host = 'db') => ({
  'connect/orders-connector.json': `{ "name": "orders", "config": {
    "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
    "database.hostname": "${host}", "database.dbname": "orders", "topic.prefix": "shop"${list} } }`,
});
const strimzi = `apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaConnector
metadata:
  name: orders
spec:
  class: io.debezium.connector.postgresql.PostgresConnector
  config:
    database.hostname: db
    database.dbname: orders
    table.include.list: public.orders # all that is told
`;

export default [
  {
    title: 'a table that a connector captures',
    files: {
      ...files(`${insert()}\n${publish}`),
      ...connector(', "table.include.list": "public.customers,public.orders"'),
    },
    findings: [],
  },
  {
    title: 'a table that a connector of Strimzi captures',
    files: { ...files(`${insert()}\n${publish}`), 'deploy/kafka-connector.yaml': strimzi },
    findings: [],
  },
  {
    title: 'a database that a connector captures as a whole',
    files: { ...files(`${insert()}\n${publish}`), ...connector('') },
    findings: [],
  },
  {
    title: 'a table that the connector does not list',
    files: { ...files(`${insert()}\n${publish}`), ...connector(', "table.include.list": "public.customers"') },
    findings: at(lost, 13),
  },
  {
    title: 'a database that no connector captures',
    files: { ...files(`${insert()}\n${publish}`), ...connector('', 'elsewhere') },
    findings: at(lost, 13),
  },
  {
    title: 'a connector that reads the outbox alone, into which nobody puts the event',
    files: {
      ...files(`${insert()}\n${publish}`),
      ...connector(', "transforms.outbox.type": "io.debezium.transforms.outbox.EventRouter"'),
    },
    findings: at(lost, 13),
  },
  {
    title: 'an order that is stored, then told to the broker',
    page: true,
    files: files(`${insert()}\n${publish}`),
    findings: at(lost, 13),
  },
  {
    title: 'an order that is told before it is stored',
    files: files(`${publish}\n${insert()}`),
    findings: at(ghost, 12),
  },
  {
    title: 'a publish inside the transaction of the write',
    files: files(`  const client = await pool.connect();
  await client.query('BEGIN');
${insert('client')}
${publish}
  await client.query('COMMIT');`),
    findings: at(ghost, 15),
  },
  {
    title: 'a publish behind an early end of those that store nothing',
    files: files(`  if (!req.body.id) return res.status(400).end();
${insert()}
  if (req.body.gift) {
  ${publish}
  }`),
    findings: at(lost, 15),
  },
  {
    title: 'an event of the process whose listener publishes',
    files: files(`  inside.on('placed', async (order) => {
    await producer.send({ topic: 'order.placed', messages: [{ value: JSON.stringify(order) }] });
  });
${insert()}
  inside.emit('placed', req.body);`),
    findings: at(lost, 16),
  },
  {
    title: 'an order that is told to one who only looks it up',
    files: { ...files(`${insert()}\n${publish}`), ...listener('select total from orders where id = $1') },
    findings: [],
  },
  {
    title: 'an order that is told to one who stores something',
    files: { ...files(`${insert()}\n${publish}`), ...listener('delete from carts where id = $1') },
    findings: at(lost, 13),
  },
  {
    title: 'the insert into an outbox in the transaction of the write',
    page: true,
    files: files(`  const client = await pool.connect();
  await client.query('BEGIN');
${insert('client')}
  await client.query('insert into outbox (id, topic, payload) values ($1, $2, $3)', [req.body.id, 'order.placed', req.body]);
  await client.query('COMMIT');`),
    findings: [],
  },
  {
    title: 'an outbox that is also emptied at once, so that nobody waits for the relay',
    files: files(`${insert()}
  await pool.query('insert into outbox_events (id, payload) values ($1, $2)', [req.body.id, req.body]);
${publish}`),
    findings: [],
  },
  {
    title: 'the relay that empties the outbox',
    files: files(`  const { rows } = await pool.query('select * from outbox where sent_at is null');
  await producer.send({ topic: 'order.placed', messages: rows.map((row) => ({ value: row.payload })) });
  await pool.query('update outbox set sent_at = now()');`),
    findings: [],
  },
  {
    title: 'a publish on another way than the write',
    files: files(`  if (req.body.total > 0) {
  ${insert()}
  } else {
  ${publish}
  }`),
    findings: [],
  },
  {
    title: 'ways of one match, of which one stores and the other tells',
    files: {
      ...files(''),
      'services/orders/src/main.js': main(`  const store = async () => {
  ${insert()}
  };
  const tell = async () => {
  ${publish}
  };
  const act = match(req.body.kind)
    .with('store', () => store)
    .otherwise(() => tell);
  await act();`).replace(
        "import { Pool } from 'pg';",
        "import { Pool } from 'pg';\nimport { match } from 'ts-pattern';",
      ),
    },
    findings: [],
  },
  {
    title: 'a refusal that is told and ends, in front of the write',
    files: files(`  if (req.body.total < 0) {
    await producer.send({ topic: 'order.refused', messages: [{ value: req.body.id }] });
    return res.status(409).end();
  }
${insert()}`),
    findings: [],
  },
  {
    title: 'a failure that is told where the write was caught',
    files: files(`  try {
  ${insert()}
  } catch (error) {
    await producer.send({ topic: 'order.failed', messages: [{ value: req.body.id }] });
  }`),
    findings: [],
  },
  {
    title: 'what is only read, then told',
    files: files(`  await pool.query('select * from orders where id = $1', [req.body.id]);\n${publish}`),
    findings: [],
  },
  {
    title: 'a log over the broker',
    files: files(`${insert()}
  await producer.send({ topic: 'service-logs', messages: [{ value: 'stored' }] });`),
    findings: [],
  },
  {
    title: 'an event that stays in the process',
    files: files(`${insert()}\n  inside.emit('placed', req.body);`),
    findings: [],
  },
  ...jobs(files),
] satisfies readonly Case[];
