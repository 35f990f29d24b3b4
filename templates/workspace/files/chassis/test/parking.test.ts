import { sql } from 'kysely';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MessageRejected, type Message } from '../src/broker.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { Metrics } from '../src/metrics.ts';
import { drop, parkedAggregates, release } from '../src/parking.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { line, pending, relayOf, sink, write, type Outbox } from './outbox.ts';

let harness: Harness;

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());
const openOutbox = (): Promise<Outbox> => harness.database<MessagingTables>('outbox', {});

/** Refuses what says `poison`, until it is cured. */
function picky(error: () => Error) {
  const state = { cured: false };
  const refuse = (message: Message) => {
    if (!state.cured && line(message).endsWith(' poison')) throw error();
  };
  return { state, ...sink(refuse) };
}

test('a refused event parks its own aggregate alone, is shown, and goes on in order once it is released', async () => {
  const database = await openOutbox();
  const { broker, of, state } = picky(() => new MessageRejected('too large'));
  await write(database, { ill: ['1', 'poison', '3'], well: ['1', '2', '3'] });
  const metrics = new Metrics();
  const relay = relayOf(database, broker, { metrics });
  await eventually(async () => of('well').length === 3);
  await write(database, { ill: ['4'], well: ['4'] });
  await eventually(async () => of('well').length === 4 && (await parkedAggregates(database.query))[0]?.waiting === 3);
  await relay.measure();
  assert.match(metrics.render(), /outbox_parked\{context="test"\} 1\n/);
  assert.match(metrics.render(), /outbox_pending\{context="test"\} 0\n/);
  assert.deepEqual(of('ill'), ['ill 1']);
  const [parked] = await parkedAggregates(database.query);
  assert.equal(parked?.reason, 'too large');
  assert.equal(parked?.retryAt, null);

  state.cured = true;
  assert.deepEqual(await release(database.query, { aggregateid: 'well' }), []);
  assert.deepEqual(await release(database.query, { aggregateid: 'ill' }), [
    { aggregatetype: 'Question', aggregateid: 'ill' },
  ]);
  await eventually(async () => (await pending(database)) === 0);
  await relay.stop();
  assert.deepEqual(of('ill'), ['ill 1', 'ill poison', 'ill 3', 'ill 4']);
});

test('an event that is dropped is kept with the reason, and those behind it go on', async () => {
  const database = await openOutbox();
  const { broker, of } = picky(() => new MessageRejected('too large'));
  await write(database, { ill: ['poison', '2', 'poison', '4'] });
  const relay = relayOf(database, broker);
  for (const reason of ['first', 'second']) {
    const [parked] = await eventually(async () => {
      const all = await parkedAggregates(database.query);
      return all.some(({ retryAt }) => retryAt === null) && all;
    });
    assert.equal(await drop(database.query, parked?.id ?? '', reason), true);
  }
  await eventually(async () => (await pending(database)) === 0);
  await relay.stop();
  assert.deepEqual(of('ill'), ['ill 2', 'ill 4']);
  const { rows } = await sql`select reason, last_error from outbox_dropped order by dropped_at`.execute(database.query);
  assert.deepEqual(rows, [
    { reason: 'first', last_error: 'too large' },
    { reason: 'second', last_error: 'too large' },
  ]);
  assert.equal(await drop(database.query, '00000000-0000-7000-8000-000000000000', 'none'), false);
});

test('an event that fails for a while is tried again without a hand, and holds up nobody else', async () => {
  const database = await openOutbox();
  const { broker, of, state } = picky(() => new Error('no leader for this partition'));
  await write(database, { ill: ['poison', '2'], well: ['1'] });
  const relay = relayOf(database, broker);
  await eventually(async () => of('well').length === 1);
  await eventually(async () => (await parkedAggregates(database.query)).length === 1);
  state.cured = true;
  await eventually(async () => (await pending(database)) === 0);
  await relay.stop();
  assert.deepEqual(of('ill'), ['ill poison', 'ill 2']);
});

test('a broker that is out of reach parks nobody', async () => {
  const database = await openOutbox();
  const { broker, of, state } = picky(() => new Error('connection refused'));
  broker.reachable = false;
  await write(database, { ill: ['poison', '2'] });
  const relay = relayOf(database, broker);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  assert.deepEqual(await parkedAggregates(database.query), []);
  state.cured = true;
  await eventually(async () => (await pending(database)) === 0);
  await relay.stop();
  assert.deepEqual(of('ill'), ['ill poison', 'ill 2']);
});

test('releasing an aggregate while others write to it keeps its order, however often', async () => {
  const database = await openOutbox();
  const { broker, of } = sink((message) => {
    if (Math.random() < 0.1 && line(message).startsWith('ill ')) throw new MessageRejected('not now');
  });
  const relays = [relayOf(database, broker), relayOf(database, broker)];
  const rounds = Array.from({ length: 150 }, (_, round) => String(round));
  for (const round of rounds) {
    await write(database, { ill: [round], well: [round] });
    await release(database.query, {});
    for (const relay of relays) relay.wake([0, 1, 2, 3]);
  }
  await eventually(
    async () => {
      await release(database.query, {});
      return (await pending(database)) === 0;
    },
    { withinMs: 30_000 },
  );
  await Promise.all(relays.map((relay) => relay.stop()));
  assert.deepEqual(
    [...new Set(of('ill'))],
    rounds.map((round) => `ill ${round}`),
  );
  assert.deepEqual(
    [...new Set(of('well'))],
    rounds.map((round) => `well ${round}`),
  );
});
