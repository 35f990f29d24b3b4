import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { MessageRejected, type Broker, type Message } from '../src/broker.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { Metrics } from '../src/metrics.ts';
import { appendToOutbox, shardsIn } from '../src/outbox.ts';
import { Relay } from '../src/relay.ts';
import { eventually, Harness, type TestDatabase } from '../src/testing/harness.ts';

let harness: Harness;
const log = pino({ level: 'silent' });

before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());

test('several relays keep the order of every aggregate and lose nothing when the broker fails now and then', async () => {
  const database = await openOutbox();
  const published: Message[] = [];
  const flaky = brokerThat(async (messages) => {
    if (Math.random() < 0.3) throw new Error('connection reset');
    published.push(...messages);
  });
  for (let round = 0; round < 40; round += 1) {
    await database.atomically(async (tx) => {
      for (const id of ['a', 'b', 'c', 'd', 'e']) await append(tx, id, String(round));
    });
  }
  const relays = [1, 2, 3].map(() => relayOf(database, flaky));
  await eventually(async () => (await pending(database)) === 0, { withinMs: 15_000 });
  await Promise.all(relays.map((relay) => relay.stop()));
  for (const id of ['a', 'b', 'c', 'd', 'e']) {
    const texts = published
      .filter(({ key }) => key === `Question/${id}`)
      .map(({ payload }) => Number((payload as { text: string }).text));
    assert.deepEqual(
      [...new Set(texts)],
      Array.from({ length: 40 }, (_, index) => index),
    );
  }
});

test('a poison event parks its own aggregate and is visible', async () => {
  const database = await openOutbox();
  const published: string[] = [];
  const refusing = brokerThat(async (messages) => {
    for (const { payload } of messages)
      if ((payload as { text: string }).text === 'poison') throw new MessageRejected('too large');
    published.push(...messages.map(({ key, payload }) => `${key} ${(payload as { text: string }).text}`));
  });
  await database.atomically(async (tx) => {
    for (const text of ['1', 'poison', '3']) await append(tx, 'ill', text);
    for (const text of ['1', '2', '3']) await append(tx, 'well', text);
  });
  const metrics = new Metrics();
  const relay = relayOf(database, refusing, metrics);
  await eventually(async () => published.length === 4);
  await relay.measure();
  await relay.stop();
  assert.deepEqual(
    published.filter((line) => line.startsWith('Question/well')),
    ['Question/well 1', 'Question/well 2', 'Question/well 3'],
  );
  assert.deepEqual(
    published.filter((line) => line.startsWith('Question/ill')),
    ['Question/ill 1'],
  );
  assert.match(metrics.render(), /outbox_parked\{context="test"\} 1\n/);
  const parked = await database.query
    .selectFrom('outbox')
    .select(['last_error', 'parked_at'])
    .where('parked_at', 'is not', null)
    .execute();
  assert.deepEqual(
    parked.map(({ last_error }) => last_error),
    ['too large'],
  );
});

test('a commit wakes the relay', async () => {
  const database = await openOutbox();
  const arrivals: number[] = [];
  const relay = relayOf(
    database,
    brokerThat(async () => void arrivals.push(Date.now())),
  );
  database.onCommit((tx) => relay.wake(shardsIn(tx)));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const committed = Date.now();
  await database.atomically((tx) => append(tx, 'a', 'now'));
  await eventually(async () => arrivals.length > 0);
  await relay.stop();
  assert.ok((arrivals[0] ?? Infinity) - committed < 350);
});

type Outbox = TestDatabase<MessagingTables>;

const openOutbox = (): Promise<Outbox> => harness.database<MessagingTables>('outbox', {});

function append(
  tx: Parameters<Parameters<Outbox['atomically']>[0]>[0],
  aggregateId: string,
  text: string,
): Promise<void> {
  return appendToOutbox(tx, {
    aggregateType: 'Question',
    aggregateId,
    schema: AskedSchema,
    event: { text },
    occurredAt: new Date(),
  });
}

async function pending(database: Outbox): Promise<number> {
  return (await database.query.selectFrom('outbox').select('id').execute()).length;
}

function relayOf(database: Outbox, broker: Broker, metrics = new Metrics()): Relay {
  const relay = new Relay({ context: 'test', db: database.query, broker, log, metrics });
  relay.start();
  return relay;
}

function brokerThat(publish: Broker['publish']): Broker {
  const nothing = async () => {};
  // Out of reach while it fails, so that no failure counts against an event.
  return {
    start: nothing,
    publish,
    subscribe: nothing,
    deadLetters: async () => [],
    replay: async () => 0,
    isReachable: async () => false,
    drain: nothing,
    close: nothing,
  };
}
