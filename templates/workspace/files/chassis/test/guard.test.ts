import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { isForLater, RpcError } from '../src/rpc/errors.ts';
import { startUnwell, type UnwellCallee } from '../src/testing/unwell.ts';
import { ask, clientOf, codeOf, inTurn, never, times } from './calling.ts';

/** In which order a call passes what guards it: retries, breaker, bulkhead; around them all, the stand-in. */

let unwell: UnwellCallee;
before(async () => {
  unwell = await startUnwell(BackService, { echo: { text: 'well' }, once: { text: 'well' } });
});
after(() => unwell.kill());
beforeEach(() => unwell.become('well'));

const breaker = { share: 0.5, ofLast: 2, atLeast: 2, openMs: 1000 };
const soon = { timeoutMs: 400 };

test('the breaker is asked before the bulkhead: nobody waits for room at a callee that is not called', async () => {
  const back = clientOf(unwell.address, { timeoutMs: 1000, breaker, bulkhead: { calls: 2, waiting: 0 } });
  await unwell.become('hung');
  // One place is taken for as long as the test lasts, the other by what opens the circuit.
  const staying = new AbortController();
  const stays = codeOf(back.client.echo(ask, { timeoutMs: 60_000, signal: staying.signal }));
  await inTurn(2, () => codeOf(back.client.echo(ask, soon)));
  assert.equal(back.metric('client_breaker_state'), 2);
  assert.deepEqual(new Set(await times(20, () => codeOf(back.client.echo(ask)))), new Set(['UNAVAILABLE']));
  assert.deepEqual([back.rejectedBy('breaker'), back.rejectedBy('bulkhead')], [20, 0]);

  await wait(breaker.openMs);
  // Whoever tries the callee takes the last place: full and half open.
  const trial = codeOf(back.client.echo(ask, soon));
  await wait(50);
  assert.equal(back.metric('client_under_way'), 2);
  assert.deepEqual(new Set(await times(20, () => codeOf(back.client.echo(ask)))), new Set(['UNAVAILABLE']));
  const stream = back.client.count({ to: 1 })[Symbol.asyncIterator]();
  assert.equal(await codeOf(stream.next()), 'UNAVAILABLE');
  assert.deepEqual([back.rejectedBy('breaker'), back.rejectedBy('bulkhead')], [41, 0]);
  assert.equal(await trial, 'DEADLINE_EXCEEDED');
  staying.abort();
  assert.equal(await stays, 'CANCELLED');
});

test('what waits for room is no fault of the callee, and is not sent once the circuit is open', async () => {
  const strict = { ...breaker, ofLast: 1, atLeast: 1 };
  const back = clientOf(unwell.address, { timeoutMs: 1000, breaker: strict, bulkhead: { calls: 1, waiting: 20 } });
  assert.equal(await codeOf(back.client.echo(ask)), 'OK');
  await unwell.become('hung');
  const asked = await unwell.asked();
  const first = codeOf(back.client.echo(ask, soon));
  const waiting = times(10, () => codeOf(back.client.echo(ask)));
  assert.equal(await first, 'DEADLINE_EXCEEDED');
  assert.deepEqual(new Set(await waiting), new Set(['UNAVAILABLE']));
  assert.equal((await unwell.asked()) - asked, 1);

  // Those that gave up while they waited do not count against a callee that was never asked.
  const patient = clientOf(unwell.address, { timeoutMs: 300, breaker, bulkhead: { calls: 1, waiting: 20 } });
  const staying = new AbortController();
  const stays = codeOf(patient.client.echo(ask, { timeoutMs: 60_000, signal: staying.signal }));
  const gaveUp = await times(10, () => codeOf(patient.client.echo(ask)));
  assert.deepEqual(new Set(gaveUp), new Set(['DEADLINE_EXCEEDED']));
  assert.equal(patient.metric('client_breaker_state'), 0);
  staying.abort();
  await stays;
});

test('retries stand around the breaker: each attempt is judged, and none is made once it is open', async () => {
  const retry = { attempts: 10, firstMs: 1, mostMs: 1 };
  const back = clientOf('127.0.0.1:1', { timeoutMs: 10_000, retry, breaker: { ...breaker, ofLast: 4, atLeast: 4 } });
  assert.equal(await codeOf(back.client.echo(ask)), 'UNAVAILABLE');
  assert.equal(back.metric('client_breaker_state'), 2);
  assert.equal(back.metric('client_retries_total'), 4);
  assert.equal(back.rejectedBy('breaker'), 1);
});

test('no room for a call says when to come back, and nothing about what was asked', async () => {
  const back = clientOf(unwell.address, { breaker: never, bulkhead: { calls: 1, waiting: 0 } });
  await unwell.become('hung');
  const staying = new AbortController();
  const stays = codeOf(back.client.echo(ask, { timeoutMs: 60_000, signal: staying.signal }));
  await assert.rejects(back.client.echo(ask), (error) => {
    assert.ok(error instanceof RpcError);
    assert.equal(error.code, 'RESOURCE_EXHAUSTED');
    return isForLater(error);
  });
  staying.abort();
  await stays;
});

test('the stand-in is around them all: it answers what the breaker and the bulkhead refuse', async () => {
  const fallback = { echo: () => ({ text: 'stand-in' }) };
  const broken = clientOf(unwell.address, { timeoutMs: 1000, breaker, fallback });
  await unwell.become('hung');
  const texts = await inTurn(3, async () => (await broken.client.echo(ask, soon)).text);
  assert.deepEqual(new Set(texts), new Set(['stand-in']));
  assert.equal(broken.rejectedBy('breaker'), 1);

  const full = clientOf(unwell.address, { breaker: never, bulkhead: { calls: 1, waiting: 0 }, fallback });
  const staying = new AbortController();
  const stays = codeOf(full.client.once(ask, { timeoutMs: 60_000, signal: staying.signal }));
  assert.equal((await full.client.echo(ask)).text, 'stand-in');
  assert.equal(full.rejectedBy('bulkhead'), 1);
  staying.abort();
  await stays;
});
