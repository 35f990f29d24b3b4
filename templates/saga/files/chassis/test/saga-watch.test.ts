import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { sleep } from '../src/clock.ts';
import { Metrics } from '../src/metrics.ts';
import { operate } from '../src/operate/operate.ts';
import { appendToOutbox } from '../src/outbox.ts';
import { orchestration } from '../src/saga/orchestration.ts';
import { sagaDesk } from '../src/saga/query.ts';
import { beginSaga, saga, type SagaDefinition } from '../src/saga/saga.ts';
import { sagasOf, sagaTables } from '../src/saga/tables.ts';
import { sagaWatch } from '../src/saga/watch.ts';
import { eventually, Harness, type TestDatabase } from '../src/testing/harness.ts';

let harness: Harness;
let database: TestDatabase<object>;
const said: string[] = [];
const ended: string[] = [];
const log = pino({ level: 'silent' });

const definition: SagaDefinition<object, typeof AskedSchema, string> = {
  name: 'trip',
  data: AskedSchema,
  most: 30,
  turns: orchestration([{ name: 'book', invoke: 'book', compensate: 'cancel', withinSeconds: 60 }]),
  say: async (_, message, { id }) => void said.push(`${message} ${id}`),
};
const trip = saga(definition, { complete: async () => {}, giveUp: async () => void ended.push('given up') });
const subjects = Array.from({ length: 30 }, (_, index) => `trip-${index}`);

before(async () => {
  harness = await Harness.start();
  database = await harness.database<object>('trips', { '0001-saga': sagaTables });
});
after(() => harness.close());

test('it begins once for each subject', async () => {
  for (const subjectId of [...subjects, ...subjects])
    await database.atomically((tx) => beginSaga(tx, definition, { subjectId, data: { text: subjectId } }));
  assert.equal(said.length, subjects.length);
});

test('more than may be under way are refused, and leave nothing behind', async () => {
  const begin = (subjectId: string) =>
    database.atomically((tx) => beginSaga(tx, definition, { subjectId, data: { text: subjectId } }));
  await assert.rejects(begin('one-more'), { code: 'RESOURCE_EXHAUSTED' });
  assert.equal(await sagaDesk(database, trip).find('one-more'), undefined);
  await begin('trip-0');
  assert.equal(said.length, subjects.length);
});

test('nobody is given up while the outbox holds what was asked', async () => {
  const due = { due_at: new Date(1000), updated_at: new Date(0) };
  await sagasOf(database).updateTable('saga').set(due).execute();
  const ids = await sagasOf(database).selectFrom('saga').select('id').execute();
  const event = { aggregateType: 'Saga', schema: AskedSchema, event: {}, occurredAt: new Date() };
  await database.atomically(async (tx) => {
    for (const { id } of ids) await appendToOutbox(tx, { ...event, aggregateId: id });
  });
  const stopping = new AbortController();
  const host = { context: 'trips', log, metrics: new Metrics(), signal: stopping.signal };
  const watching = sagaWatch(database, [trip]).run(host);
  const waits = sagasOf(database).selectFrom('saga').select('id').where('due_at', '>', new Date());
  await eventually(async () => (await waits.execute()).length === subjects.length);
  stopping.abort();
  await watching;
  assert.equal(said.length, subjects.length);
  await sql`delete from outbox`.execute(database.query);
});

test('what is due goes on once, though two replicas watch', async () => {
  await sagasOf(database)
    .updateTable('saga')
    .set({ due_at: new Date(0) })
    .execute();
  const stopping = new AbortController();
  const host = { context: 'trips', log, metrics: new Metrics(), signal: stopping.signal };
  const watchers = [1, 2].map(() => sagaWatch(database, [trip]).run(host));
  await eventually(async () => said.length >= 2 * subjects.length);
  await sleep(100);
  stopping.abort();
  await Promise.all(watchers);
  assert.equal(said.length, 2 * subjects.length);
  assert.equal(new Set(said).size, said.length);
  const found = await sagaDesk(database, trip).find('trip-7');
  assert.deepEqual(
    found?.history.map(({ heard, step }) => `${heard} ${step}`),
    ['begun book', 'due book'],
  );
});

test('where one stands can be asked and measured', async () => {
  const desk = sagaDesk(database, trip);
  const found = await desk.find('trip-0');
  assert.equal(found?.reason, 'book: no answer in time');
  const metrics = new Metrics();
  await sagaWatch(database, [trip]).measure?.({ context: 'trips', log, metrics });
  assert.match(metrics.render(), /sagas_open\{context="trips",saga="trip",status="COMPENSATING"\} 30/);
  assert.equal((await desk.list('COMPENSATING', 5)).length, 5);
  await database.atomically((tx) => trip.hear(tx, found.id, { kind: 'undone', step: 'book' }));
  assert.deepEqual(ended, ['given up']);
});

test('an operator sees which are under way, and what happened to one', async () => {
  const environment = { TRIPS_DATABASE_URL: database.url, BROKER_URL: database.url };
  const open = await operate(['sagas', 'trips'], environment);
  assert.match(open.output, /trip-7 +COMPENSATING +book +1 .*book: no answer in time/);
  const done = await operate(['sagas', 'trips', 'compensated', '--json'], environment);
  assert.deepEqual(
    JSON.parse(done.output).rows.map(({ subject }: { subject: string }) => subject),
    ['trip-0'],
  );
  const one = await operate(['saga', 'trips', 'trip-0'], environment);
  assert.match(one.output, /begun[^]*due[^]*undone/);
  assert.equal((await operate(['sagas', 'trips', 'lost'], environment)).code, 2);
});

test('a turn that fails is put off, and does not hold up the others', async () => {
  await sagasOf(database)
    .updateTable('saga')
    .set({ due_at: new Date(0) })
    .where('subject_id', 'in', ['trip-1', 'trip-2'])
    .execute();
  const unreadable = JSON.stringify({ text: 7 });
  await sagasOf(database).updateTable('saga').set({ data: unreadable }).where('subject_id', '=', 'trip-1').execute();
  const stopping = new AbortController();
  const host = { context: 'trips', log, metrics: new Metrics(), signal: stopping.signal };
  const watching = sagaWatch(database, [trip]).run(host);
  await eventually(async () => (await sagaDesk(database, trip).find('trip-2'))?.attempts === 2);
  stopping.abort();
  await watching;
  const { due_at } = await sagasOf(database)
    .selectFrom('saga')
    .select('due_at')
    .where('subject_id', '=', 'trip-1')
    .executeTakeFirstOrThrow();
  assert.ok(due_at && due_at > new Date());
});

test('a turn made to a version that is no longer the last is refused, and nothing of it happens', async () => {
  const desk = sagaDesk(database, trip);
  const before = await desk.find('trip-3');
  const [spoken, over] = [said.length, ended.length];
  const turn = database.atomically(async (tx) => {
    let isRead = false;
    // Somebody who does not ask for the lock, such as a script, is faster: between what is read here and what is written.
    const overtaken = tx.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (!isRead) await sql`update saga set version = version + 1 where subject_id = 'trip-3'`.execute(tx);
        isRead = true;
        return result;
      },
    });
    await trip.hear(overtaken, before?.id ?? '', { kind: 'undone', step: 'book' });
  });
  await assert.rejects(turn, /took another turn meanwhile/);
  assert.deepEqual(await desk.find('trip-3'), before);
  assert.deepEqual([said.length, ended.length], [spoken, over]);
  await database.atomically((tx) => trip.hear(tx, before?.id ?? '', { kind: 'undone', step: 'book' }));
  assert.equal((await desk.find('trip-3'))?.status, 'COMPENSATED');
});
