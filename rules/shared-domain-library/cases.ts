import type { Case } from '../../src/lint/kit.ts';

const root = '{ "name": "shop", "private": true, "workspaces": ["services/*", "libs/*"] }';
const manifest = (name: string): string =>
  `{ "name": "@shop/${name}", "scripts": { "start": "node src/main.ts" }, "dependencies": { "express": "5.0.0", "@shop/common": "*", "pg": "8.0.0" } }`;
const server = (use: string): string => `import express from 'express';
${use}
express().listen(8080);
`;
const library = {
  'libs/common/package.json':
    '{ "name": "@shop/common", "main": "src/index.ts", "dependencies": { "typeorm": "0.3.0" } }',
  'libs/common/src/index.ts': "export * from './order.ts';\nexport * from './log.ts';\n",
  'libs/common/src/log.ts': 'export const log = (text: string) => process.stdout.write(text);\n',
};
const order = `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('orders')
export class Order {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column() total: number;
}
`;
const services = {
  'package.json': root,
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.ts': server("import { Order } from '@shop/common';\nexport const order = new Order();"),
  'services/billing/package.json': manifest('billing'),
  'services/billing/src/main.ts': server("import { log } from '@shop/common';\nlog('up');"),
};
const reported = {
  severity: 'error',
  message: '2 services load the domain from the library @shop/common: Order',
} as const;

const query = (sql: string): string => `import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
export const placed = (id: string) => pool.query('${sql}', [id]);
`;
const asking = server(`import { placed } from '@shop/common';
const app = express();
app.get('/orders/:id', async (req, res) => res.json(await placed(req.params.id)));`);

export default [
  {
    title: 'an entity in a library that services of two contexts load',
    page: true,
    files: { ...services, ...library, 'libs/common/src/order.ts': order },
    findings: [{ ...reported, at: 'libs/common/src/order.ts:4' }],
  },
  {
    title: 'a library that queries one table for services of two contexts',
    files: {
      ...services,
      ...library,
      'services/orders/src/main.ts': asking,
      'services/billing/src/main.ts': asking,
      'libs/common/src/order.ts': query('select * from orders where id = $1'),
    },
    findings: [
      {
        severity: 'error',
        message: '2 services use tables through the library @shop/common: orders',
        at: 'libs/common/src/order.ts:4',
      },
    ],
  },
  {
    title: 'a Mongoose schema in a shared library',
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts':
        "import mongoose from 'mongoose';\n\nexport const Order = mongoose.model('Order', new mongoose.Schema({ total: Number }));\n",
    },
    findings: [
      {
        severity: 'error',
        message: '2 services load the domain from the library @shop/common: Order',
        at: 'libs/common/src/order.ts:3',
      },
    ],
  },
  {
    title: 'a Drizzle table in a shared library',
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts':
        "import { integer, pgTable, uuid } from 'drizzle-orm/pg-core';\n\nexport const orders = pgTable('orders', { id: uuid('id'), total: integer('total') });\n",
    },
    findings: [
      {
        severity: 'error',
        message: '2 services load the domain from the library @shop/common: orders',
        at: 'libs/common/src/order.ts:3',
      },
    ],
  },
  {
    title: 'a library of types and event contracts',
    page: true,
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts':
        'export type Order = { id: string; total: number };\nexport class OrderPlaced {\n  readonly subject = "order.placed";\n}\n',
      'services/orders/src/main.ts': server("import type { Order } from '@shop/common';\nexport let order: Order;"),
    },
    findings: [],
  },
  {
    title: 'an entity that the other service imports as a type',
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts': order,
      'services/billing/src/main.ts': server("import type { Order } from '@shop/common';\nexport let order: Order;"),
    },
    findings: [],
  },
  {
    title: 'a Mongoose model that the other service reaches through a file of types alone',
    files: {
      ...services,
      ...library,
      'libs/common/src/index.ts': "export * from './types.ts';\n",
      'libs/common/src/types.ts':
        "import { Order } from './order.ts';\nexport type Placed = InstanceType<typeof Order>;\n",
      'libs/common/src/order.ts':
        "import mongoose from 'mongoose';\n\nexport const Order = mongoose.model('Order', new mongoose.Schema({ total: Number }));\n",
    },
    findings: [],
  },
  {
    title: 'a base entity with an id and dates',
    page: true,
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts':
        order.replace(/@Entity[^]*/, '') +
        "\n@Entity()\nexport class Order {\n  @PrimaryGeneratedColumn('uuid') id: string;\n  @Column() createdAt: Date;\n}\n",
    },
    findings: [],
  },
  {
    title: 'the table of an outbox',
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts': order.replace("'orders'", "'outbox'").replace('Order', 'OutboxMessage'),
      'services/orders/src/main.ts': server(
        "import { OutboxMessage } from '@shop/common';\nexport const x = new OutboxMessage();",
      ),
    },
    findings: [],
  },
  {
    title: 'a store of events, known by its key',
    files: {
      ...services,
      ...library,
      'services/orders/src/main.ts': asking,
      'services/billing/src/main.ts': asking,
      'libs/common/src/order.ts': query('select * from event where stream = $1'),
      'services/orders/migrations/1.sql':
        'create table event (stream text, version int, primary key (stream, version));\n',
    },
    findings: [],
  },
  {
    title: 'the rows that read models are made of',
    files: {
      ...services,
      ...library,
      'services/orders/src/main.ts': asking,
      'services/billing/src/main.ts': asking,
      'libs/common/src/order.ts': query('select * from read_model_event where channel = $1'),
    },
    findings: [],
  },
  {
    title: 'events that people go to',
    files: {
      ...services,
      ...library,
      'services/orders/src/main.ts': asking,
      'services/billing/src/main.ts': asking,
      'libs/common/src/order.ts': query('select * from event where id = $1'),
      'services/orders/migrations/1.sql': 'create table event (id uuid primary key, version int, title text);\n',
    },
    findings: [
      {
        severity: 'error',
        message: '2 services use tables through the library @shop/common: event',
        at: 'libs/common/src/order.ts:4',
      },
    ],
  },
  {
    title: 'the state of a saga',
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts': order.replace("'orders'", "'saga_step'").replace('Order', 'SagaStep'),
      'services/orders/src/main.ts': server(
        "import { SagaStep } from '@shop/common';\nexport const x = new SagaStep();",
      ),
    },
    findings: [],
  },
  {
    title: 'a library that one context uses',
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts': order,
      'msvc.yaml': 'version: 1\ncontexts:\n  sales:\n    paths: [services/orders, services/billing]\n',
    },
    findings: [],
  },
  {
    title: 'a library that msvc.yaml allows',
    files: {
      ...services,
      ...library,
      'libs/common/src/order.ts': order,
      'msvc.yaml': 'version: 1\nrules:\n  shared-domain-library:\n    allow: ["@shop/common"]\n',
    },
    findings: [],
  },
] satisfies readonly Case[];
