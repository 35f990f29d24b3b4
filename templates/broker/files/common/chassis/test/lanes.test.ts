import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import type { Message, Verdict } from '../src/broker.ts';
import { Lanes, type Arrival } from '../src/lanes.ts';
import { eventually } from '../src/testing/harness.ts';

const log = pino({ level: 'silent' });
const going = new AbortController().signal;
const arrival = (key: string, id: string, more: Partial<Arrival> = {}): Arrival => {
  const message: Message = { id, channel: 'a.v1.B', key, occurredAt: '2026-01-01T00:00:00Z', headers: {}, payload: {} };
  return { message, earlier: 0, isOldest: false, ...more };
};

/** What is being handled, by id; whoever tests decides when and how it ends. */
let inHand: Map<string, (verdict: Verdict) => void>;
let handled: string[];
let buried: string[];
let lanes: Lanes;

beforeEach(() => {
  [inHand, handled, buried] = [new Map(), [], []];
  const handle = ({ message, attempt }: { message: Message; attempt: number }) => {
    handled.push(`${message.id} ${attempt}`);
    return new Promise<Verdict>((resolve) => inHand.set(message.id, resolve));
  };
  lanes = new Lanes({ concurrency: 2, handle }, async ({ id }, { reason }) => void buried.push(`${id} ${reason}`), log);
});

async function end(id: string, verdict: Verdict = { kind: 'done' }): Promise<void> {
  inHand.get(id)?.(verdict);
  inHand.delete(id);
  await settled();
}
const settled = async () => {
  for (let turns = 0; turns < 10; turns += 1) await turn();
};
const settle = async (...arrivals: readonly Arrival[]) => {
  const all = arrivals.map((one) => lanes.settle(one, going));
  await settled();
  return all;
};

test('one key is handled in order, many keys at once, and no more than there are places', async () => {
  const all = await settle(arrival('a', 'a1'), arrival('a', 'a2'), arrival('b', 'b1'), arrival('c', 'c1'));
  assert.deepEqual(handled, ['a1 1', 'b1 1']);
  await end('a1');
  assert.deepEqual(handled, ['a1 1', 'b1 1', 'c1 1']);
  await end('b1');
  assert.deepEqual(handled.at(-1), 'a2 1');
  await end('a2');
  await end('c1');
  assert.deepEqual(await Promise.all(all), [true, true, true, true]);
});

test('what is tried again stays ahead of its key and takes no place while it waits', async () => {
  const all = await settle(arrival('a', 'a1'), arrival('a', 'a2'), arrival('b', 'b1'), arrival('c', 'c1'));
  await end('a1', { kind: 'retry' });
  assert.deepEqual(handled, ['a1 1', 'b1 1', 'c1 1']);
  await end('b1');
  await end('c1');
  await eventually(async () => handled.length > 3);
  assert.equal(handled.at(-1), 'a1 2');
  await end('a1');
  await end('a2');
  assert.deepEqual(await Promise.all(all), [true, true, true, true]);
});

test('a suspect is handled alone, so that nobody else dies of it; what it is known for counts as attempts', async () => {
  const suspect = arrival('a', 'a1', { earlier: 3, isOldest: true });
  const all = await settle(arrival('b', 'b1'), suspect, arrival('c', 'c1'));
  assert.deepEqual(handled, ['b1 1']);
  await end('b1');
  assert.deepEqual(handled, ['b1 1', 'a1 4']);
  await end('a1', { kind: 'dead', reason: 'took the process down' });
  assert.deepEqual(buried, ['a1 took the process down']);
  await end('c1');
  assert.deepEqual(await Promise.all(all), [true, true, true]);
});

test('what cannot be handed to anybody is set aside with its reason', async () => {
  const [only] = await settle(arrival('a', 'a1', { fault: 'is no JSON' }));
  assert.equal(await only, true);
  assert.deepEqual([handled, buried], [[], ['a1 is no JSON']]);
});

test('nothing begins once the partition is gone or the process stops; what is in hand is finished', async () => {
  const gone = new AbortController();
  const first = lanes.settle(arrival('a', 'a1'), gone.signal);
  const second = lanes.settle(arrival('a', 'a2'), gone.signal);
  await settled();
  gone.abort();
  await end('a1');
  assert.deepEqual([await first, await second], [true, false]);
  const [third, fourth] = await settle(arrival('b', 'b1'), arrival('b', 'b2'));
  const drained = lanes.drain();
  await end('b1');
  await drained;
  assert.deepEqual([await third, await fourth], [true, false]);
  assert.deepEqual(handled, ['a1 1', 'b1 1']);
});
