import { describe, expect, test } from 'vitest';
import { edgesIn, modelOf, services } from './workspace.ts';

const schema = {
  'orders/prisma/schema.prisma':
    'datasource db {\n provider = "postgresql"\n url = env("DATABASE_URL")\n}\nmodel Order {\n id Int @id\n}\n',
};
const main = `import { Controller, Post } from '@nestjs/common';
  import { PrismaService } from './prisma.service';
  @Controller('orders') export class OrdersController {
    constructor(private readonly prisma: PrismaService) {}
    @Post() create() { return this.prisma.order.create({ data: {} }); }
  }`;
const storesOf = (service: string, more: Readonly<Record<string, string>> = {}) =>
  modelOf(
    services({
      orders: {
        DATABASE_URL: 'postgres://db:5432/shop',
        OTHER_URL: 'postgres://other:5432/shop',
        REDIS_HOST: 'cache',
      },
    }),
    schema,
    { 'orders/src/main.ts': main, 'orders/src/prisma.service.ts': service, ...more },
  ).stores.map(({ id, users }) => `${id}: ${users.flatMap(({ tables }) => tables.map(({ table }) => table)).join()}`);

describe('a class that extends one of a package', () => {
  test.each([
    ['without a constructor', `@Injectable() export class PrismaService extends PrismaClient {}`],
    [
      'with super()',
      `@Injectable() export class PrismaService extends PrismaClient implements OnModuleInit {
         constructor() { super(); }
         async onModuleInit() { await this.$connect(); }
       }`,
    ],
  ])('opens what it would open itself, %s', (_, text) => {
    const service = `import { Injectable, OnModuleInit } from '@nestjs/common'; import { PrismaClient } from '@prisma/client'; ${text}`;
    expect(storesOf(service)).toEqual(['postgres:db/shop: Order,Order']);
  });

  test.each([
    ['datasources', `super({ datasources: { db: { url: process.env.OTHER_URL } } });`],
    ['a datasource URL', `super({ datasourceUrl: process.env.OTHER_URL, log: ['warn'] });`],
    ['an adapter', `super({ adapter: new PrismaPg({ connectionString: process.env.OTHER_URL }) });`],
    ['injected settings', `super({ datasources: { db: { url: config.get('OTHER_URL') } } });`],
  ])('opens it by what it gives to super: %s', (_, call) => {
    const service = `import { Injectable } from '@nestjs/common'; import { ConfigService } from '@nestjs/config';
      import { PrismaClient } from '@prisma/client'; import { PrismaPg } from '@prisma/adapter-pg';
      @Injectable() export class PrismaService extends PrismaClient { constructor(config: ConfigService) { ${call} } }`;
    expect(storesOf(service)).toEqual(['postgres:other/shop: Order,Order']);
  });

  test('opens each that is made by hand', () => {
    const model = modelOf(services({ orders: { A_URL: 'postgres://a/shop', B_URL: 'postgres://b/shop' } }), {
      'orders/src/main.ts': `import { Pool } from 'pg';
        class Db extends Pool { constructor(url: string) { super({ connectionString: url }); } async all() { return this.query('select * from orders'); } }
        const a = new Db(process.env.A_URL); const b = new Db(process.env.B_URL);
        await a.all(); await b.query('select * from items');`,
    });
    expect(
      model.stores.map(({ id, users }) => [id, users.flatMap(({ tables }) => tables.map(({ table }) => table))]),
    ).toEqual([
      ['postgres:a/shop', ['orders']],
      ['postgres:b/shop', ['items']],
    ]);
  });

  test('works off a queue', () => {
    const model = modelOf(services({ orders: {}, mails: {} }), {
      'orders/src/main.ts': `import { Queue } from 'bullmq';
        class Mails extends Queue { constructor() { super('mails', { connection: { host: 'redis' } }); } }
        const mails = new Mails(); await mails.add('welcome', {});`,
      'mails/src/main.ts': `import { Worker } from 'bullmq';
        class MailWorker extends Worker { constructor() { super('mails', async (job) => console.log(job.data), { connection: { host: 'redis' } }); } }
        new MailWorker();`,
    });
    expect(edgesIn(model)).toEqual([expect.stringContaining('orders -> mails async')]);
  });

  test('opens nothing where shared code only offers it', () => {
    const shared = `import { Injectable } from '@nestjs/common'; import { PrismaClient } from '@prisma/client';
      @Injectable() export class PrismaService extends PrismaClient { constructor() { super(); } async onModuleInit() { await this.$connect(); } }`;
    const model = modelOf(services({ orders: {}, edge: {} }), {
      'package.json': '{ "workspaces": ["*"] }',
      'common/package.json': '{ "name": "@shop/common", "main": "src/index.ts" }',
      'common/src/index.ts': `export * from './prisma.service'; export const words = ['a'];`,
      'common/src/prisma.service.ts': shared,
      'common/prisma/schema.prisma': schema['orders/prisma/schema.prisma'],
      'orders/src/main.ts': main.replace('./prisma.service', '@shop/common'),
      'edge/src/main.ts': `import { words } from '@shop/common'; console.log(words);`,
    });
    expect(model.stores.map(({ usedBy }) => usedBy.join())).toEqual(['orders']);
  });
});
