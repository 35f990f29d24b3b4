import type { Fault } from '../../src/lint/kit.ts';

const shipping = 'postgres://shipping:${SHIPPING_PASSWORD}@shipping-db:5432/shipping';
const tariffs = 'postgres://tariffs:${TARIFFS_PASSWORD}@tariffs-db:5432/tariffs';
const url = (context: string, password: string): string =>
  `postgres://${context}:\${${password}_DATABASE_PASSWORD:-${context}}@postgres:5432/${context}`;

export default [
  {
    title: 'one address for two services in compose',
    in: 'express',
    edits: { 'compose.yaml': [[tariffs, shipping]] },
    at: { file: 'services/tariffs/src/main.ts', line: 'new Pool(' },
  },
  {
    title: 'the database of another service, opened with a user of its own',
    in: 'express',
    edits: { 'compose.yaml': [[tariffs, 'postgres://tariffs:${TARIFFS_PASSWORD}@shipping-db/shipping']] },
    at: { file: 'services/shipping/src/pool.ts', line: 'new Pool(' },
  },
  {
    title: 'one secret for two deployments',
    in: 'nest',
    edits: { 'deploy/notices.yaml': [['name: notices-db, key: url', 'name: bookings-db, key: url']] },
    at: { file: 'deploy/notices.yaml', line: '- name: DATABASE_URL' },
  },
  {
    title: 'one secret for a TypeORM and a Prisma client',
    in: 'nest',
    edits: { 'deploy/rooms.yaml': [['name: rooms-db, key: url', 'name: bookings-db, key: url']] },
    at: { file: 'deploy/rooms.yaml', line: '- name: DATABASE_URL' },
  },
  {
    title: 'one database for two contexts of a generated workspace',
    in: 'generated',
    edits: { 'compose.yaml': [[url('payments', 'PAYMENTS'), url('orders', 'ORDERS')]] },
    at: { file: 'compose.yaml', line: 'PAYMENTS_DATABASE_URL: postgres://orders' },
  },
  {
    title: 'one database for all three',
    in: 'generated',
    edits: {
      'compose.yaml': [
        [url('payments', 'PAYMENTS'), url('orders', 'ORDERS')],
        [url('shipping', 'SHIPPING'), url('orders', 'ORDERS')],
      ],
    },
    at: { file: 'compose.yaml', line: 'SHIPPING_DATABASE_URL: postgres://orders' },
  },
] satisfies readonly Fault[];
