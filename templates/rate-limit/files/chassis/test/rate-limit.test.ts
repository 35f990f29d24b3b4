import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import process from 'node:process';
import { pino } from 'pino';
import { RetryInfoSchema } from '../gen/google/rpc/error_details_pb.ts';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { Metrics } from '../src/metrics.ts';
import { RateLimit, rateLimited } from '../src/rate-limit.ts';
import { createClient } from '../src/rpc/client.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { inProcessTransport } from '../src/rpc/in-process.ts';
import { freePort } from '../src/testing/postgres.ts';
import { eventually } from '../src/testing/harness.ts';
import { backHandlers } from './contexts.ts';

/** Set by whoever has a Redis to test with. */
const url = process.env['TEST_REDIS_URL'];
const log = pino({ level: 'silent' });
const stop = new AbortController();
after(() => stop.abort());

/** A replica of a service that allows five calls a second. */
function replica({ redis, fails = 'open', context }: { redis?: string; fails?: 'open' | 'closed'; context: string }) {
  const metrics = new Metrics();
  const settings = { RATE_LIMIT_PER_SECOND: 5, RATE_LIMIT_REDIS_URL: redis, RATE_LIMIT_FAILS: fails };
  const limit = new RateLimit({ context, settings, metrics, log });
  void limit.worker.run({ context, log, metrics, signal: stop.signal });
  const rpc = rateLimited(backHandlers, limit);
  const transport = inProcessTransport(() => rpc, { log, metrics });
  const clientFor = (caller: string) => createClient(BackService, transport, { timeoutMs: 2000, caller });
  const call = (caller: string) =>
    clientFor(caller)
      .echo({ text: 'x' })
      .then(
        () => 'OK' as const,
        (error: unknown) => (error instanceof RpcError ? error : assert.fail(String(error))),
      );
  return { call, metrics };
}

type Answer = 'OK' | RpcError;
const codeOf = (answer: Answer): string => (answer === 'OK' ? 'OK' : answer.code);
const countOf = (answers: readonly Answer[], code: string): number =>
  answers.filter((answer) => codeOf(answer) === code).length;
const times = (count: number, call: () => Promise<Answer>) => Promise.all(Array.from({ length: count }, call));

test('a caller above the rate is told when to come back, and others are not touched', async () => {
  const { call, metrics } = replica({ context: 'alone' });
  const answers = await times(8, () => call('greedy'));
  assert.equal(countOf(answers, 'OK'), 5);
  const refused = answers.find((answer) => answer !== 'OK');
  assert.equal(refused?.code, 'RESOURCE_EXHAUSTED');
  const delay = refused.detail(RetryInfoSchema)?.retryDelay;
  const delayMs = Number(delay?.seconds ?? 0) * 1000 + (delay?.nanos ?? 0) / 1e6;
  assert.ok(delayMs > 0 && delayMs <= 1000, String(delayMs));
  assert.equal(await call('modest'), 'OK');
  assert.match(metrics.render(), /rate_limited_total\{context="alone"\} 3/);
  await wait(delayMs + 50);
  assert.equal(await call('greedy'), 'OK');
});

test('replicas that share Redis count together', { skip: !url && 'TEST_REDIS_URL is not set' }, async () => {
  const context = `shared-${process.pid}`;
  const [one, other] = [replica({ redis: url ?? '', context }), replica({ redis: url ?? '', context })];
  await eventually(async () => {
    await Promise.all([one.call('warm'), other.call('warm')]);
    return !/rate_limit_failures_total\{[^}]*\} \d/.test(fresh(one) + fresh(other));
  });
  const answers = (await Promise.all([times(8, () => one.call('a')), times(8, () => other.call('a'))])).flat();
  assert.equal(countOf(answers, 'OK'), 5);
});

/** What was counted since the last look. */
const looked = new WeakMap<object, string>();
function fresh({ metrics }: { metrics: Metrics }): string {
  const failures = metrics.render().match(/rate_limit_failures_total\{.*/)?.[0] ?? '';
  const before = looked.get(metrics) ?? '';
  looked.set(metrics, failures);
  return failures === before ? '' : failures;
}

test('without Redis it fails as configured, at once, and is counted', async () => {
  const gone = `redis://127.0.0.1:${await freePort()}`;
  const open = replica({ redis: gone, context: 'open' });
  const started = performance.now();
  const answers = await times(8, () => open.call('a'));
  assert.equal(countOf(answers, 'OK'), 5);
  assert.ok(performance.now() - started < 1800, `${performance.now() - started} ms`);
  assert.match(open.metrics.render(), /rate_limit_failures_total\{context="open"\} 8/);
  const closed = replica({ redis: gone, fails: 'closed', context: 'closed' });
  assert.equal(codeOf(await closed.call('a')), 'UNAVAILABLE');
});

test('a Redis that is connected and says nothing holds no call up', async () => {
  const stalling = await stallingRedis();
  const { call, metrics } = replica({ redis: stalling.url, context: 'stalled' });
  await eventually(async () => {
    await call('warm');
    return !metrics.render().includes('rate_limit_failures_total{context="stalled"}') || stalling.isAsked();
  });
  stalling.stall();
  const started = performance.now();
  assert.equal(await call('a'), 'OK');
  assert.ok(performance.now() - started < 5000, `${performance.now() - started} ms`);
  assert.match(metrics.render(), /rate_limit_failures_total\{context="stalled"\} \d/);
});

/** Enough of a Redis to be taken for one, until it stalls: its connections stand and nothing answers. */
async function stallingRedis() {
  let [isStalled, asked] = [false, 0];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.on('data', (commands: Buffer) => {
      asked += String(commands).includes('eval') || String(commands).includes('EVAL') ? 1 : 0;
      if (!isStalled) socket.write('+OK\r\n'.repeat(String(commands).match(/^\*\d+/gm)?.length ?? 0));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, stall: () => (isStalled = true), isAsked: () => asked > 0 };
}
