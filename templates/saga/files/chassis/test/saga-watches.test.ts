import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { Metrics } from '../src/metrics.ts';
import { orchestration } from '../src/saga/orchestration.ts';
import { sagaStep } from '../src/saga/participant.ts';
import { forgetSagas, forgetSteps } from '../src/saga/retention.ts';
import { beginSaga, saga, type SagaDefinition } from '../src/saga/saga.ts';
import { sagasOf, sagaTables } from '../src/saga/tables.ts';
import { sagaStepWatch } from '../src/saga/watch-steps.ts';
import { sagaWatch } from '../src/saga/watch.ts';
import { eventually, Harness, type TestDatabase } from '../src/testing/harness.ts';

const EACH = 60;
let harness: Harness;
let database: TestDatabase<object>;
/** What the watches wrote into their log. */
const told: string[] = [];
const log = pino({ base: null, timestamp: false }, { write: (line) => void told.push(line) });
const metrics = new Metrics();

before(async () => {
  harness = await Harness.start();
  database = await harness.database<object>('trips', { '0001-saga': sagaTables });
});
after(() => harness.close());

async function whileAllWatch(workers: readonly ReturnType<typeof sagaWatch>[], until: () => Promise<boolean>) {
  const stopping = new AbortController();
  const host = { context: 'trips', log, metrics, signal: stopping.signal };
  const running = workers.map((worker) => worker.run(host));
  await eventually(until);
  stopping.abort();
  await Promise.all(running);
}
const nothingIsDue = (table: 'saga' | 'saga_step') => async () =>
  (await sagasOf(database).selectFrom(table).select('status').where('due_at', '<=', new Date()).execute()).length === 0;
/** Nothing but that nobody answered, for each of them once. */
function assertTold(count: number) {
  assert.equal(told.length, count);
  assert.deepEqual(
    told.splice(0).filter((line) => !line.includes('no answer in time')),
    [],
  );
}

test('two sagas of a context have a watch each: neither gets in the way of the other, and turns count once', async () => {
  const definitions = ['trip', 'stay'].map((name): SagaDefinition<object, typeof AskedSchema, string> => ({
    name,
    data: AskedSchema,
    most: EACH,
    turns: orchestration([{ name: 'book', invoke: 'book', compensate: 'cancel', withinSeconds: 60 }]),
    say: async () => {},
  }));
  for (const definition of definitions)
    for (let index = 0; index < EACH; index += 1)
      await database.atomically((tx) => beginSaga(tx, definition, { subjectId: String(index), data: {} }));
  await sql`update saga set due_at = now()`.execute(database.query);
  const ends = { complete: async () => {}, giveUp: async () => {} };
  const watches = definitions.map((definition) => sagaWatch(database, [saga(definition, ends)]));
  await whileAllWatch(watches, nothingIsDue('saga'));

  assertTold(2 * EACH);
  const rows = await sagasOf(database).selectFrom('saga').select('status').execute();
  assert.deepEqual([...new Set(rows.map(({ status }) => status))], ['COMPENSATING']);
  const counted = metrics.render().match(/saga_turns_total\{.*\} \d+/g);
  assert.deepEqual(counted?.map((line) => /saga="(\w+)".* (\d+)$/.exec(line)?.slice(1)).toSorted(), [
    ['stay', String(EACH)],
    ['trip', String(EACH)],
  ]);
});

test('so do two steps', async () => {
  const given: string[] = [];
  const ids = Array.from({ length: EACH }, () => crypto.randomUUID());
  const watches = ['book', 'pay'].map((name) => {
    const step = sagaStep<object>(name, { isRefusal: () => false, withinSeconds: 60 });
    return { step, giveUp: async (_: unknown, id: string) => void given.push(`${name} ${id}`) };
  });
  for (const sagaId of ids)
    for (const { step } of watches) await database.atomically((tx) => step.perform(tx, { sagaId }, async () => {}));
  await sql`update saga_step set due_at = now()`.execute(database.query);
  await whileAllWatch(
    watches.map((waiting) => sagaStepWatch(database, [waiting])),
    nothingIsDue('saga_step'),
  );
  assertTold(2 * EACH);
  assert.equal(given.length, 2 * EACH);
  assert.deepEqual(new Set(given), new Set(ids.flatMap((id) => [`book ${id}`, `pay ${id}`])));
});

test('what ended long ago is forgotten, and steps last', async () => {
  const hours = { SAGA_RETENTION_HOURS: 1, SAGA_STEP_RETENTION_HOURS: 3 };
  const row = sql`gen_random_uuid(), 'trip', gen_random_uuid()::text, '{}', `;
  const more = sql`, '', 1, '', '', '[]', 1, now() - make_interval(hours => n % 3)`;
  const columns = sql`(id, name, subject_id, data, status, step, attempts, reason, trouble, history, version, updated_at)`;
  await sql`delete from saga`.execute(database.query);
  // A third each is new, one hour and two hours old: more of them than go in one step.
  for (const status of ['COMPLETED', 'COMPENSATED', 'STUCK', 'RUNNING'])
    await sql`insert into saga ${columns} select ${row} ${status} ${more} from generate_series(1, 2400) n`.execute(
      database.query,
    );
  assert.equal(await forgetSagas(database, hours), 3200);
  const left = await sql<{ status: string; count: number }>`
    select status, count(*)::int as count from saga group by status order by status`.execute(database.query);
  assert.deepEqual(
    left.rows.map(({ status, count }) => `${status} ${count}`),
    ['COMPENSATED 800', 'COMPLETED 800', 'RUNNING 2400', 'STUCK 2400'],
  );

  await sql`update saga_step set updated_at = now() - interval '2 hours'`.execute(database.query);
  assert.equal(await forgetSteps(database, hours), 0);
  await sql`update saga_step set updated_at = now() - interval '4 hours' where step = 'pay'`.execute(database.query);
  assert.equal(await forgetSteps(database, hours), EACH);
});

test('to list the oldest of a status, no others are looked at', async () => {
  const { rows } = await database.atomically(async (tx) => {
    // However few rows there are.
    await sql`set local enable_seqscan = off`.execute(tx);
    await sql`set local enable_bitmapscan = off`.execute(tx);
    return sql<{ 'QUERY PLAN': string }>`
      explain select * from saga where name = 'trip' and status = 'STUCK' order by started_at limit 5`.execute(tx);
  });
  const plan = rows.map((each) => each['QUERY PLAN']).join('\n');
  assert.match(plan, /Index Scan using saga_listed/);
  assert.doesNotMatch(plan, /Sort/);
});
