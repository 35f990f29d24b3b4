import { describe, expect, test } from 'vitest';
import { effectsOf, modelOf, services } from './workspace.ts';

const route = (imports: string, body: string) => `
  import express from 'express'; ${imports}
  const app = express();
  app.post('/orders', async (req, res) => { ${body} });`;

const effects = (main: string) =>
  effectsOf(modelOf(services({ orders: {} }), { 'orders/src/main.ts': main }), 'orders POST /orders');

describe('what an operation does to tables', () => {
  test.each([
    [
      'pg',
      route(
        `import { Pool } from 'pg'; const pool = new Pool();`,
        `await pool.query('insert into orders (sku) values ($1)', [1]); await pool.query('select * from items');`,
      ),
      ['insert orders', 'read items'],
    ],
    [
      'mongoose',
      route(
        `import mongoose from 'mongoose'; const Order = mongoose.model('Order', new mongoose.Schema({}));`,
        `await new Order({}).save(); const o = await Order.findById(1); await o.save();`,
      ),
      ['insert orders', 'read orders', 'update orders'],
    ],
    [
      'Prisma',
      route(
        `import { PrismaClient } from '@prisma/client'; const db = new PrismaClient();`,
        `await db.$transaction(async (tx) => { await tx.order.create({ data: {} }); await tx.item.update({ data: { left: { decrement: 1 } } }); });`,
      ),
      ['insert order in transaction', 'increment item in transaction'],
    ],
    [
      'TypeORM',
      route(
        `import { DataSource, Entity } from 'typeorm'; @Entity('orders') class Order {} const source = new DataSource({ type: 'postgres' });`,
        `const repo = source.getRepository(Order); await repo.save(repo.create({})); await repo.delete(1);`,
      ),
      ['insert orders', 'delete orders'],
    ],
    [
      'Knex',
      route(
        `import knex from 'knex'; const db = knex({ client: 'pg' });`,
        `await db('orders').insert({}); await db('items').where({ id: 1 }).increment('n');`,
      ),
      ['insert orders', 'increment items'],
    ],
    [
      'Drizzle',
      route(
        `import { drizzle } from 'drizzle-orm/node-postgres'; import { pgTable } from 'drizzle-orm/pg-core'; const orders = pgTable('orders', {}); const db = drizzle({});`,
        `await db.insert(orders).values({}); await db.select().from(orders);`,
      ),
      ['insert orders', 'read orders'],
    ],
  ])('is seen with %s', (_, main, wanted) => {
    expect(effects(main)).toEqual(wanted);
  });

  test('knows what cannot be taken back', () => {
    const main = route(
      `import Stripe from 'stripe'; import nodemailer from 'nodemailer'; const stripe = new Stripe(''); const mail = nodemailer.createTransport({});`,
      `await stripe.paymentIntents.create({}); await mail.sendMail({});`,
    );
    expect(effects(main)).toEqual(['charge', 'mail']);
  });
});

describe('stores', () => {
  const client = {
    'package.json': '{ "workspaces": ["*"] }',
    'common/package.json': '{ "name": "@shop/common", "main": "src/index.ts" }',
    'common/src/index.ts': `import mongoose from 'mongoose';
      export const connect = () => mongoose.connect(process.env.MONGO_URL || 'mongodb://localhost/demo');`,
  };
  const uses = `import { connect } from '@shop/common'; connect();`;
  const storesIn = (model: ReturnType<typeof modelOf>) =>
    model.stores.map(({ id, usedBy }) => `${id} ${usedBy.join()}`);

  test('the default of shared code is not opened by a service that is given no address, where others are', () => {
    const model = modelOf(services({ orders: { MONGO_URL: 'mongodb://mongo/shop' }, edge: {}, proxy: {} }), client, {
      'orders/src/main.ts': uses,
      'edge/src/main.ts': uses,
      'proxy/src/main.ts': uses,
    });
    expect(storesIn(model)).toEqual(['mongo:mongo/shop orders']);
  });

  test('a port alone is no address', () => {
    const cache = `import Redis from 'ioredis'; export const open = (host) => new Redis({ host: host(), port: 6379 }); open(unknown);
      new Redis(process.env.REDIS_PORT);`;
    const model = modelOf(services({ orders: { REDIS_PORT: '6379' }, stock: { REDIS_PORT: '6379' } }), {
      'orders/src/main.ts': cache,
      'stock/src/main.ts': cache,
    });
    expect(model.stores.filter(({ usedBy }) => usedBy.length > 1)).toEqual([]);
  });

  test('Drizzle names its engine by the driver', () => {
    const model = modelOf(services({ orders: {} }), {
      'orders/src/main.ts': `import { drizzle } from 'drizzle-orm/node-postgres'; drizzle(process.env.DATABASE_URL);`,
    });
    expect(model.stores.map(({ kind }) => kind)).toEqual(['postgres']);
  });

  test('one call that opens a connection is one connection, known better on one way to it than on another', () => {
    const model = modelOf(services({ orders: { MONGO_URL: 'mongodb://mongo/shop' } }), {
      'compose.base.yaml':
        'services:\n  orders:\n    build: ./orders\n    environment:\n      MONGO_URL: ${MONGO_URL}\n',
      'orders/src/open.ts': `import mongoose from 'mongoose'; export const open = (url: string) => mongoose.connect(url);`,
      'orders/src/main.ts': `import mongoose from 'mongoose'; import { open } from './open';
        const Order = mongoose.model('Order', new mongoose.Schema({}));
        open(process.env.MONGO_URL || 'mongodb://localhost/demo');
        open(process.env.MONGO_URL);
        await Order.find();`,
    });
    const tables = model.stores.flatMap(({ id, users }) =>
      users.map((user) => [id, user.tables.map((one) => one.table)]),
    );
    expect(tables).toContainEqual(['mongo:mongo/shop', expect.arrayContaining(['orders'])]);
  });

  test('a table belongs to the connection through which it is reached, whoever opens it', () => {
    const address = (name: string) => `postgres://${name}:x@db:5432/${name}`;
    const model = modelOf(
      services({ payments: { PAYMENTS_DATABASE_URL: address('payments'), ORDERS_DATABASE_URL: address('orders') } }),
      {
        'payments/src/open.ts': `import pg from 'pg'; import { Kysely, PostgresDialect } from 'kysely';
          export const open = (url: string) => new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) });`,
        'payments/src/main.ts': `import { z } from 'zod'; import { open } from './open'; import { lost } from './lost';
          const settings = z.object({}).parse(process.env);
          const variableOf = (name: string) => \`\${name.toUpperCase()}_DATABASE_URL\`;
          const own = open(String(settings[variableOf('payments')]));
          const theirs = open(settings.ORDERS_DATABASE_URL);
          await own.transaction().execute(async (tx) => tx.insertInto('payments').values({}).execute());
          await theirs.selectFrom('orders').execute();
          await lost.selectFrom('somewhere').execute();`,
        'payments/src/lost.ts': `import type { Kysely } from 'kysely'; export declare const lost: Kysely<unknown>;`,
      },
    );
    expect(
      model.stores.map(({ id, users }) => [id, users.flatMap(({ tables }) => tables.map(({ table }) => table))]),
    ).toEqual([
      ['postgres:db/orders', ['orders']],
      ['postgres:db/payments', ['payments']],
    ]);
  });
});
