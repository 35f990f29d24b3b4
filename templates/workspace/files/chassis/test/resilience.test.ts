import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { Metrics } from '../src/metrics.ts';
import { withinCall } from '../src/rpc/call.ts';
import { createClient } from '../src/rpc/client.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { CalleeGuard } from '../src/rpc/guard.ts';
import { networkTransport } from '../src/rpc/network.ts';
import { callee, lastAnswer } from '../src/rpc/policy.ts';
import { startUnwell, type UnwellCallee } from '../src/testing/unwell.ts';

let unwell: UnwellCallee;
before(async () => {
  unwell = await startUnwell(BackService, { echo: { text: 'well' }, once: { text: 'well' } });
});
after(() => unwell.kill());
beforeEach(() => unwell.become('well'));

/** A client as a context gets it. */
function calling(wishes: Parameters<typeof callee<typeof BackService>>[1]) {
  const metrics = new Metrics();
  const declared = callee(BackService, wishes);
  const log = pino({ level: 'silent' });
  const guard = new CalleeGuard(declared, { caller: 'test', callee: 'back', metrics, log });
  const transport = networkTransport(unwell.address);
  const { timeoutMs, marginMs } = declared.policy;
  const client = createClient(BackService, transport, { timeoutMs, marginMs, guard });
  const metric = (name: string): number => {
    guard.measure();
    const line = metrics
      .render()
      .split('\n')
      .find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  return { client, metric, metrics, [Symbol.dispose]: () => transport.close() };
}

const ask = { text: 'x' };
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'OK',
    (error: unknown) => (error instanceof RpcError ? error.code : String(error)),
  );
const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work));
async function inTurn<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let done = 0; done < count; done += 1) results.push(await work());
  return results;
}
const never = { share: 0.99, ofLast: 1000, atLeast: 1000 };

describe('retries', () => {
  test('what is idempotent is tried again, what is not is not', async () => {
    using back = calling({ breaker: never, retry: { attempts: 10, firstMs: 100, mostMs: 100 } });
    assert.equal(await codeOf(back.client.once(ask)), 'OK');
    const before = await unwell.asked();
    await unwell.become('flapping');
    assert.equal(await codeOf(back.client.once(ask)), 'UNAVAILABLE');
    assert.equal((await unwell.asked()) - before, 1);
    assert.equal(back.metric('client_retries_total'), 0);
    await unwell.become('flapping');
    assert.equal((await back.client.echo(ask)).text, 'well');
    assert.ok(back.metric('client_retries_total') >= 1);
  });

  test('the deadline ends them', async () => {
    using back = calling({ breaker: never, retry: { attempts: 50, firstMs: 2000, mostMs: 2000 } });
    await unwell.become('flapping');
    const started = performance.now();
    assert.match(await codeOf(back.client.echo(ask, { timeoutMs: 140 })), /^(UNAVAILABLE|DEADLINE_EXCEEDED)$/);
    assert.ok(performance.now() - started < 1000);
  });

  test('the budget ends them when everything fails', async () => {
    using back = calling({ breaker: never, retry: { attempts: 3, firstMs: 1, mostMs: 1, budget: 0 } });
    unwell.kill();
    await inTurn(30, () => codeOf(back.client.echo(ask)));
    assert.equal(back.metric('client_retries_total'), 10);
    unwell = await startUnwell(BackService, { echo: { text: 'well' }, once: { text: 'well' } });
  });
});

describe('deadlines', () => {
  test('a call made while answering another leaves time to answer', async () => {
    using back = calling({ marginMs: 60, breaker: never });
    await unwell.become('hung');
    const started = performance.now();
    const call = { deadline: Date.now() + 200, signal: new AbortController().signal };
    assert.equal(await codeOf(withinCall(call, () => back.client.echo(ask))), 'DEADLINE_EXCEEDED');
    const waited = performance.now() - started;
    assert.ok(waited > 100 && waited < 190, String(waited));
  });

  test('with less than the margin left nobody is called', async () => {
    using back = calling({ marginMs: 60, breaker: never });
    const before = await unwell.asked();
    const call = { deadline: Date.now() + 50, signal: new AbortController().signal };
    assert.equal(await codeOf(withinCall(call, () => back.client.echo(ask))), 'DEADLINE_EXCEEDED');
    assert.equal(await unwell.asked(), before);
  });
});

describe('the circuit', () => {
  const breaker = { share: 0.5, ofLast: 10, atLeast: 5, openMs: 300 };

  test('opens as configured, spares the callee, tries again once, and closes', async () => {
    using back = calling({ timeoutMs: 100, breaker });
    await unwell.become('hung');
    assert.deepEqual(new Set(await inTurn(4, () => codeOf(back.client.echo(ask)))), new Set(['DEADLINE_EXCEEDED']));
    assert.equal(back.metric('client_breaker_state'), 0);
    await codeOf(back.client.echo(ask));
    assert.equal(back.metric('client_breaker_state'), 2);
    const asked = await unwell.asked();
    assert.deepEqual(new Set(await times(20, () => codeOf(back.client.echo(ask)))), new Set(['UNAVAILABLE']));
    assert.equal(await unwell.asked(), asked);
    assert.equal(back.metric('client_rejected_total{context="test",callee="back",by="breaker"}'), 20);

    await wait(300);
    // Still hung: one of many tries it, the others neither wait nor call.
    const settled: string[] = [];
    await times(20, async () => settled.push(await codeOf(back.client.echo(ask))));
    assert.equal(settled.filter((code) => code === 'DEADLINE_EXCEEDED').length, 1);
    assert.equal(settled.at(-1), 'DEADLINE_EXCEEDED', 'nobody waits for the one that tries');
    assert.equal(await unwell.asked(), asked + 1);
    assert.equal(back.metric('client_breaker_state'), 2);

    await unwell.become('well');
    await wait(300);
    assert.equal(await codeOf(back.client.echo(ask)), 'OK');
    assert.equal(back.metric('client_breaker_state'), 0);
    assert.equal(back.metric('client_breaker_opened_total'), 2);
  });

  test('opens on a callee that lies, and no lie does worse than fail the call', async () => {
    using back = calling({ breaker: { ...breaker, ofLast: 9, atLeast: 9 } });
    await unwell.become('lying');
    const codes = await inTurn(9, () => codeOf(back.client.once(ask)));
    assert.deepEqual(new Set(codes), new Set(['OK', 'INTERNAL']));
    assert.equal(await codeOf(back.client.once(ask)), 'UNAVAILABLE');
  });

  test('whoever gives up on a call does not speak against the callee, nor for it', async () => {
    using back = calling({ timeoutMs: 2000, breaker });
    await unwell.become('hung');
    const givingUp = () => codeOf(back.client.echo(ask, { signal: AbortSignal.timeout(10) }));
    assert.deepEqual(new Set(await times(20, givingUp)), new Set(['CANCELLED']));
    assert.equal(back.metric('client_breaker_state'), 0);
    // Open, and then tried by somebody who gives up: it is still not known to be well.
    await times(5, () => codeOf(back.client.echo(ask, { timeoutMs: 400 })));
    assert.equal(back.metric('client_breaker_state'), 2);
    await wait(300);
    assert.equal(await givingUp(), 'CANCELLED');
    assert.equal(back.metric('client_breaker_state'), 2);
  });

  test('a clock set back an hour does not keep it open', async (context) => {
    using back = calling({ timeoutMs: 60, breaker });
    await unwell.become('hung');
    await times(5, () => codeOf(back.client.echo(ask)));
    assert.equal(back.metric('client_breaker_state'), 2);
    await unwell.become('well');
    await wait(300);
    const now = Date.now;
    context.mock.method(Date, 'now', () => now() - 3_600_000);
    assert.equal(await codeOf(back.client.echo(ask)), 'OK');
  });
});

describe('the bulkhead', () => {
  test('a hung callee takes so many calls of its caller, and the rest are refused at once', async () => {
    using back = calling({ timeoutMs: 500, breaker: never, bulkhead: { calls: 4, waiting: 2 } });
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
    assert.equal(back.metric('client_rejected_total{context="test",callee="back",by="bulkhead"}'), 44);
    // Those that waited for room gave up in time, and left none taken.
    assert.ok(results.every(({ ms }) => ms < 1500));
    await unwell.become('well');
    assert.deepEqual(new Set(await times(6, () => codeOf(back.client.echo(ask)))), new Set(['OK']));
    assert.equal(back.metric('client_under_way'), 0);
  });

  test('a stream keeps its place until it is left', async () => {
    using back = calling({ timeoutMs: 300, breaker: never, bulkhead: { calls: 1, waiting: 0 } });
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
    using back = calling({ timeoutMs: 100, breaker: never, fallback: { echo: lastAnswer({ maxAgeMs: 600 }) } });
    assert.equal((await back.client.echo({ text: 'a' })).text, 'well');
    await unwell.become('hung');
    assert.equal((await back.client.echo({ text: 'a' })).text, 'well');
    assert.equal(await codeOf(back.client.echo({ text: 'b' })), 'DEADLINE_EXCEEDED');
    assert.equal(back.metric('client_fallbacks_total'), 1);
    await wait(600);
    assert.equal(await codeOf(back.client.echo({ text: 'a' })), 'DEADLINE_EXCEEDED');
  });

  test('or is made from the request', async () => {
    using back = calling({ timeoutMs: 100, fallback: { echo: ({ text }) => ({ text: `no ${text}` }) } });
    await unwell.become('hung');
    assert.equal((await back.client.echo(ask)).text, 'no x');
  });
});
