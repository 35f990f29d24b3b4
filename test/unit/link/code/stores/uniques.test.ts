import { describe, expect, test } from 'vitest';
import { modelOf, services } from '../workspace.ts';

const keysIn = (files: Readonly<Record<string, string>>): readonly string[] =>
  modelOf(services({ orders: {} }), { 'orders/src/main.ts': '', ...files }).uniqueKeys.map(
    ({ service, table, columns }) => `${service}: ${table} ${columns.join()}`,
  );
const migrated = (text: string) => keysIn({ 'orders/migrations/001_orders.ts': text });

describe('a migration in code creates unique keys', () => {
  test.each([
    [
      'Knex',
      `exports.up = (knex) => knex.schema.createTable('orders', (table) => { table.uuid('id').primary(); table.string('sku').notNullable().unique(); table.text('note'); table.unique(['customer', 'cart']); })
        .alterTable('lines', (t) => { t.unique(['a'], { predicate: knex.whereNull('b') }); t.unique('place'); });`,
      ['orders id', 'orders sku', 'orders customer,cart', 'lines place'],
    ],
    [
      'Sequelize',
      `module.exports = { up: async (queryInterface, Sequelize) => {
        await queryInterface.createTable('orders', { id: { type: Sequelize.UUID, primaryKey: true }, sku: { type: Sequelize.STRING, unique: true }, note: { type: Sequelize.STRING } }, { uniqueKeys: { both: { fields: ['customer', 'cart'] } } });
        await queryInterface.addIndex('orders', ['a'], { unique: true }); await queryInterface.addIndex('orders', ['b']); await queryInterface.addIndex('orders', { fields: ['c'], unique: true });
        await queryInterface.addConstraint('orders', { fields: ['d', 'e'], type: 'unique', name: 'x' }); await queryInterface.addColumn('orders', 'f', { type: Sequelize.STRING, unique: true }); } };`,
      ['orders id', 'orders sku', 'orders customer,cart', 'orders a', 'orders c', 'orders d,e', 'orders f'],
    ],
    [
      'TypeORM',
      `import { MigrationInterface, QueryRunner, Table, TableIndex, TableUnique } from 'typeorm';
       export class Orders1 implements MigrationInterface { async up(queryRunner: QueryRunner) {
        await queryRunner.createTable(new Table({ name: 'orders', columns: [{ name: 'id', type: 'uuid', isPrimary: true }, { name: 'sku', type: 'text', isUnique: true }, { name: 'note', type: 'text' }], uniques: [{ columnNames: ['a', 'b'] }], indices: [{ columnNames: ['c'] }, { columnNames: ['d'], isUnique: true }] }), true);
        await queryRunner.createIndex('orders', new TableIndex({ name: 'i', columnNames: ['e'], isUnique: true })); await queryRunner.createIndex('orders', new TableIndex({ name: 'j', columnNames: ['f'] }));
        await queryRunner.createUniqueConstraint('orders', new TableUnique({ columnNames: ['g'] }));
        await queryRunner.query('CREATE UNIQUE INDEX "IDX_h" ON "orders" ("h")'); } }`,
      ['orders id', 'orders sku', 'orders a,b', 'orders d', 'orders e', 'orders g', 'orders h'],
    ],
    [
      'Kysely',
      `import { sql } from 'kysely'; export async function up(db) {
        await db.schema.createTable('orders').addColumn('id', 'uuid', (col) => col.primaryKey()).addColumn('sku', 'text', (col) => col.notNull().unique()).addColumn('note', 'text').addUniqueConstraint('both', ['customer', 'cart']).execute();
        await db.schema.createIndex('orders_a').on('orders').column('a').unique().execute(); await db.schema.createIndex('orders_b').on('orders').column('b').execute();
        await db.schema.createIndex('orders_c').unique().on('orders').columns(['c', 'd']).execute(); await db.schema.alterTable('orders').addUniqueConstraint('e', ['e']).execute();
        await sql\`create unique index on orders (f)\`.execute(db); }`,
      ['orders id', 'orders sku', 'orders customer,cart', 'orders a', 'orders c,d', 'orders e', 'orders f'],
    ],
    [
      'node-pg-migrate',
      `export const up = (pgm) => { pgm.createTable('orders', { id: 'id', sku: { type: 'text', unique: true }, note: { type: 'text' } }, { constraints: { unique: ['customer', 'cart'] } });
        pgm.createIndex('orders', 'a', { unique: true }); pgm.createIndex('orders', ['b']); pgm.addConstraint('orders', 'c', { unique: ['c'] }); pgm.addConstraint('orders', 'd', 'UNIQUE (d)'); pgm.addColumns('orders', { e: { type: 'text', unique: true } }); };`,
      ['orders sku', 'orders customer,cart', 'orders a', 'orders c', 'orders d', 'orders e'],
    ],
    [
      'MikroORM',
      `import { Migration } from '@mikro-orm/migrations'; export class One extends Migration { async up() { this.addSql('alter table "orders" add constraint "u" unique ("sku");'); } }`,
      ['orders sku'],
    ],
    [
      'the driver of MongoDB',
      `import { MongoClient } from 'mongodb'; const db = new MongoClient('mongodb://mongo').db('shop'); export const up = async () => { await db.collection('orders').createIndex({ sku: 1, cart: 1 }, { unique: true }); await db.collection('orders').createIndex({ note: 1 }); };`,
      ['orders sku,cart'],
    ],
  ])('of %s', (_, text, wanted) => {
    expect([...migrated(text)].sort()).toEqual(wanted.map((key) => `orders: ${key}`).sort());
  });

  test('of other things called so: none', () => {
    expect(
      migrated(
        `emitter.on('orders', (t) => { t.unique(['a']); }); lodash.unique(['a', 'b']); pool.query('select unique_id from orders');`,
      ),
    ).toEqual([]);
  });
});

test('an index of a collection that is kept creates a unique key', () => {
  const main = `import { MongoClient } from 'mongodb'; const db = new MongoClient('mongodb://mongo').db('shop');
    const orders = db.collection('orders'); await orders.createIndex({ sku: 1 }, { unique: true }); await orders.createIndex({ note: 1 });`;
  expect(keysIn({ 'orders/src/main.ts': main })).toEqual(['orders: orders sku']);
});

describe('a schema of Drizzle has unique keys', () => {
  const drizzleKeys = (table: string) =>
    keysIn({
      'orders/src/main.ts': `import { drizzle } from 'drizzle-orm/node-postgres'; import { orders } from './schema';
        const db = drizzle(process.env.DATABASE_URL!); await db.insert(orders).values({ sku: 'a' });`,
      'orders/src/schema.ts': `import { pgTable, text, uuid, unique, uniqueIndex, primaryKey, serial } from 'drizzle-orm/pg-core'; import { sql } from 'drizzle-orm';
        const stamps = { at: text('at').unique() }; export const orders = ${table};`,
    });

  test.each([
    [
      'columns',
      `pgTable('orders', { id: uuid('id'), sku: text('sku').notNull().unique(), note: text('note') })`,
      ['sku'],
    ],
    ['what is spread in', `pgTable('orders', { ...stamps, note: text('note') })`, ['at']],
    ['the key', `pgTable('orders', { orderId: text('order_id').primaryKey() })`, ['orderId']],
    [
      'a list',
      `pgTable('orders', { a: text('a') }, (t) => [unique('n').on(t.a, t.b), uniqueIndex('i').on(t.c)])`,
      ['a,b', 'c'],
    ],
    ['an object', `pgTable('orders', { a: text('a') }, (t) => ({ pk: primaryKey({ columns: [t.a, t.b] }) }))`, ['a,b']],
    ['columns of a callback', `pgTable('orders', (t) => ({ sku: t.text().unique() }))`, ['sku']],
    [
      'some rows only',
      `pgTable('orders', { a: text('a') }, (t) => [uniqueIndex('i').on(t.a).where(sql\`b is null\`)])`,
      [],
    ],
    ['a key that is made anew', `pgTable('orders', { orderId: uuid().defaultRandom().primaryKey() })`, []],
    ['a column that is made anew', `pgTable('orders', { link: text().$defaultFn(() => nanoid()).unique() })`, []],
  ])('by %s', (_, table, wanted) => {
    expect(drizzleKeys(table)).toEqual(wanted.map((key) => `orders: orders ${key}`));
  });
});
