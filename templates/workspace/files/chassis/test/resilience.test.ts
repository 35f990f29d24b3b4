import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { withinCall } from '../src/rpc/call.ts';
import { lastAnswer } from '../src/rpc/policy.ts';
import { startUnwell, type UnwellCallee } from '../src/testing/unwell.ts';
import { ask, clientOf, codeOf, inTurn, never, times, type Wishes } from './calling.ts';

let unwell: UnwellCallee;
before(async () => {
  unwell = await startUnwell(BackService, { echo: { text: 'well' }, once: { text: 'well' } });
});
after(() => unwell.kill());
beforeEach(() => unwell.become('well'));

const calling = (wishes: Wishes) => clientOf(unwell.address, wishes);

describe('retries', () => {
  test('what is idempotent is tried again, what is not is not', async () => {
    const back = calling({ breaker: never, retry: { attempts: 10, firstMs: 100, mostMs: 100 } });
    assert.equal(await codeOf(back.client.once(ask)), 'OK');
    const before = await unwell.asked();
    await unwell.become('faltering');
    assert.equal(await codeOf(back.client.once(ask)), 'UNAVAILABLE');
    assert.equal((await unwell.asked()) - before, 1);
    assert.equal(back.metric('client_retries_total'), 0);
    await unwell.become('faltering');
    assert.equal((await back.client.echo(ask)).text, 'well');
    assert.equal(back.metric('client_retries_total'), 1);
  });

  test('the deadline ends them', async () => {
    const back = calling({ breaker: never, retry: { attempts: 50, firstMs: 60_000, mostMs: 60_000 } });
    await unwell.become('faltering');
    // A pause that would outlast the deadline is not even begun.
    assert.equal(await codeOf(back.client.echo(ask, { timeoutMs: 10_000 })), 'UNAVAILABLE');
    assert.equal(back.metric('client_retries_total'), 0);
  });

  test('the budget ends them when everything fails', async () => {
    const back = calling({ breaker: never, retry: { attempts: 3, firstMs: 1, mostMs: 1, budget: 0 } });
    unwell.kill();
    await inTurn(30, () => codeOf(back.client.echo(ask)));
    assert.equal(back.metric('client_retries_total'), 10);
    unwell = await startUnwell(BackService, { echo: { text: 'well' }, once: { text: 'well' } });
  });
});

describe('deadlines', () => {
  test('a call made while answering another leaves time to answer', async () => {
    const back = calling({ timeoutMs: 20_000, marginMs: 19_500, breaker: never });
    await unwell.become('hung');
    const started = performance.now();
    const call = { deadline: Date.now() + 20_000, signal: new AbortController().signal };
    assert.equal(await codeOf(withinCall(call, () => back.client.echo(ask))), 'DEADLINE_EXCEEDED');
    const waited = performance.now() - started;
    assert.ok(waited > 400 && waited < 15_000, String(waited));
  });

  test('with less than the margin left nobody is called', async () => {
    const back = calling({ marginMs: 60, breaker: never });
    const before = await unwell.asked();
    const call = { deadline: Date.now() + 50, signal: new AbortController().signal };
    assert.equal(await codeOf(withinCall(call, () => back.client.echo(ask))), 'DEADLINE_EXCEEDED');
    assert.equal(await unwell.asked(), before);
  });
});

describe('the circuit', () => {
  const openMs = 1000;
  const breaker = { share: 0.5, ofLast: 10, atLeast: 5, openMs };
  /** Enough for a fair judgement, and not for an answer. */
  const soon = { timeoutMs: 400 };

  test('opens as configured, spares the callee, tries again once, and closes', async () => {
    const back = calling({ timeoutMs: 1000, breaker });
    await unwell.become('hung');
    const echo = () => codeOf(back.client.echo(ask, soon));
    assert.deepEqual(new Set(await inTurn(4, echo)), new Set(['DEADLINE_EXCEEDED']));
    assert.equal(back.metric('client_breaker_state'), 0);
    await echo();
    assert.equal(back.metric('client_breaker_state'), 2);
    const asked = await unwell.asked();
    assert.deepEqual(new Set(await times(20, echo)), new Set(['UNAVAILABLE']));
    assert.equal(await unwell.asked(), asked);
    assert.equal(back.rejectedBy('breaker'), 20);

    await wait(openMs);
    // Still hung: one of many tries it, the others neither wait nor call.
    const settled: string[] = [];
    await times(20, async () => settled.push(await echo()));
    assert.equal(settled.filter((code) => code === 'DEADLINE_EXCEEDED').length, 1);
    assert.equal(settled.at(-1), 'DEADLINE_EXCEEDED', 'nobody waits for the one that tries');
    assert.equal(await unwell.asked(), asked + 1);
    assert.equal(back.metric('client_breaker_state'), 2);

    await unwell.become('well');
    await wait(openMs);
    assert.equal(await codeOf(back.client.echo(ask)), 'OK');
    assert.equal(back.metric('client_breaker_state'), 0);
    assert.equal(back.metric('client_breaker_opened_total'), 2);
  });

  test('opens on a callee that lies, and no lie does worse than fail the call', async () => {
    const back = calling({ breaker: { ...breaker, ofLast: 9, atLeast: 9 } });
    await unwell.become('lying');
    const codes = await inTurn(9, () => codeOf(back.client.once(ask)));
    assert.deepEqual(new Set(codes), new Set(['OK', 'INTERNAL']));
    assert.equal(await codeOf(back.client.once(ask)), 'UNAVAILABLE');
  });

  test('whoever gives up on a call does not speak against the callee, nor for it', async () => {
    const back = calling({ timeoutMs: 2000, breaker });
    await unwell.become('hung');
    const givingUp = () => codeOf(back.client.echo(ask, { signal: AbortSignal.timeout(50) }));
    assert.deepEqual(new Set(await times(20, givingUp)), new Set(['CANCELLED']));
    assert.equal(back.metric('client_breaker_state'), 0);
    // Open, and then tried by somebody who gives up: it is still not known to be well.
    await times(5, () => codeOf(back.client.echo(ask, { timeoutMs: 400 })));
    assert.equal(back.metric('client_breaker_state'), 2);
    await wait(openMs);
    assert.equal(await givingUp(), 'CANCELLED');
    assert.equal(back.metric('client_breaker_state'), 2);
  });

  test('a clock set back an hour does not keep it open', async (context) => {
    const back = calling({ timeoutMs: 1000, breaker });
    await unwell.become('hung');
    await times(5, () => codeOf(back.client.echo(ask, soon)));
    assert.equal(back.metric('client_breaker_state'), 2);
    await unwell.become('well');
    await wait(openMs);
    const now = Date.now;
    context.mock.method(Date, 'now', () => now() - 3_600_000);
    assert.equal(await codeOf(back.client.echo(ask)), 'OK');
  });
});

describe('the bulkhead', () => {
  test('a hung callee takes so many calls of its caller, and the rest are refused at once', async () => {
    const back = calling({ timeoutMs: 2000, breaker: never, bulkhead: { calls: 4, waiting: 2 } });
    await unwell.become('hung');
    const started = performance.now();
    const finished = times(50, async () => {
      const code = await codeOf(back.client.echo(ask));
      return { code, ms: performance.now() - started };
    });
    await wait(100);
    assert.equal(back.metric('client_under_way'), 4);
    const results = await finished;
    const refused = results.filter(({ code }) => code === 'RESOURCE_EXHAUSTED');
    assert.equal(refused.length, 44);
    const first = Math.min(...results.filter((one) => !refused.includes(one)).map(({ ms }) => ms));
    assert.ok(refused.every(({ ms }) => ms < first), 'nobody waits to be refused');
    assert.equal(back.rejectedBy('bulkhead'), 44);
    // Those that waited for room gave up in time, and left none taken.
    assert.ok(results.every(({ ms }) => ms < 20_000));
    await unwell.become('well');
    assert.deepEqual(new Set(await times(6, () => codeOf(back.client.echo(ask)))), new Set(['OK']));
    assert.equal(back.metric('client_under_way'), 0);
  });

  test('a stream keeps its place until it is left', async () => {
    const back = calling({ timeoutMs: 1000, breaker: never, bulkhead: { calls: 1, waiting: 0 } });
    await unwell.become('hung');
    const stream = back.client.count({ to: 3 })[Symbol.asyncIterator]();
    const first = codeOf(stream.next());
    await wait(50);
    assert.equal(await codeOf(back.client.echo(ask)), 'RESOURCE_EXHAUSTED');
    assert.equal(await first, 'DEADLINE_EXCEEDED');
    await unwell.become('well');
    assert.equal(await codeOf(back.client.echo(ask)), 'OK');
  });
});

describe('a stand-in', () => {
  test('is the last answer to the same request, for a while', async () => {
    const back = calling({ breaker: never, fallback: { echo: lastAnswer({ maxAgeMs: 2000 }) } });
    const soon = { timeoutMs: 100 };
    assert.equal((await back.client.echo({ text: 'a' })).text, 'well');
    await unwell.become('hung');
    assert.equal((await back.client.echo({ text: 'a' }, soon)).text, 'well');
    assert.equal(await codeOf(back.client.echo({ text: 'b' }, soon)), 'DEADLINE_EXCEEDED');
    assert.equal(back.metric('client_fallbacks_total'), 1);
    await wait(2000);
    assert.equal(await codeOf(back.client.echo({ text: 'a' }, soon)), 'DEADLINE_EXCEEDED');
  });

  test('or is made from the request', async () => {
    const back = calling({ timeoutMs: 100, fallback: { echo: ({ text }) => ({ text: `no ${text}` }) } });
    await unwell.become('hung');
    assert.equal((await back.client.echo(ask)).text, 'no x');
  });
});
