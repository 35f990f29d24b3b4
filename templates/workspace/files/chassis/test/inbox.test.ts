import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { on } from '../src/consumer.ts';
import { firstDelivery } from '../src/inbox.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { deliveriesTo, messageOf } from '../src/testing/delivery.ts';
import { Harness, type TestDatabase } from '../src/testing/harness.ts';
import { back, type BackTables } from './contexts.ts';

let harness: Harness;
let database: TestDatabase<BackTables & MessagingTables>;

before(async () => {
  harness = await Harness.start();
  database = await harness.database('back', back.migrations);
});
after(() => harness.close());
// What a test that failed has left is no affair of the next.
afterEach(() => database.query.deleteFrom('heard').execute());

const heard = async (): Promise<string[]> => {
  const rows = await database.query.deleteFrom('heard').returning(['text', 'position']).execute();
  return rows.toSorted((a, b) => a.position - b.position).map(({ text }) => text);
};
/** What back does with what it is delivered. */
const deliveries = () =>
  deliveriesTo(back.build({ database, settings: {}, clients: {}, log: undefined as never, metrics: undefined as never, broker: undefined as never }).consumers, database);

test('a message delivered a thousand times, many at once, takes effect once', async () => {
  const deliver = deliveries();
  const message = messageOf(AskedSchema, 'one', { text: 'hello' });
  // As many at once as a process takes on: each finds a connection of the pool.
  const kinds: string[] = [];
  const lane = async () => {
    for (let delivered = 0; delivered < 125; delivered += 1) kinds.push((await deliver(message)).kind);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  assert.equal(kinds.length, 1000);
  assert.deepEqual(new Set(kinds), new Set(['done']));
  assert.deepEqual(await heard(), ['hello']);
});

test('an effect that fails leaves no trace, and the next attempt works', async () => {
  const { id } = messageOf(AskedSchema, 'one', {});
  const first = () => database.atomically((tx) => firstDelivery(tx, { id, channel: 'x' }));
  const failing = database.atomically(async (tx) => {
    await firstDelivery(tx, { id, channel: 'x' });
    throw new Error('effect failed');
  });
  await assert.rejects(failing, /effect failed/);
  assert.equal(await first(), true);
  assert.equal(await first(), false);
});

test('two messages of which a consumer says the same have one effect', async () => {
  const handler = on<BackTables, typeof AskedSchema>(
    AskedSchema,
    async (tx, { text }) => void (await tx.insertInto('heard').values({ text }).execute()),
    { key: ({ text }) => text.toLowerCase() },
  );
  const deliver = deliveriesTo([handler], database);
  const texts = ['Hello', 'HELLO', 'other', 'hello'];
  await Promise.all(texts.slice(0, 2).map((text) => deliver(messageOf(AskedSchema, 'one', { text }))));
  for (const text of texts.slice(2)) await deliver(messageOf(AskedSchema, 'two', { text }));
  assert.deepEqual(
    (await heard()).map((text) => text.toLowerCase()),
    ['hello', 'other'],
  );
});

test('a message of an unknown kind and one that cannot be read are set aside at once', async () => {
  const deliver = deliveries();
  const message = messageOf(AskedSchema, 'one', {});
  assert.equal((await deliver({ ...message, channel: 'echo.v1.Unknown' })).kind, 'dead');
  for (const payload of [{ text: 42 }, 'text', null, ['text'], 7]) {
    const verdict = await deliver({ ...message, payload });
    assert.match(verdict.kind === 'dead' ? verdict.reason : '', /^this is no echo\.v1\.Asked: /, JSON.stringify(payload));
  }
  const late = await deliver({ ...message, occurredAt: 'yesterday' });
  assert.deepEqual(late, { kind: 'dead', reason: '"yesterday" is no time' });
  assert.deepEqual(await heard(), []);
});

test('a message of a newer contract is read as far as this one knows it', async () => {
  const message = messageOf(AskedSchema, 'one', { text: 'x' });
  const payload = { text: 'x', fromTheFuture: { of: [1] } };
  assert.equal((await deliveries()({ ...message, payload })).kind, 'done');
  assert.deepEqual(await heard(), ['x']);
});

test('a message of 10 MB takes effect as any other, and so does one whose id is no UUID', async () => {
  const deliver = deliveries();
  const text = 'x'.repeat(10 * 1024 * 1024);
  assert.equal((await deliver(messageOf(AskedSchema, 'one', { text }))).kind, 'done');
  assert.equal((await heard())[0]?.length, text.length);
  const foreign = { ...messageOf(AskedSchema, 'one', { text: 'once' }), id: 'topic/3/17' };
  assert.deepEqual([(await deliver(foreign)).kind, (await deliver(foreign)).kind], ['done', 'done']);
  assert.deepEqual(await heard(), ['once']);
});
