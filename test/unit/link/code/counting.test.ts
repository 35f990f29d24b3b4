import { describe, expect, test } from 'vitest';
import { countsInSql } from '../../../../src/link/code/libraries/stores/counting.ts';
import { effectsOf, modelOf, services } from './workspace.ts';

const effects = (imports: string, body: string) =>
  effectsOf(
    modelOf(services({ orders: {} }), {
      'orders/src/main.ts': `
  import express from 'express'; ${imports}
  const app = express();
  app.post('/orders', async (req, res) => { const order = req.body; ${body} });`,
    }),
    'orders POST /orders',
  );

const upsert = 'insert into totals (id, n) values ($1, 1) on conflict (id) do update set';

describe('SQL that counts on what a row was', () => {
  test.each([
    'update totals set n = n + 1 where id = $1',
    'update totals t set name = $2, n = t.n - $3',
    `${upsert} n = totals.n + 1`,
    `${upsert} seen = now(), n = totals.n + excluded.n`,
    `${upsert} n = excluded.n + totals.n`,
    `${upsert} "n" = coalesce("totals"."n", 0) + 1`,
    'insert into totals (id, n) values (?, 1) on duplicate key update n = n + values(n)',
  ])('%s', (sql) => {
    expect(countsInSql(sql)).toBe(true);
  });

  test.each([
    `${upsert} n = excluded.n`,
    `${upsert} n = $2`,
    `${upsert} n = excluded.n + 1`,
    'insert into totals (id, n) values (?, 1) on duplicate key update n = values(n) + 1',
    `${upsert} n = greatest(totals.n, excluded.n)`,
    `${upsert} n = case when totals.last = $2 then totals.n else totals.n + 1 end`,
    `${upsert} attempts = totals.attempts + 1`,
    "update totals set data = data - 'old'",
    'update totals set seen = now() where n = n + 1',
    "update totals set note = 'n = n + 1'",
  ])('not %s', (sql) => {
    expect(countsInSql(sql)).toBe(false);
  });
});

const drizzle = `import { drizzle } from 'drizzle-orm/node-postgres'; import { sql } from 'drizzle-orm';
  import { pgTable, text, integer } from 'drizzle-orm/pg-core';
  const totals = pgTable('totals', { id: text('id'), unreadCount: integer('unread_count') }); const db = drizzle('postgres://db/shop');`;
const knex = `import knex from 'knex'; const db = knex({ client: 'pg', connection: 'postgres://db/shop' });`;
const kysely = `import { Kysely, sql } from 'kysely'; const db = new Kysely<{ totals: { id: string; n: number } }>({});`;
const met = (set: string) =>
  `await db.insertInto('totals').values(order).onConflict((oc) => oc.column('id').doUpdateSet(${set})).execute();`;
const typeorm = `import { DataSource } from 'typeorm'; const db = new DataSource({ type: 'postgres' });`;
const mongo = `import { MongoClient } from 'mongodb'; const db = new MongoClient('mongodb://db/shop').db('shop');`;
const dynamo = `import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'; const db = DynamoDBDocumentClient.from({});`;

const bulk = (update: string) =>
  `await db.collection('totals').bulkWrite([{ updateOne: { filter: { _id: order.id }, update: ${update}, upsert: true } }]);`;
const put = (more: string) =>
  `await db.send(new UpdateCommand({ TableName: 'totals', Key: { id: order.id }, ${more} }));`;

describe('an upsert or update through a library', () => {
  test.each([
    [
      'Drizzle',
      drizzle,
      'await db.insert(totals).values(order).onConflictDoUpdate({ target: totals.id, set: { unreadCount: sql`${totals.unreadCount} + 1` } });',
    ],
    ['Drizzle in plain SQL', drizzle, 'await db.update(totals).set({ unreadCount: sql`unread_count + 1` });'],
    ['Knex', knex, "await db('totals').insert(order).onConflict('id').merge({ n: db.raw('totals.n + 1') });"],
    ['Knex by update', knex, "await db('totals').where({ id: order.id }).update({ n: db.raw('n + ?', [order.n]) });"],
    ['Kysely', kysely, met("{ n: (eb) => eb('totals.n', '+', 1) }")],
    ['Kysely in SQL', kysely, met('{ n: sql`totals.n + excluded.n` }')],
    ['Kysely by a function for all', kysely, met("(eb) => ({ n: eb('totals.n', '+', eb.ref('excluded.n')) })")],
    [
      'Kysely by update',
      kysely,
      "await db.updateTable('totals').set((row) => ({ n: row('n', '-', 1) })).where('id', '=', order.id).execute();",
    ],
    ['TypeORM', typeorm, "await db.createQueryBuilder().update('totals').set({ n: () => 'n + 1' }).execute();"],
    ['MongoDB in bulk', mongo, bulk('{ $inc: { n: 1 } }')],
    ['DynamoDB by ADD', dynamo, put("UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 }")],
    ['DynamoDB by SET', dynamo, put("UpdateExpression: 'SET #n = if_not_exists(#n, :zero) + :one'")],
  ])('counts: %s', (_, imports, body) => {
    expect(effects(imports, body)).toEqual(['increment totals']);
  });

  test.each([
    [
      'Drizzle',
      drizzle,
      'await db.insert(totals).values(order).onConflictDoUpdate({ target: totals.id, set: { unreadCount: sql`excluded.unread_count` } });',
      'upsert',
    ],
    ['Knex', knex, "await db('totals').insert(order).onConflict('id').merge();", 'upsert'],
    ['Kysely', kysely, met("{ n: (eb) => eb.ref('excluded.n') }"), 'upsert'],
    [
      'Kysely of a version',
      kysely,
      "await db.updateTable('totals').set((row) => ({ version: row('version', '+', 1) })).execute();",
      'update',
    ],
    ['MongoDB in bulk', mongo, bulk('{ $set: { n: 1 } }'), 'upsert'],
    [
      'DynamoDB of a set',
      dynamo,
      put("UpdateExpression: 'ADD tags :tag', ExpressionAttributeValues: { ':tag': order.tags }"),
      'update',
    ],
    [
      'DynamoDB on a condition',
      dynamo,
      put("UpdateExpression: 'SET n = n + :one', ConditionExpression: 'lastEvent <> :event'"),
      'update',
    ],
  ])('overwrites: %s', (_, imports, body, verb) => {
    expect(effects(imports, body)).toEqual([`${verb} totals`]);
  });
});
