import { sql, type Kysely, type Transaction } from 'kysely';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { openDatabase } from '../src/database.ts';
import { migrateAsOwner } from '../src/migrate.ts';
import { pipelined, unawaited } from '../src/pipeline.ts';
import { Harness } from '../src/testing/harness.ts';

let harness: Harness;
const log = pino({ level: 'silent' });

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());

test('replicas migrate an empty database at once, and each migration runs once', async () => {
  const owner = await harness.createDatabase('racing');
  const slow = {
    async up(db: Kysely<unknown>) {
      await sql`create table run (id int)`.execute(db);
      await sql`select pg_sleep(0.2)`.execute(db);
      await sql`insert into run values (1)`.execute(db);
    },
  };
  await Promise.all([1, 2, 3].map(() => migrateAsOwner('racing', { '0001-slow': slow }, { owner, url: owner, log })));
  const database = await openDatabase<{ run: { id: number } }>({ url: owner, name: 'racing', log });
  harness.onClose(() => database.close());
  const rows = await database.query.selectFrom('run').selectAll().execute();
  assert.equal(rows.length, 1);
});

test('a transaction fails for the reason of what it did not wait for, and keeps nothing', async () => {
  const database = await openDatabase<{ thing: { id: number } }>({ url: await harness.createDatabase('ahead'), name: 'ahead', log });
  harness.onClose(() => database.close());
  await sql`create table thing (id int primary key)`.execute(database.query);
  const add = (tx: Transaction<{ thing: { id: number } }>, id: number) =>
    tx.insertInto('thing').values({ id }).modifyEnd(unawaited).execute();
  const things = () => database.query.selectFrom('thing').select('id').execute();
  await database.atomically((tx) => add(tx, 1));
  assert.deepEqual(await things(), [{ id: 1 }]);
  const atCommit = database.atomically(async (tx) => {
    await add(tx, 2);
    await add(tx, 1);
  });
  await assert.rejects(atCommit, { code: '23505' });
  const atTheNext = database.atomically(async (tx) => {
    await add(tx, 1);
    return tx.selectFrom('thing').selectAll().execute();
  });
  await assert.rejects(atTheNext, { code: '23505' });
  const givenUp = database.atomically(async (tx) => {
    await add(tx, 3);
    throw new Error('no');
  });
  await assert.rejects(givenUp, { message: 'no' });
  assert.deepEqual(await things(), [{ id: 1 }]);
});

test('a service may change rows and no tables, also after a later migration', async () => {
  const { url, owner } = await harness.createRoles('least');
  const first = { async up(db: Kysely<unknown>) {
    await sql`create table thing (id serial primary key, name text)`.execute(db);
  } };
  const second = { async up(db: Kysely<unknown>) {
    await sql`create table other (id int)`.execute(db);
  } };
  await migrateAsOwner('least', { '0001-first': first }, { url, owner, log });
  await migrateAsOwner('least', { '0001-first': first, '0002-second': second }, { url, owner, log });
  const database = await openDatabase<{}>({ url, name: 'least', log });
  harness.onClose(() => database.close());
  await migrateAsOwner('least', { '0001-first': first, '0002-second': second }, { owner: url, url, log });
  await sql`insert into thing (name) values ('a')`.execute(database.query);
  await sql`insert into other values (1)`.execute(database.query);
  for (const statement of ['drop table thing', 'alter table thing add more int', 'create table mine (id int)', 'truncate thing'])
    await assert.rejects(sql.raw(statement).execute(database.query), /permission denied|must be owner/, statement);
});

test('no other role may connect', async () => {
  const mine = new URL(await harness.createDatabase('mine'));
  const other = new URL(await harness.createDatabase('other'));
  other.pathname = mine.pathname;
  const intruder = new pg.Client({ connectionString: other.href });
  await assert.rejects(intruder.connect(), /permission denied for database/);
});

test('a listener hears of a commit and not of a rollback', async () => {
  const database = await harness.database<{}>('commits', {});
  let commits = 0;
  database.onCommit(() => (commits += 1));
  await database.atomically(async () => {});
  await assert.rejects(
    database.atomically(async () => Promise.reject(new Error('no'))),
    /no/,
  );
  assert.equal(commits, 1);
});

test('a connection that breaks between two statements fails its transaction and nothing else', async () => {
  const database = await harness.database<{}>('broken', {});
  const transaction = database.atomically(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(database.query);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sql`select 1`.execute(tx);
  });
  await assert.rejects(transaction);
  assert.equal(await database.isReachable(), true);
});

test('a connection takes nothing more once its transaction ends, or once it was given back', async () => {
  const pool = new pg.Pool({ connectionString: await harness.createDatabase('over'), pipeline: true });
  harness.onClose(() => pool.end());
  const client = await pipelined(pool).connect();
  await client.query('begin', []);
  await client.query('select 1', []);
  const ended = client.query('rollback', []);
  await assert.rejects(client.query('select 2', []), /the transaction is over/);
  await ended;
  client.release();
  await assert.rejects(client.query('select 3', []), /the transaction is over/);
});
