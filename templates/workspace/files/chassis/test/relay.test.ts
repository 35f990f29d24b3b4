import { sql } from 'kysely';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { MessageRejected, type Message } from '../src/broker.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { Metrics } from '../src/metrics.ts';
import { shardsIn } from '../src/outbox.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { pending, relayOf, sink, write, type Outbox } from './outbox.ts';

let harness: Harness;

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());
/** So rarely that no look finds anything in time: what is published was told of. */
const rarely = { pollMs: 600_000 };
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
  await eventually(async () => (await pending(database)) === 0);
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
  await write(database, { a: ['before'] });
  const relay = relayOf(database, broker, rarely);
  // Found by the look at the start, which is the last for a while.
  await eventually(async () => published.length === 1);
  database.onCommit((tx) => relay.wake(shardsIn(tx)));
  await write(database, { a: ['now'] });
  await eventually(async () => published.length === 2);
  await relay.stop();
});

test('a wake that comes while another replica holds the shard is not lost', async () => {
  const database = await openOutbox();
  const { broker, published } = sink();
  await write(database, { a: ['0'] });
  const relay = relayOf(database, broker, rarely);
  await eventually(async () => published.length === 1);
  const [holds, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const publish = async (messages: readonly Message[]) => {
    holds.resolve();
    await gate.promise;
    await broker.publish(messages);
  };
  await write(database, { a: ['1'] });
  const replica = relayOf(database, { ...broker, publish }, rarely);
  await holds.promise;
  database.onCommit((tx) => relay.wake(shardsIn(tx)));
  await write(database, { a: ['2'] });
  await wait(200);
  gate.resolve();
  await eventually(async () => published.length === 3);
  await Promise.all([relay.stop(), replica.stop()]);
  assert.deepEqual(published, ['a 0', 'a 1', 'a 2']);
});

test('a backlog leaves time to those who write meanwhile, and none where nobody does', async () => {
  const database = await openOutbox();
  const texts = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  const metrics = new Metrics();
  const { broker, published, of } = sink();
  // Slow enough for some looks to fall into the time that a backlog takes.
  const publish = async (messages: readonly Message[]) => {
    await wait(20);
    await broker.publish(messages);
  };
  await write(database, { a: texts(2000) });
  const relay = relayOf(database, { ...broker, publish }, { metrics, pollMs: 5 });
  await eventually(async () => published.length === 2000);
  assert.doesNotMatch(metrics.render(), /outbox_rested_seconds_total/);

  await write(database, { a: texts(2000) });
  let written = 0;
  while (published.length < 4000) await write(database, { a: [`late ${(written += 1)}`] });
  await eventually(async () => published.length === 4000 + written);
  assert.match(metrics.render(), /outbox_rested_seconds_total\{context="test"\} 0\.\d/);
  await relay.stop();
  const late = Array.from({ length: written }, (_, index) => `late ${index + 1}`);
  assert.deepEqual(
    of('a'),
    [...texts(2000), ...texts(2000), ...late].map((text) => `a ${text}`),
  );
});

test('publishing one by one ends with its step, and others have their turn before the next', async () => {
  const database = await openOutbox();
  const texts = Array.from({ length: 10 }, (_, index) => String(index));
  await write(database, { a: texts });
  const { broker, of } = sink();
  const transactions = new Set<string>();
  const publish = async (messages: readonly Message[]) => {
    if (messages.length > 1) throw new MessageRejected('one of them');
    await wait(20);
    transactions.add(await holderOf(database));
    await broker.publish(messages);
  };
  const relay = relayOf(database, { ...broker, publish }, { stepMs: 50 });
  await eventually(async () => (await pending(database)) === 0);
  await relay.stop();
  assert.deepEqual(
    of('a'),
    texts.map((text) => `a ${text}`),
  );
  assert.ok(transactions.size > 1, 'one step did it all');
});

/** The transaction that has a shard in hand. */
async function holderOf({ query }: Outbox): Promise<string> {
  const { rows } = await sql<{ holder: string }>`
    select virtualtransaction as holder from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`.execute(query);
  assert.equal(rows.length, 1);
  return rows[0]?.holder ?? '';
}

test('what two relays are told of at once is published once, and at once', async () => {
  const database = await openOutbox();
  const { broker, published } = sink();
  const relays = [relayOf(database, broker, rarely), relayOf(database, broker, rarely)];
  for (const relay of relays) database.onCommit((tx) => relay.wake(shardsIn(tx)));
  for (let round = 0; round < 60; round += 1) {
    await write(database, { a: [String(round)] });
    await eventually(async () => published.length > round);
  }
  await Promise.all(relays.map((relay) => relay.stop()));
  assert.equal(published.length, 60);
});

test('a broker that keeps one shard waiting keeps no other', async () => {
  const database = await openOutbox();
  const ids = Array.from({ length: 16 }, (_, index) => `aggregate-${index}`);
  await write(database, Object.fromEntries(ids.map((id) => [id, ['1', '2']])));
  const rows = await database.query.selectFrom('outbox').select(['aggregateid', 'shard']).execute();
  const stuck = new Set(rows.filter(({ shard }) => shard === 0).map(({ aggregateid }) => `Question/${aggregateid}`));
  assert.ok(stuck.size > 0 && stuck.size < ids.length);
  const { broker, published } = sink();
  const gate = Promise.withResolvers<void>();
  const publish = async (messages: readonly Message[]) => {
    if (messages.some(({ key }) => stuck.has(key))) await gate.promise;
    await broker.publish(messages);
  };
  const relay = relayOf(database, { ...broker, publish });
  await eventually(async () => (await pending(database)) === 2 * stuck.size).finally(gate.resolve);
  await eventually(async () => (await pending(database)) === 0);
  await relay.stop();
  assert.equal(published.length, 2 * ids.length);
});

test('events that wait are measured, and large ones go in batches that memory can hold', async () => {
  const database = await openOutbox();
  // As large in the table as on the wire: chance does not compress.
  const noise = () => randomBytes(45_000).toString('base64');
  for (let round = 0; round < 6; round += 1)
    await write(database, { a: Array.from({ length: 10 }, noise) });
  const sizes: number[] = [];
  const { broker, published } = sink();
  const relay = relayOf(database, {
    ...broker,
    publish: async (messages) => {
      sizes.push(Buffer.byteLength(JSON.stringify(messages)));
      await broker.publish(messages);
    },
  });
  await eventually(async () => published.length === 60);
  await relay.stop();
  // 3.6 MB in all; the event that makes a batch full is part of it.
  assert.ok(Math.max(...sizes) < 2.2 * 1024 * 1024, sizes.join(' '));
  assert.ok(sizes.length < 5, `${sizes.length} batches`);

  const metrics = new Metrics();
  const idle = relayOf(database, broker, { metrics });
  await idle.stop();
  await write(database, { a: ['1'], b: ['2'] });
  await idle.measure();
  assert.match(metrics.render(), /outbox_pending\{context="test"\} 2\n/);
  assert.match(metrics.render(), /outbox_lag_seconds\{context="test"\} \d+\.\d+\n/);
});

test('an event that no broker would take fails the transaction that wrote it', async () => {
  const database = await openOutbox();
  await assert.rejects(
    write(database, { a: ['x'.repeat(10 * 1024 * 1024)] }),
    /echo\.v1\.Asked of Question a has 104857\d\d bytes, more than 1000000/,
  );
  assert.equal(await pending(database), 0);
});
