import { describe, expect, test } from 'vitest';
import { storesOf, storeWith } from './opened.ts';

const url = { DATABASE_URL: 'postgres://user:pw@db:5432/shop' };
const schema = (extra = '') => ({
  'orders/prisma/schema.prisma': `generator client { provider = "prisma-client-js" ${extra} }
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}
model Order {
  id    String      @id
  lines OrderLine[]
  @@map("orders")
}
model OrderLine {
  id      Int @id
  orderId String
}`,
});

describe('Prisma', () => {
  const uses = `await prisma.order.create({ data: {} }); await prisma.orderLine.findMany();`;
  const wanted = ['postgres:db/shop', 'orders:w', 'OrderLine:r'];
  test.each([
    ['the client', `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient(); ${uses}`],
    [
      'a service of Nest',
      `import { Injectable, OnModuleInit, Module } from '@nestjs/common'; import { PrismaClient } from '@prisma/client';
       @Injectable() export class PrismaService extends PrismaClient implements OnModuleInit { async onModuleInit() { await this.$connect(); } }
       @Injectable() export class Orders { constructor(private prisma: PrismaService) {} async onModuleInit() { await this.prisma.order.create({ data: {} }); await this.prisma.orderLine.findMany(); } }
       @Module({ providers: [PrismaService, Orders] }) export class App {}`,
    ],
    [
      'a driver adapter and a client generated here',
      `import { PrismaPg } from '@prisma/adapter-pg'; import { PrismaClient } from './generated/prisma/client';
       const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL }); const prisma = new PrismaClient({ adapter }); ${uses}`,
    ],
    [
      'a driver adapter with a pool',
      `import { Pool } from 'pg'; import { PrismaPg } from '@prisma/adapter-pg'; import { PrismaClient } from '@prisma/client';
       const pool = new Pool({ connectionString: process.env.DATABASE_URL }); const prisma = new PrismaClient({ adapter: new PrismaPg(pool) }); ${uses}`,
    ],
    [
      'a global in development, and an extension',
      `import { PrismaClient } from '@prisma/client'; const make = () => new PrismaClient().$extends({ query: {} });
       declare global { var db: ReturnType<typeof make> | undefined } const prisma = globalThis.db ?? make(); if (process.env.NODE_ENV !== 'production') globalThis.db = prisma; ${uses}`,
    ],
    [
      'a transaction and raw SQL',
      `import { PrismaClient, Prisma } from '@prisma/client'; const prisma = new PrismaClient({ datasources: { db: { url: process.env.DATABASE_URL } } });
       await prisma.$transaction(async (tx: Prisma.TransactionClient) => { await tx.order.create({ data: {} }); });
       await prisma.$queryRaw\`SELECT * FROM "OrderLine" WHERE id = \${1}\`; await prisma.$executeRawUnsafe('delete from orders');`,
    ],
  ])('%s', (_, main) => {
    expect(storeWith(wanted, main, url, schema())).toBe('all there');
  });

  test('each client of its own schema', () => {
    const source = (name: string, output: string) => `generator client {
  provider = "prisma-client-js"
  output   = "${output}"
}
datasource db {
  provider = "postgresql"
  url      = env("${name}")
}
model ${name === 'USERS_URL' ? 'User' : 'Bill'} {
  id String @id
}`;
    const main = `import { PrismaClient as Users } from '../generated/users'; import { PrismaClient as Bills } from '../generated/bills';
      const users = new Users(); const bills = new Bills(); await users.user.findMany(); await bills.bill.create({ data: {} });`;
    const stores = storesOf(
      main,
      { USERS_URL: 'postgres://u:p@db/users', BILLS_URL: 'postgres://u:p@db/bills' },
      {
        'orders/prisma/users.prisma': source('USERS_URL', '../generated/users'),
        'orders/prisma/bills.prisma': source('BILLS_URL', '../generated/bills'),
      },
    );
    expect(
      stores.map((store) =>
        store
          .split(' ')
          .filter((word) => !word.endsWith(':d'))
          .join(' '),
      ),
    ).toEqual(['postgres:db/bills Bill:w', 'postgres:db/users User:r']);
  });

  test.each([
    ['.prisma/bills', '../../node_modules/.prisma/bills'],
    ['@prisma/client/bills', '../../node_modules/@prisma/client/bills'],
  ])('a client of its own schema beside the usual one: %s', (from, output) => {
    const of = (name: string, to: string, model: string) =>
      `generator client {\n  provider = "prisma-client-js"\n  output = "${to}"\n}\ndatasource db {\n  provider = "postgresql"\n  url = env("${name}")\n}\nmodel ${model} {\n  id String @id\n}`;
    const main = `import { PrismaClient } from '@prisma/client'; import { PrismaClient as Bills } from '${from}';
      const users = new PrismaClient(); const bills = new Bills(); await users.user.findMany(); await bills.bill.findMany();`;
    const stores = storesOf(
      main,
      { USERS_URL: 'postgres://u:p@db/users', BILLS_URL: 'postgres://u:p@db/bills' },
      {
        'prisma/a-bills/schema.prisma': of('BILLS_URL', output, 'Bill'),
        'prisma/users/schema.prisma': of('USERS_URL', '../../node_modules/.prisma/client', 'User'),
      },
    );
    expect(stores.map((store) => store.split(' ')[0])).toEqual(['postgres:db/bills', 'postgres:db/users']);
  });

  test('prisma.config says where the database is', () => {
    const stores = storesOf(
      `import { PrismaClient } from '../generated/client'; const prisma = new PrismaClient(); await prisma.order.findMany();`,
      url,
      {
        'orders/prisma/schema.prisma': `generator client {\n  provider = "prisma-client"\n  output = "../generated"\n}\ndatasource db {\n  provider = "postgresql"\n}\nmodel Order {\n  id String @id\n  @@map("orders")\n}`,
        'orders/prisma.config.ts': `import 'dotenv/config'; import { defineConfig, env } from 'prisma/config'; export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: env('DATABASE_URL') } });`,
      },
    );
    expect(stores).toEqual(['postgres:db/shop orders:d orders:r']);
  });

  test.each([
    ['by a relative path', '../generated'],
    ['from the folder it lies in', '../generated/client'],
    ['by an alias', '@client'],
  ])('a client that was generated into the workspace and committed: %s', (_, from) => {
    const stores = storesOf(
      `import { PrismaClient } from '${from}'; const prisma = new PrismaClient(); await prisma.order.findMany();`,
      url,
      {
        'orders/tsconfig.json':
          '{ "compilerOptions": { "baseUrl": ".", "paths": { "@client": ["generated/index.js"] } } }',
        'orders/prisma/schema.prisma': `generator docs {\n  provider = "prisma-dbml-generator"\n  output = "../docs"\n}\ngenerator client {\n  provider = "prisma-client-js"\n  output = "../generated"\n}\ndatasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\nmodel Order {\n  id String @id\n  @@map("orders")\n}`,
        'orders/generated/index.js':
          'const { getPrismaClient } = require("./runtime/index"); exports.PrismaClient = getPrismaClient({});',
        'orders/generated/client.ts':
          'import * as $Class from "./internal/class"; export const PrismaClient = $Class.getPrismaClientClass();',
        'orders/generated/runtime/index.js': 'exports.getPrismaClient = (config) => class {};',
      },
    );
    expect(stores).toEqual(['postgres:db/shop orders:d orders:r']);
  });
});
