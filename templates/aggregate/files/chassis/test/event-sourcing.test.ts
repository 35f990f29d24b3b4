import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { z } from 'zod';
import { kept } from '../src/event-sourcing/kept.ts';
import { EventStore, type EventSourced } from '../src/event-sourcing/store.ts';
import { eventSourcingTables, withEvents, type EventSourcingTables } from '../src/event-sourcing/tables.ts';
import { Harness, type TestDatabase } from '../src/testing/harness.ts';

type Counted = { readonly type: 'Counted'; readonly data: { readonly by: bigint; readonly unit: string } };
type Counter = { readonly id: string; readonly version: number; readonly sum: bigint };

/** Its events had neither unit nor `by` in their first version, and no unit in their second. */
const counters: EventSourced<Counter, Counted> = {
  name: 'counter',
  events: {
    Counted: kept(
      z.object({ by: z.coerce.bigint(), unit: z.string() }),
      ({ count }) => ({ by: count }),
      (old) => ({ ...old, unit: 'piece' }),
    ),
  },
  evolve: (counter, { data: { by } }) => ({ id, version: (counter?.version ?? 0) + 1, sum: (counter?.sum ?? 0n) + by }),
  snapshot: {
    version: 2,
    every: 10,
    state: z.object({ id: z.string(), version: z.int(), sum: z.coerce.bigint() }),
  },
};

let harness: Harness;
let database: TestDatabase<EventSourcingTables>;
let id = '';
let key = 0;

before(async () => {
  harness = await Harness.start();
  database = await harness.database<EventSourcingTables>('counters', { '0001-event-sourcing': eventSourcingTables });
});
after(() => harness.close());
beforeEach((context) => {
  id = 'name' in context ? String(context.name) : '';
});

const within = <T>(work: (store: EventStore<Counter, Counted>) => Promise<T>, kind = counters) =>
  database.atomically((tx) => work(new EventStore(withEvents(tx), kind)));
const find = (kind = counters) => within((store) => store.find(id), kind);
const count = (times: number, by = 1n, kind = counters) =>
  within(async (store) => {
    const events = Array.from({ length: times }, (): Counted => ({ type: 'Counted', data: { by, unit: 'piece' } }));
    return store.append(await store.find(id), events, `${(key += 1)}`);
  }, kind);
/** That an event cannot be read, and why. */
const isUnreadable = (version: number, why: RegExp) => (error: unknown) =>
  error instanceof Error &&
  error.message === `counter-${id}: event ${version} cannot be read` &&
  error.cause instanceof Error &&
  why.test(error.cause.message);
const snapshot = () =>
  database.query.selectFrom('snapshot').selectAll().where('stream', '=', `counter-${id}`).executeTakeFirst();
/** As code of another time would have written it. */
const writeEvent = (row: { version: number; type?: string; event_version: number; data: string }) =>
  database.query
    .insertInto('event')
    .values({ stream: `counter-${id}`, type: 'Counted', headers: '{}', ...row })
    .execute();

test('events of every version are read, each by its way to the newest', async () => {
  await writeEvent({ version: 1, event_version: 1, data: '{ "count": "9007199254740993" }' });
  await writeEvent({ version: 2, event_version: 2, data: '{ "by": "2" }' });
  const counted = await count(1, 3n);
  assert.deepEqual(counted, { id, version: 3, sum: 9_007_199_254_740_998n });
  assert.deepEqual(await find(), counted);
  const rows = await database.query.selectFrom('event').selectAll().where('stream', '=', `counter-${id}`).execute();
  assert.deepEqual(rows.map(({ event_version }) => event_version), [1, 2, 3]);
});

test('what cannot be read is said, and nothing is guessed', async () => {
  await count(1);
  await writeEvent({ version: 2, event_version: 4, data: '{}' });
  await assert.rejects(find(), isUnreadable(2, /Counted was kept in version 4, by newer code than this, which knows 3/));
  await database.query.updateTable('event').set({ type: 'toString' }).where('event_version', '=', 4).execute();
  await assert.rejects(find(), isUnreadable(2, /nothing says how toString is read/));
});

test('a history that is longer than memory is replayed page by page', async () => {
  const kind = { ...counters, snapshot: { ...counters.snapshot, every: 1_000_000 } };
  for (let page = 0; page < 3; page += 1) await count(400, 1n, kind);
  assert.equal(await snapshot(), undefined);
  assert.deepEqual(await find(), { id, version: 1200, sum: 1200n });
});

test('a snapshot is taken with every so many events, and what is read behind it is the rest', async () => {
  await count(9);
  assert.equal(await snapshot(), undefined);
  await count(2);
  assert.equal((await snapshot())?.version, 11);
  await count(9);
  assert.equal((await snapshot())?.version, 11);
  await database.query.updateTable('event').set({ data: '{ "by": "nothing" }' }).where('version', '<=', 11).execute();
  assert.deepEqual(await find(), { id, version: 20, sum: 20n });
  await count(1);
  assert.equal((await snapshot())?.version, 21);
});

test('a snapshot of an older shape is replaced, one of a newer shape is left alone', async () => {
  await count(10);
  const newer = { ...counters, snapshot: { ...counters.snapshot, version: 3 } };
  assert.deepEqual(await find(newer), await find());
  await count(1, 1n, newer);
  assert.deepEqual((await snapshot())?.snapshot_version, 3);
  await count(1);
  assert.deepEqual([(await snapshot())?.snapshot_version, (await snapshot())?.version], [3, 11]);
  assert.equal((await find())?.sum, 12n);
});

test('a snapshot that cannot be read is as good as none', async () => {
  await count(10);
  await database.query.updateTable('snapshot').set({ state: '{ "sum": "many" }' }).execute();
  assert.equal((await find())?.sum, 10n);
});

test('an answer of the past is found although a snapshot is newer', async () => {
  await count(1, 5n);
  const first = `${key}`;
  await count(20);
  assert.deepEqual(await within((store) => store.findAfter(id, first)), { id, version: 1, sum: 5n });
  assert.equal(await within((store) => store.findAfter(id, 'never asked')), undefined);
});

test('an evolve that miscounts is caught', async () => {
  await count(2);
  const kind = { ...counters, evolve: () => ({ id, version: 1, sum: 0n }) };
  await assert.rejects(find(kind), /Counted is event 2, and evolve made it version 1/);
});

test('the role of a service reads and adds, and has no word in what the tables look like', async () => {
  await count(1);
  await assert.rejects(database.query.schema.dropTable('event').execute(), /must be owner/);
});
