import type { Case } from '../../../src/lint/kit.ts';
import { mapped } from './notes.ts';

const sequelize = (column: string): string => `import { DataTypes, Sequelize } from 'sequelize';
const sequelize = new Sequelize('postgres://n:n@db:5432/notes');
const Note = sequelize.define('Note', { orderId: ${column} }, { tableName: 'notes' });`;

const drizzle = (table: string): string => `import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, primaryKey, serial, text, unique, uuid } from 'drizzle-orm/pg-core';
const db = drizzle('postgres://n:n@db:5432/notes');
const notes = pgTable('notes', ${table});`;

const twiceInNotes = [
  {
    severity: 'warning',
    message: 'A redelivered "order.placed" would add a second row to notes',
    at: 'services/notes/src/main.js:7',
  },
] as const;

const insertDrizzle = 'await db.insert(notes).values({ orderId: order.id }).returning();';

const withMigration = (path: string, text: string) =>
  mapped(
    { [`services/notes/${path}`]: text },
    "import { Pool } from 'pg';\nconst pool = new Pool({ connectionString: 'postgres://n:n@db:5432/notes' });",
    "await pool.query('insert into notes (order_id) values ($1)', [order.id]);",
  );

export const tables: readonly Case[] = [
  {
    title: 'a row of Sequelize whose column is unique',
    files: mapped(
      {},
      sequelize('{ type: DataTypes.STRING, unique: true }'),
      'await Note.create({ orderId: order.id });',
    ),
    findings: [],
  },
  {
    title: 'a row of Sequelize whose column is not',
    files: mapped({}, sequelize('{ type: DataTypes.STRING }'), 'await Note.create({ orderId: order.id });'),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would add a second row to notes',
        at: 'services/notes/src/main.js:6',
      },
    ],
  },
  {
    title: 'a row of Drizzle under a key that the database makes',
    files: mapped(
      {},
      drizzle("{ id: uuid('id').defaultRandom().primaryKey(), orderId: text('order_id') }"),
      insertDrizzle,
    ),
    findings: twiceInNotes,
  },
  {
    title: 'a row of Drizzle under a key that counts',
    files: mapped({}, drizzle("{ id: serial('id').primaryKey(), orderId: text('order_id') }"), insertDrizzle),
    findings: twiceInNotes,
  },
  {
    title: 'a row of Drizzle under a key that its column makes',
    files: mapped(
      {},
      drizzle("{ id: text('id').primaryKey().$defaultFn(() => createId()), orderId: text('order_id') }"),
      insertDrizzle,
    ),
    findings: twiceInNotes,
  },
  {
    title: 'a row of Drizzle whose column is unique',
    files: mapped(
      {},
      drizzle("{ id: uuid('id').defaultRandom().primaryKey(), orderId: text('order_id').unique() }"),
      insertDrizzle,
    ),
    findings: [],
  },
  {
    title: 'a row of Drizzle whose columns are unique together',
    files: mapped(
      {},
      drizzle("{ id: serial('id').primaryKey(), orderId: text('order_id') }, (table) => [unique().on(table.orderId)]"),
      insertDrizzle,
    ),
    findings: [],
  },
  {
    title: 'a row of Drizzle under a key that the message gives',
    files: mapped(
      {},
      drizzle("{ id: uuid('id').defaultRandom().primaryKey() }"),
      'await db.insert(notes).values({ id: order.id });',
    ),
    findings: [],
  },
  {
    title: 'a row of Drizzle of which nobody can tell the key',
    files: mapped(
      {},
      drizzle("{ id: uuid('id').defaultRandom().primaryKey() }"),
      'await db.insert(notes).values(order);',
    ),
    findings: [],
  },
  {
    title: 'a row of Drizzle that is left alone where it is there',
    files: mapped(
      {},
      drizzle("{ id: serial('id').primaryKey(), orderId: text('order_id') }"),
      'await db.insert(notes).values({ orderId: order.id }).onConflictDoNothing();',
    ),
    findings: [],
  },
  {
    title: 'a row whose table has no unique key, as a migration of Knex makes it',
    files: withMigration(
      'migrations/001_notes.js',
      "exports.up = (knex) => knex.schema.createTable('notes', (table) => { table.increments('id'); table.string('order_id'); });",
    ),
    findings: [{ ...twiceInNotes[0], at: 'services/notes/src/main.js:5' }],
  },
  {
    title: 'a row that a migration of Knex makes unique',
    files: withMigration(
      'migrations/001_notes.js',
      "exports.up = (knex) => knex.schema.createTable('notes', (table) => { table.increments('id'); table.string('order_id').unique(); });",
    ),
    findings: [],
  },
  {
    title: 'a row that a migration of TypeORM makes unique',
    files: withMigration(
      'src/migrations/1-notes.ts',
      "export class Notes1 { async up(queryRunner) { await queryRunner.query('CREATE UNIQUE INDEX one ON notes (order_id)'); } }",
    ),
    findings: [],
  },
  {
    title: 'a row that a migration of Kysely makes unique',
    files: withMigration(
      'migrations/001.ts',
      "export const up = (db) => db.schema.createTable('notes').addColumn('order_id', 'uuid').addUniqueConstraint('one', ['order_id']).execute();",
    ),
    findings: [],
  },
];
