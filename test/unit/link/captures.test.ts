import { expect, test } from 'vitest';
import { modelOf, services } from './code/workspace.ts';

const orders = {
  ...services({ orders: { DATABASE_URL: 'postgres://o:o@db:5432/orders' } }),
  'orders/src/main.ts': `import { Pool } from 'pg'; const pool = new Pool({ connectionString: process.env.DATABASE_URL }); await pool.query('select * from orders');`,
};
const capturesIn = (more: Readonly<Record<string, string>>) =>
  modelOf(orders, more).captures.map(({ services: of, tables, evidence: [{ file, line }] }) => ({
    of: of?.join() ?? 'unknown',
    tables: tables?.join() ?? 'all',
    at: `${file}:${line}`,
  }));
const json = (fields: string) =>
  `{ "config": {\n"connector.class": "io.debezium.connector.postgresql.PostgresConnector", ${fields} } }`;

test.each([
  [
    'by list',
    '"database.hostname": "db", "table.include.list": "public.orders,public.lines"',
    'orders',
    'orders,lines',
  ],
  ['by pattern', '"database.hostname": "db", "table.include.list": "public\\\\.order_.*"', 'orders', 'order_*'],
  ['by the old word', '"database.hostname": "db", "table.whitelist": "orders"', 'orders', 'orders'],
  ['the whole database', '"database.hostname": "db", "database.dbname": "orders"', 'orders', 'all'],
  [
    'the outbox alone',
    '"database.hostname": "db", "transforms.o.type": "io.debezium.transforms.outbox.EventRouter"',
    'orders',
    'outbox',
  ],
  [
    'at an address that nobody can tell',
    '"database.hostname": "${file:a:b}", "table.include.list": "orders"',
    'unknown',
    'orders',
  ],
])('a connector captures tables %s', (_, fields, of, tables) => {
  expect(capturesIn({ 'orders-connector.json': json(fields) })).toEqual([
    { of, tables, at: 'orders-connector.json:2' },
  ]);
});

test.each([
  ['of another database', '"database.hostname": "db", "database.dbname": "shop"'],
  ['at another address', '"database.hostname": "elsewhere"'],
])('a connector %s says nothing', (_, fields) => {
  expect(capturesIn({ 'orders-connector.json': json(fields) })).toEqual([]);
});

test('resources of Strimzi capture tables, one for each document', () => {
  const resource = (table: string) =>
    `kind: KafkaConnector\nspec:\n  class: io.debezium.connector.postgresql.PostgresConnector\n  config:\n    database.hostname: db\n    table.include.list: public.${table}\n`;
  expect(
    capturesIn({ 'deploy/connectors.yaml': `${resource('orders')}---\n${resource('lines')}` }).map(
      ({ tables }) => tables,
    ),
  ).toEqual(['orders', 'lines']);
});

test('Debezium Server captures what its properties say', () => {
  const text =
    'debezium.source.connector.class=io.debezium.connector.postgresql.PostgresConnector\ndebezium.source.database.hostname=db\ndebezium.source.table.include.list=public.orders\n';
  expect(capturesIn({ 'cdc/application.properties': text }).map(({ of, tables }) => `${of} ${tables}`)).toEqual([
    'orders orders',
  ]);
});
