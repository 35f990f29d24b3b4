import { describe, expect, test } from 'vitest';
import { storesOf, storeWith } from './opened.ts';

const url = { DATABASE_URL: 'postgres://user:pw@db:5432/shop' };
const parts = { DB_HOST: 'db', DB_PORT: '5432', DB_NAME: 'shop', DB_USER: 'u', DB_PASSWORD: 'p' };
const entity = `import { Entity, PrimaryGeneratedColumn, Column, BaseEntity } from 'typeorm';
  @Entity({ name: 'orders' }) export class Order extends BaseEntity { @PrimaryGeneratedColumn('uuid') id: string; @Column({ unique: true }) number: string; }
  @Entity() export class OrderLine { @PrimaryGeneratedColumn() id: number; }`;
const files = { 'orders/src/entities.ts': entity };

describe('TypeORM', () => {
  test.each([
    [
      'a data source',
      `import { DataSource } from 'typeorm'; import { Order, OrderLine } from './entities';
       const source = new DataSource({ type: 'postgres', host: process.env.DB_HOST, port: Number(process.env.DB_PORT), database: process.env.DB_NAME, entities: [Order] });
       await source.initialize();
       const orders = source.getRepository(Order);
       await orders.findOneBy({ id: '1' }); await orders.insert({});
       await source.createQueryBuilder().update(OrderLine).set({ id: 1 }).where('id = :id', { id: 2 }).execute();`,
    ],
    [
      'Nest, asynchronously',
      `import { Module, Injectable } from '@nestjs/common'; import { TypeOrmModule, InjectRepository } from '@nestjs/typeorm'; import { ConfigModule, ConfigService } from '@nestjs/config'; import { Repository } from 'typeorm'; import { Order, OrderLine } from './entities';
       @Injectable() export class Orders { constructor(@InjectRepository(Order) private readonly orders: Repository<Order>, @InjectRepository(OrderLine) private lines: Repository<OrderLine>) {}
         async onModuleInit() { await this.orders.find({ relations: ['lines'] }); await this.orders.save(this.orders.create({})); await this.lines.createQueryBuilder('l').update().set({}).execute(); } }
       @Module({ imports: [ConfigModule.forRoot(), TypeOrmModule.forRootAsync({ imports: [ConfigModule], inject: [ConfigService],
         useFactory: (config: ConfigService) => ({ type: 'postgres', host: config.get<string>('DB_HOST'), port: +config.get('DB_PORT'), database: config.get('DB_NAME'), autoLoadEntities: true }) }),
         TypeOrmModule.forFeature([Order, OrderLine])], providers: [Orders] }) export class App {}`,
    ],
    [
      'a URL, and active records',
      `import { createConnection, getRepository } from 'typeorm'; import { Order, OrderLine } from './entities';
       await createConnection({ type: 'postgres', url: process.env.DATABASE_URL, synchronize: true });
       await Order.find(); const order = Order.create({}); await order.save();
       await getRepository(OrderLine).delete({ id: 1 });`,
    ],
    [
      'an entity manager in a transaction',
      `import { DataSource, EntityManager } from 'typeorm'; import { Order, OrderLine } from './entities';
       export const AppDataSource = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
       await AppDataSource.transaction(async (manager) => { await manager.findOne(Order, { where: {} }); await manager.save(Order, {}); await manager.getRepository(OrderLine).increment({ id: 1 }, 'n', 1); });`,
    ],
    [
      'a query runner',
      `import { DataSource } from 'typeorm'; const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
       const runner = source.createQueryRunner(); await runner.connect(); await runner.startTransaction();
       await runner.query('SELECT * FROM orders'); await runner.manager.query('insert into orders (id) values ($1)', [1]); await source.query('update order_line set x = 1'); await runner.commitTransaction();`,
    ],
    [
      'a repository of one’s own',
      `import { DataSource, Repository, EntityRepository } from 'typeorm'; import { Order, OrderLine } from './entities';
       const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
       class OrderRepository extends Repository<Order> { constructor(d: DataSource) { super(Order, d.createEntityManager()); } byNumber(n: string) { return this.findOne({ where: { number: n } }); } }
       const repository = new OrderRepository(source); await repository.byNumber('1'); await repository.insert({});
       await source.getRepository(OrderLine).softDelete({});`,
    ],
  ])('%s', (_, main) => {
    expect(
      storeWith(['postgres:db/shop', 'orders:r', 'orders:w', 'order_line:w'], main, { ...url, ...parts }, files),
    ).toBe('all there');
  });

  test('declares what its entities stand for', () => {
    const main = `import { DataSource } from 'typeorm'; import { Order } from './entities'; new DataSource({ type: 'mysql', host: 'mysql', database: 'shop', entities: [Order] });`;
    expect(storesOf(main, {}, files)).toEqual(['mysql:mysql/shop order_line:d orders:d']);
  });
});

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
});

describe('Sequelize', () => {
  test.each([
    [
      'models by definition',
      `const { Sequelize, DataTypes } = require('sequelize'); const sequelize = new Sequelize(process.env.DB_NAME, process.env.DB_USER, process.env.DB_PASSWORD, { host: process.env.DB_HOST, dialect: 'postgres' });
       const Order = sequelize.define('order', {}, { tableName: 'orders' }); await Order.findAll(); await Order.create({ id: 1 });`,
    ],
    [
      'models by class',
      `import { Sequelize, Model, DataTypes } from 'sequelize'; const sequelize = new Sequelize(process.env.DATABASE_URL!, { dialect: 'postgres' });
       class Order extends Model {} Order.init({ id: { type: DataTypes.INTEGER } }, { sequelize, modelName: 'Order', tableName: 'orders' }); await Order.findByPk(1); const o = Order.build({}); await Order.bulkCreate([{}]);`,
    ],
    [
      'models by decorator',
      `import { Sequelize, Table, Model, Column } from 'sequelize-typescript'; @Table({ tableName: 'orders' }) class Order extends Model { @Column name: string; }
       new Sequelize({ dialect: 'postgres', host: process.env.DB_HOST, database: process.env.DB_NAME, models: [Order] }); await Order.findOne({}); await Order.update({}, { where: {} });`,
    ],
    [
      'Nest',
      `import { Module, Injectable } from '@nestjs/common'; import { SequelizeModule, InjectModel } from '@nestjs/sequelize'; import { Table, Model, Column } from 'sequelize-typescript'; @Table({ tableName: 'orders' }) class Order extends Model<Order> {}
       @Injectable() export class Orders { constructor(@InjectModel(Order) private model: typeof Order) {} async onModuleInit() { await this.model.findAll(); await this.model.create({}); } }
       @Module({ imports: [SequelizeModule.forRoot({ dialect: 'postgres', host: process.env.DB_HOST, port: 5432, database: process.env.DB_NAME, models: [Order] }), SequelizeModule.forFeature([Order])], providers: [Orders] }) export class App {}`,
    ],
    [
      'SQL',
      `import { Sequelize, QueryTypes } from 'sequelize'; const db = new Sequelize(\`postgres://\${process.env.DB_USER}:\${process.env.DB_PASSWORD}@\${process.env.DB_HOST}:\${process.env.DB_PORT}/\${process.env.DB_NAME}\`);
       await db.query('SELECT * FROM orders', { type: QueryTypes.SELECT }); await db.query('UPDATE orders SET a = 1');`,
    ],
  ])('%s', (_, main) => {
    expect(storeWith(['postgres:db/shop', 'orders:r', 'orders:w'], main, { ...url, ...parts })).toBe('all there');
  });

  test('a model without a table name has the plural of its own', () => {
    const main = `import { Sequelize } from 'sequelize'; const db = new Sequelize('mysql://u:p@mysql/shop'); const Order = db.define('Order', {}); await Order.findAll();`;
    expect(storesOf(main)).toEqual(['mysql:mysql/shop Orders:r']);
  });
});

describe('Drizzle', () => {
  const table = `import { pgTable, uuid } from 'drizzle-orm/pg-core'; export const orders = pgTable('orders', { id: uuid() }); export const orderLines = pgTable('order_lines', {});`;
  const uses = `await db.insert(orders).values({}); await db.select().from(orders).leftJoin(orderLines, eq(1, 1)); await db.query.orderLines.findMany(); await db.delete(orderLines);`;
  test.each([
    [
      'node-postgres',
      `import { drizzle } from 'drizzle-orm/node-postgres'; import { Pool } from 'pg'; const pool = new Pool({ connectionString: process.env.DATABASE_URL }); const db = drizzle(pool, { schema });`,
    ],
    [
      'node-postgres, by URL',
      `import { drizzle } from 'drizzle-orm/node-postgres'; const db = drizzle(process.env.DATABASE_URL!, { schema });`,
    ],
    [
      'node-postgres, by options',
      `import { drizzle } from 'drizzle-orm/node-postgres'; const db = drizzle({ connection: { connectionString: process.env.DATABASE_URL, ssl: true }, schema });`,
    ],
    [
      'postgres.js',
      `import { drizzle } from 'drizzle-orm/postgres-js'; import postgres from 'postgres'; const client = postgres(process.env.DATABASE_URL!, { prepare: false }); const db = drizzle({ client, schema });`,
    ],
    [
      'Neon',
      `import { drizzle } from 'drizzle-orm/neon-http'; import { neon } from '@neondatabase/serverless'; const db = drizzle(neon(process.env.DATABASE_URL!), { schema });`,
    ],
    [
      'Vercel',
      `import { drizzle } from 'drizzle-orm/vercel-postgres'; import { createPool } from '@vercel/postgres'; const db = drizzle(createPool({ connectionString: process.env.DATABASE_URL }), { schema });`,
    ],
  ])('%s', (_, open) => {
    const main = `import { eq } from 'drizzle-orm'; import * as schema from './schema'; import { orders, orderLines } from './schema'; ${open} ${uses}`;
    const wanted = ['postgres:db/shop', 'order_lines:r', 'order_lines:w', 'orders:r', 'orders:w'];
    expect(storeWith(wanted, main, url, { 'orders/src/schema.ts': table })).toBe('all there');
  });

  test.each([
    [
      'mysql2',
      `import { drizzle } from 'drizzle-orm/mysql2'; import mysql from 'mysql2/promise'; const db = drizzle(mysql.createPool({ host: 'mysql', database: 'shop' }));`,
      'mysql:mysql/shop',
    ],
    [
      'better-sqlite3',
      `import { drizzle } from 'drizzle-orm/better-sqlite3'; import Database from 'better-sqlite3'; const db = drizzle(new Database('shop.db'));`,
      'sqlite:orders/shop.db',
    ],
    [
      'libSQL',
      `import { drizzle } from 'drizzle-orm/libsql'; import { createClient } from '@libsql/client'; const db = drizzle(createClient({ url: 'file:shop.db' }));`,
      'sqlite:orders/shop.db',
    ],
    [
      'libSQL, by options',
      `import { drizzle } from 'drizzle-orm/libsql'; const db = drizzle({ connection: { url: 'file:shop.db' } });`,
      'sqlite:orders/shop.db',
    ],
  ])('%s', (_, open, id) => {
    const main = `import { sqliteTable } from 'drizzle-orm/sqlite-core'; import { sql } from 'drizzle-orm'; ${open} const orders = sqliteTable('orders', {}); await db.insert(orders).values({}); await db.execute(sql\`select * from lines where id = \${1}\`);`;
    expect(storesOf(main)).toEqual([`${id} lines:r orders:w`]);
  });

  test('a table in a schema, made by a creator with a prefix', () => {
    const main = `import { drizzle } from 'drizzle-orm/node-postgres'; import { pgSchema, pgTableCreator } from 'drizzle-orm/pg-core'; const db = drizzle(process.env.DATABASE_URL);
      const shop = pgSchema('shop'); const orders = shop.table('orders', {}); const create = pgTableCreator((name) => \`shop_\${name}\`); const lines = create('lines', {});
      await db.update(orders).set({}); await db.insert(lines).values({});`;
    expect(storesOf(main, url)).toEqual(['postgres:db/shop orders:w shop_lines:w']);
  });
});

describe('Kysely and Knex', () => {
  test('Kysely reads joined tables and writes in transactions', () => {
    const main = `import { Kysely, PostgresDialect, sql } from 'kysely'; import { Pool } from 'pg';
      const db = new Kysely<any>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: process.env.DATABASE_URL }) }) });
      await db.selectFrom('orders as o').innerJoin('customers', 'customers.id', 'o.customer').selectAll().executeTakeFirst();
      await db.transaction().execute(async (trx) => { await trx.updateTable('orders').set({}).where('id', '=', 1).execute(); await sql\`delete from lines\`.execute(trx); });`;
    expect(storesOf(main, url)).toEqual(['postgres:db/shop customers:r lines:w orders:r orders:w']);
  });

  test('Kysely with SQLite', () => {
    const main = `import { Kysely, SqliteDialect } from 'kysely'; import SQLite from 'better-sqlite3'; const db = new Kysely({ dialect: new SqliteDialect({ database: new SQLite('./data/shop.db') }) }); await db.insertInto('orders').values({}).execute();`;
    expect(storesOf(main)).toEqual(['sqlite:orders/data/shop.db orders:w']);
  });

  test.each([
    [
      'options',
      `const db = require('knex')({ client: 'pg', connection: { host: process.env.DB_HOST, database: process.env.DB_NAME } });`,
    ],
    ['a URL', `import knex from 'knex'; const db = knex({ client: 'pg', connection: process.env.DATABASE_URL });`],
    [
      'a configuration by environment',
      `import Knex from 'knex'; import config from './knexfile'; const db = Knex(config[process.env.NODE_ENV || 'development']);`,
    ],
  ])('Knex with %s', (_, open) => {
    const main = `${open} await db('orders').insert({}); await db.select('*').from('orders').join('customers', 'a', 'b'); await db.transaction(async (trx) => { await trx('lines').where({ id: 1 }).del(); }); await db.raw('update stock set n = 1');`;
    const more = {
      'orders/src/knexfile.ts': `export default { development: { client: 'pg', connection: process.env.DATABASE_URL }, production: { client: 'pg', connection: process.env.DATABASE_URL } };`,
    };
    expect(storesOf(main, { ...url, ...parts }, more)).toEqual([
      'postgres:db/shop customers:r lines:w orders:r orders:w stock:w',
    ]);
  });

  test('Objection models', () => {
    const main = `import { Model } from 'objection'; import Knex from 'knex'; const knex = Knex({ client: 'pg', connection: process.env.DATABASE_URL }); Model.knex(knex);
      class Order extends Model { static get tableName() { return 'orders'; } } class Line extends Model { static tableName = 'lines'; }
      await Order.query().where('id', 1); await Line.query().insert({}); await Order.query().patchAndFetchById(1, {});`;
    expect(storesOf(main, url)).toEqual(['postgres:db/shop lines:w orders:r orders:w']);
  });
});

describe('MikroORM', () => {
  const entity = `import { Entity, PrimaryKey, Property, EntitySchema } from '@mikro-orm/core'; @Entity({ tableName: 'orders' }) export class Order { @PrimaryKey() id!: number; } @Entity() export class OrderLine {}`;
  test.each([
    [
      'init with a configuration of its own file',
      `import { MikroORM } from '@mikro-orm/postgresql'; import config from './mikro-orm.config'; import { Order, OrderLine } from './entities';
       const orm = await MikroORM.init(config); const em = orm.em.fork(); await em.find(Order, {}); const order = em.create(Order, {}); await em.persistAndFlush(order); await em.nativeDelete(OrderLine, {});`,
    ],
    [
      'Nest',
      `import { Module, Injectable } from '@nestjs/common'; import { MikroOrmModule, InjectRepository } from '@mikro-orm/nestjs'; import { EntityManager, EntityRepository } from '@mikro-orm/postgresql'; import config from './mikro-orm.config'; import { Order, OrderLine } from './entities';
       @Injectable() export class Orders { constructor(@InjectRepository(Order) private readonly repo: EntityRepository<Order>, private readonly em: EntityManager) {} async onModuleInit() { await this.repo.findAll(); await this.repo.insert({}); await this.em.nativeDelete(OrderLine, {}); } }
       @Module({ imports: [MikroOrmModule.forRoot(config), MikroOrmModule.forFeature([Order])], providers: [Orders] }) export class App {}`,
    ],
  ])('%s', (_, main) => {
    const more = {
      'orders/src/entities.ts': entity,
      'orders/src/mikro-orm.config.ts': `import { defineConfig } from '@mikro-orm/postgresql'; export default defineConfig({ host: process.env.DB_HOST, port: 5432, dbName: process.env.DB_NAME, entities: ['dist/**/*.entity.js'] });`,
    };
    expect(storeWith(['postgres:db/shop', 'order_line:w', 'orders:r', 'orders:w'], main, parts, more)).toBe(
      'all there',
    );
  });
});

describe('drivers', () => {
  const sql = `await db.query('SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = $1', [1]); await db.query({ text: 'INSERT INTO orders(id) VALUES ($1)', values: [1] });`;
  const wanted = ['postgres:db/shop customers:r orders:r orders:w'];
  test.each([
    [
      'Pool',
      `import { Pool } from 'pg'; const db = new Pool({ host: process.env.DB_HOST, database: process.env.DB_NAME, max: 10 });`,
    ],
    [
      'Client',
      `const { Client } = require('pg'); const db = new Client({ connectionString: process.env.DATABASE_URL }); await db.connect();`,
    ],
    [
      'a client of the pool',
      `import pg from 'pg'; const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL }); const db = await pool.connect();`,
    ],
    ['pg-promise', `import pgPromise from 'pg-promise'; const db = pgPromise()(process.env.DATABASE_URL);`],
  ])('pg: %s', (_, open) => {
    expect(storesOf(`${open} ${sql}`, { ...url, ...parts })).toEqual(wanted);
  });

  test('pg: PGHOST and its like', () => {
    const env = { PGHOST: 'db', PGDATABASE: 'shop', PGUSER: 'u', PGPASSWORD: 'p', PGPORT: '5432' };
    expect(storesOf(`import { Pool } from 'pg'; const db = new Pool(); ${sql}`, env)).toEqual(wanted);
    expect(
      storesOf(`import { Pool } from 'pg'; const db = new Pool({ max: 20, idleTimeoutMillis: 30000 }); ${sql}`, env),
    ).toEqual(wanted);
  });

  test('postgres.js', () => {
    const main = `import postgres from 'postgres'; const sql = postgres({ host: process.env.DB_HOST, db: process.env.DB_NAME });
      const rows = await sql\`select * from orders where id = \${1}\`; await sql.begin(async (tx) => { await tx\`insert into lines \${tx({ a: 1 })}\`; });`;
    expect(storesOf(main, parts)).toEqual(['postgres:db/shop lines:w orders:r']);
  });

  test.each([
    [
      'a pool',
      `import mysql from 'mysql2/promise'; const db = mysql.createPool({ host: process.env.DB_HOST, database: process.env.DB_NAME, waitForConnections: true });`,
    ],
    [
      'a connection',
      `const mysql = require('mysql2'); const db = mysql.createConnection({ host: process.env.DB_HOST, database: process.env.DB_NAME });`,
    ],
    [
      'promises of a pool',
      `import { createPool } from 'mysql2'; const db = createPool({ host: process.env.DB_HOST, database: process.env.DB_NAME }).promise();`,
    ],
  ])('mysql2: %s', (_, open) => {
    const main = `${open} const [rows] = await db.execute('SELECT * FROM \`orders\` WHERE id = ?', [1]); db.query('REPLACE INTO lines SET ?', {}, (e, r) => {});`;
    expect(storesOf(main, parts)).toEqual(['mysql:db/shop lines:w orders:r']);
  });

  test.each([
    [
      'better-sqlite3',
      `import Database from 'better-sqlite3'; const db = new Database(process.env.DB_FILE ?? 'shop.db', {}); db.prepare('INSERT INTO orders VALUES (?)').run(1); db.prepare('select * from lines').all();`,
    ],
    [
      'node:sqlite',
      `import { DatabaseSync } from 'node:sqlite'; const db = new DatabaseSync('shop.db'); db.exec('insert into orders values (1)'); db.prepare('select * from lines').all();`,
    ],
    [
      'sqlite3',
      `const sqlite3 = require('sqlite3').verbose(); const db = new sqlite3.Database('./shop.db'); db.run('INSERT INTO orders VALUES (1)', (e) => {}); db.all('select * from lines', [], (e, rows) => {});`,
    ],
    [
      'libSQL',
      `import { createClient } from '@libsql/client'; const db = createClient({ url: 'file:shop.db' }); await db.execute({ sql: 'insert into orders values (?)', args: [1] }); await db.batch(['select * from lines'], 'read');`,
    ],
  ])('%s', (_, main) => {
    expect(storesOf(main)).toEqual(['sqlite:orders/shop.db lines:r orders:w']);
  });
});
