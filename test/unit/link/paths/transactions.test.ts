import { describe, expect, test } from 'vitest';
import type { Case } from './paths.ts';
import { done, route } from './paths.ts';

const run = (cases: readonly Case[]): void => {
  test.each(cases)('%s', (_, files, wanted) => {
    const found = done(files);
    expect(found, `${found.join(' | ')} instead of ${wanted.join(' | ')}`).toEqual(wanted);
  });
};

describe('in a transaction', () => {
  const orm = `import { DataSource, Entity } from 'typeorm'; @Entity('orders') class Order {} const source = new DataSource({ type: 'postgres' });`;
  run([
    [
      'a callback',
      route(
        'await source.transaction(async (manager) => { await manager.save(Order, {}); await $a; }); await $b;',
        orm,
      ),
      ['insert orders (transaction)', 'a (transaction)', 'b'],
    ],
    [
      'a callback that calls on',
      route(
        'await source.transaction((manager) => store(manager));',
        `${orm} const store = async (manager) => { await manager.save(Order, {}); await $a; };`,
      ),
      ['insert orders (transaction)', 'a (transaction)'],
    ],
    [
      'begin and commit',
      route(
        `const client = await pool.connect(); await client.query('BEGIN'); await client.query('insert into orders (id) values ($1)', [1]); await $a; await client.query('COMMIT'); await $b;`,
        `import { Pool } from 'pg'; const pool = new Pool({ connectionString: 'postgres://db/orders' });`,
      ),
      ['insert orders (transaction)', 'a (transaction)', 'b'],
    ],
    [
      'a query runner',
      route(
        'const runner = source.createQueryRunner(); await runner.startTransaction(); await runner.manager.save(Order, {}); await $a; await runner.commitTransaction(); await $b;',
        orm,
      ),
      ['insert orders (transaction)', 'a (transaction)', 'b'],
    ],
    [
      'a helper that takes the work',
      route(
        'await inTransaction(async () => { await $a; });',
        `import { Pool } from 'pg'; const pool = new Pool({ connectionString: 'postgres://db/orders' });
      async function inTransaction(work) { const client = await pool.connect(); try { await client.query('BEGIN'); await work(client); await client.query('COMMIT'); } catch (error) { await client.query('ROLLBACK'); throw error; } }`,
      ),
      ['a (transaction)'],
    ],
    [
      '@Transactional',
      {
        'main.ts': `import express from 'express'; import { Transactional } from 'typeorm-transactional';
      class Service { @Transactional() async place() { await $a; } async other() { await $b; } }
      const service = new Service(); const app = express(); app.post('/orders', async () => { await service.place(); await service.other(); });`,
      },
      ['a (transaction)', 'b'],
    ],
    [
      'knex',
      route(
        `await db.transaction(async (trx) => { await trx('orders').insert({ id: 1 }); await $a; });`,
        `import knex from 'knex'; const db = knex({ client: 'pg', connection: 'postgres://db/orders' });`,
      ),
      ['insert orders (transaction)', 'a (transaction)'],
    ],
    [
      'mongoose withTransaction',
      route(
        'const session = await mongoose.startSession(); await session.withTransaction(async () => { await $a; }); await $b;',
        `import mongoose from 'mongoose';`,
      ),
      ['a (transaction)', 'b'],
    ],
    [
      'mongoose by hand',
      route(
        'const session = await mongoose.startSession(); session.startTransaction(); await $a; await session.commitTransaction(); await $b;',
        `import mongoose from 'mongoose';`,
      ),
      ['a (transaction)', 'b'],
    ],
  ]);
});
