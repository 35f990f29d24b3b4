import { describe, expect, test } from 'vitest';
import { storesOf, storeWith } from './opened.ts';

const url = { DATABASE_URL: 'postgres://user:pw@db:5432/shop' };
const parts = { DB_HOST: 'db', DB_PORT: '5432', DB_NAME: 'shop', DB_USER: 'u', DB_PASSWORD: 'p' };

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
