import { sql, type Kysely } from 'kysely';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { openDatabase } from '../src/database.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { startProcess } from '../src/process.ts';
import { forgetCaptured, forgetReceived } from '../src/retention.ts';
import { eventually, Harness, type TestDatabase } from '../src/testing/harness.ts';
import { startPostgres } from '../src/testing/postgres.ts';
import { back } from './contexts.ts';
import { pending, type Outbox } from './outbox.ts';

let harness: Harness;

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());
const openTables = () => harness.database<MessagingTables>('retention', {});

/** The same database, and how many rows each statement touched. */
function counted({ query }: Outbox): { readonly db: Kysely<MessagingTables>; readonly steps: number[] } {
  const steps: number[] = [];
  const db = query.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      steps.push(Number(result.numAffectedRows ?? 0));
      return result;
    },
  });
  return { db, steps };
}

const receive = (database: Outbox, count: number, hoursAgo: number) =>
  sql`
    insert into inbox (message_id, channel, received_at)
    select gen_random_uuid(), 'old', now() - make_interval(hours => ${hoursAgo}) from generate_series(1, ${count}::int)
  `.execute(database.query);

/** One event an hour into every shard. */
const capture = (database: Outbox, hours: number) =>
  sql`
    insert into outbox (id, aggregatetype, aggregateid, shard, type, payload, headers, occurred_at)
    select gen_random_uuid(), 'Question', shard::text, shard, 'echo.v1.Asked', '{}', '{}', now() - make_interval(hours => hour)
    from generate_series(0, 3) shard, generate_series(${hours - 1}::int, 0, -1) hour
    order by hour desc
  `.execute(database.query);

test('what was received long ago is forgotten, a thousand at a time', async () => {
  const database = await openTables();
  await receive(database, 2500, 200);
  await receive(database, 10, 100);
  const { db, steps } = counted(database);
  assert.equal(await forgetReceived(db, 168), 2500);
  assert.deepEqual(steps, [1000, 1000, 500]);
  assert.equal(await forgetReceived(db, 168), 0);
});

test('what another transaction has in hand is left for the next time', async () => {
  const database = await openTables();
  await receive(database, 20, 200);
  const forgotten = await database.atomically(async (tx) => {
    await sql`select * from inbox limit 5 for update`.execute(tx);
    return forgetReceived(database.query, 168);
  });
  assert.equal(forgotten, 15);
  assert.equal(await forgetReceived(database.query, 168), 5);
});

/** As somebody who may read the log of the database. */
async function asReader({ url }: TestDatabase<MessagingTables>, query: string): Promise<void> {
  const postgres = await startPostgres();
  const admin = new pg.Client({ connectionString: new URL(new URL(url).pathname, postgres.adminUrl).href });
  await admin.connect();
  await admin.query(query);
  await admin.end();
}

test('where somebody else publishes, what is old is deleted a thousand at a time, and what is young stays', async () => {
  const database = await openTables();
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void warnings.push(line) });
  await capture(database, 1524);
  const { db, steps } = counted(database);
  assert.equal(await forgetCaptured(db, 23.5, log), 0, 'nobody reads it yet');
  assert.match(warnings.join(), /"kept":6096,.*no replication slot reads it/);

  const slot = `reader_${randomBytes(4).toString('hex')}`;
  await asReader(database, `select pg_create_logical_replication_slot('${slot}', 'pgoutput')`);
  steps.splice(0);
  assert.equal(await forgetCaptured(db, 23.5, log), 4 * 1500);
  assert.deepEqual(steps.slice(1), [1000, 500, 1000, 500, 1000, 500, 1000, 500]);
  assert.equal(await pending(database), 4 * 24);
  assert.equal(warnings.length, 1);

  await asReader(database, `select pg_drop_replication_slot('${slot}')`);
  assert.equal(await forgetCaptured(db, 0, log), 0);
});

/** How old, in hours, what is still remembered is, once a process with this environment cleaned up. */
async function rememberedBy(inboxRetentionHours: number, override: Record<string, string>): Promise<readonly number[]> {
  const context = { ...back, inboxRetentionHours };
  const environment = { ...(await harness.environment(context)), ...override };
  await (await startProcess({ name: 'before', contexts: [context] }, environment)).stop();
  const log = pino({ level: 'silent' });
  const url = environment['BACK_DATABASE_URL'] ?? '';
  const { query, close } = await openDatabase<MessagingTables>({ url, name: 'test', log });
  await sql`
    insert into inbox (message_id, channel, received_at)
    select gen_random_uuid(), hours, now() - make_interval(hours => hours)
    from unnest(array[1, 23, 25, 47, 49]) as hours`.execute(query);
  const running = await startProcess({ name: 'after', contexts: [context] }, environment);
  const ages = await eventually(async () => {
    const rows = await query.selectFrom('inbox').select('channel').execute();
    return rows.length < 5 && rows.map(({ channel }) => Number(channel)).toSorted((a, b) => a - b);
  });
  await Promise.all([running.stop(), close()]);
  return ages;
}

test('the context says how long a message is remembered, and the environment has the last word', async () => {
  assert.deepEqual(await rememberedBy(24, {}), [1, 23]);
  assert.deepEqual(await rememberedBy(48, {}), [1, 23, 25, 47]);
  assert.deepEqual(await rememberedBy(24, { INBOX_RETENTION_HOURS: '48' }), [1, 23, 25, 47]);
});
