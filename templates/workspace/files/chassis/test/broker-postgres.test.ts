import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { postgresBroker } from '../src/broker-postgres.ts';
import { MessageRejected, type Broker, type Message, type Verdict } from '../src/broker.ts';
import { eventId } from '../src/event-id.ts';
import { eventually, Harness } from '../src/testing/harness.ts';

let harness: Harness;
let url: string;
let broker: Broker;

before(async () => {
  harness = await Harness.start();
  url = await harness.createDatabase('broker');
  broker = await open();
});
after(() => harness.close());

test('every group gets each message, replicas share, and a key stays in order', async () => {
  const replica = await open();
  const billing: Message[] = [];
  const shipping: Message[] = [];
  await broker.subscribe(group('billing', ['order.v1.Placed'], billing));
  await replica.subscribe(group('billing', ['order.v1.Placed'], billing));
  await broker.subscribe(group('shipping', ['order.v1.Placed', 'order.v1.Other'], shipping));
  const messages = Array.from({ length: 60 }, (_, index) => message('order.v1.Placed', `Order/${index % 6}`, index));
  await broker.publish(messages);
  await eventually(async () => billing.length >= 60 && shipping.length >= 60, { withinMs: 10_000 });
  for (const heard of [billing, shipping]) {
    for (let key = 0; key < 6; key += 1) {
      const numbers = heard.filter((one) => one.key === `Order/${key}`).map((one) => Number(one.payload));
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
      );
    }
    assert.equal(heard.length, 60);
  }
});

test('a retried message comes before its successors, and a dead one is set aside with its reason', async () => {
  const log: string[] = [];
  const handle = async ({ message: { payload }, attempt }: { message: Message; attempt: number }): Promise<Verdict> => {
    log.push(`${String(payload)}#${attempt}`);
    if (payload !== 1) return { kind: 'done' };
    return attempt < 2 ? { kind: 'retry' } : { kind: 'dead', reason: 'never works' };
  };
  await broker.subscribe({ group: 'strict', channels: ['strict.v1.Event'], concurrency: 4, handle });
  await broker.publish([message('strict.v1.Event', 'K/1', 1), message('strict.v1.Event', 'K/1', 2)]);
  await eventually(async () => log.length === 3, { withinMs: 10_000 });
  assert.deepEqual(log, ['1#1', '1#2', '2#1']);
  const [letter, ...others] = await eventually(async () => {
    const letters = await broker.deadLetters('strict');
    return letters.length > 0 && letters;
  });
  assert.deepEqual(others, []);
  assert.deepEqual(
    { payload: letter?.message.payload, reason: letter?.reason, attempts: letter?.attempts },
    { payload: 1, reason: 'never works', attempts: 2 },
  );
  assert.ok(Date.now() - Number(letter?.diedAt) < 10_000);
  assert.equal(await broker.replay('strict', ['somebody else']), 0);
  assert.equal(await broker.replay('strict'), 1);
  await eventually(async () => log.length === 5, { withinMs: 10_000 });
  assert.deepEqual(log.slice(3), ['1#1', '1#2']);
  await eventually(async () => (await broker.deadLetters('strict')).length === 1);
});

test('publishing again stores nothing twice, and a message too large is rejected as such', async () => {
  const heard: Message[] = [];
  await broker.subscribe(group('once', ['once.v1.Event'], heard));
  const one = message('once.v1.Event', 'K/1', 1);
  await broker.publish([one]);
  await broker.publish([one, message('once.v1.Event', 'K/2', 2)]);
  await eventually(async () => heard.length === 2);
  await assert.rejects(broker.publish([{ ...one, id: eventId(), payload: 'x'.repeat(2_000_000) }]), MessageRejected);
  assert.equal(heard.length, 2);
});

async function open(): Promise<Broker> {
  const opened = await postgresBroker({ url, name: 'test', log: pino({ level: 'silent' }) });
  await opened.start();
  harness.onClose(async () => {
    await opened.drain();
    await opened.close();
  });
  return opened;
}

function group(name: string, channels: readonly string[], into: Message[]) {
  const handle = async ({ message }: { message: Message }): Promise<Verdict> => {
    into.push(message);
    return { kind: 'done' };
  };
  return { group: name, channels, concurrency: 4, handle };
}

function message(channel: string, key: string, payload: number): Message {
  return { id: eventId(), channel, key, payload, occurredAt: new Date().toISOString(), headers: {} };
}
