import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { Metrics } from '../src/metrics.ts';
import { appendToOutbox, shardsIn } from '../src/outbox.ts';
import { forgetCaptured } from '../src/retention.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { pending, relayOf, sink, write, type Outbox } from './outbox.ts';

let harness: Harness;

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());
const openOutbox = (): Promise<Outbox> => harness.database<MessagingTables>('outbox', {});

test('several relays keep the order of every aggregate and lose nothing when the broker fails now and then', async () => {
  const database = await openOutbox();
  const { broker, of } = sink(() => {
    if (Math.random() < 0.02) throw new Error('connection reset');
  });
  broker.reachable = false;
  const rounds = Array.from({ length: 40 }, (_, round) => String(round));
  const ids = ['a', 'b', 'c', 'd', 'e'];
  for (const round of rounds) await write(database, Object.fromEntries(ids.map((id) => [id, [round]])));
  const relays = [1, 2, 3].map(() => relayOf(database, broker));
  await eventually(async () => (await pending(database)) === 0, { withinMs: 15_000 });
  await Promise.all(relays.map((relay) => relay.stop()));
  for (const id of ids)
    assert.deepEqual(
      [...new Set(of(id))],
      rounds.map((round) => `${id} ${round}`),
    );
});

test('a commit wakes the relay', async () => {
  const database = await openOutbox();
  const { broker, published } = sink();
  const relay = relayOf(database, broker);
  database.onCommit((tx) => relay.wake(shardsIn(tx)));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const committed = Date.now();
  await write(database, { a: ['now'] });
  await eventually(async () => published.length > 0);
  await relay.stop();
  assert.ok(Date.now() - committed < 350);
});

test('a wake that comes while another replica holds the shard is not lost until the next poll', async () => {
  const database = await openOutbox();
  const { broker, published } = sink();
  const relays = [relayOf(database, broker), relayOf(database, broker)];
  for (const relay of relays) database.onCommit((tx) => relay.wake(shardsIn(tx)));
  const slow: number[] = [];
  for (let round = 0; round < 60; round += 1) {
    const committed = Date.now();
    await write(database, { a: [String(round)] });
    await eventually(async () => published.length > round);
    slow.push(Date.now() - committed);
  }
  await Promise.all(relays.map((relay) => relay.stop()));
  assert.ok(slow.filter((ms) => ms > 300).length === 0, slow.join(' '));
});

test('events that wait are measured, and large ones go in batches that memory can hold', async () => {
  const database = await openOutbox();
  const noise = () => Array.from({ length: 60_000 }, () => Math.random().toString(36)[3] ?? '').join('');
  for (let round = 0; round < 6; round += 1)
    await write(database, { a: Array.from({ length: 10 }, noise) });
  const sizes: number[] = [];
  const { broker, published } = sink();
  const relay = relayOf(database, {
    ...broker,
    publish: async (messages) => {
      sizes.push(messages.length);
      await broker.publish(messages);
    },
  });
  await eventually(async () => published.length === 60);
  await relay.stop();
  assert.ok(Math.max(...sizes) < 60 && sizes.length > 1, sizes.join(' '));

  const metrics = new Metrics();
  const idle = relayOf(database, broker, metrics);
  await idle.stop();
  await write(database, { a: ['1'], b: ['2'] });
  await idle.measure();
  assert.match(metrics.render(), /outbox_pending\{context="test"\} 2\n/);
  assert.match(metrics.render(), /outbox_lag_seconds\{context="test"\} 0\.\d+\n/);
});

test('an event that no broker would take fails the transaction that wrote it', async () => {
  const database = await openOutbox();
  await assert.rejects(
    write(database, { a: ['x'.repeat(10 * 1024 * 1024)] }),
    /echo\.v1\.Asked of Question a has 104857\d\d bytes, more than 1000000/,
  );
  assert.equal(await pending(database), 0);
});

test('where somebody else publishes, what is old is deleted and what is young stays', async () => {
  const database = await openOutbox();
  await database.atomically(async (tx) => {
    for (let hours = 0; hours < 48; hours += 1)
      await appendToOutbox(tx, {
        aggregateType: 'Question',
        aggregateId: String(hours % 7),
        schema: AskedSchema,
        event: { text: 'x' },
        occurredAt: new Date(Date.now() - (48 - hours) * 3_600_000),
      });
  });
  assert.equal(await forgetCaptured(database.query, 24.5), 24);
  assert.equal(await pending(database), 24);
});
