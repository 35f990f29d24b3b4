import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { Cache, cachedReads } from '../src/cache.ts';
import { Metrics } from '../src/metrics.ts';
import { openRedis } from '../src/redis.ts';
import { createClient } from '../src/rpc/client.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { inProcessTransport } from '../src/rpc/in-process.ts';
import { implement } from '../src/rpc/service.ts';
import { eventually } from '../src/testing/harness.ts';
import { freePort } from '../src/testing/postgres.ts';

/** Set by whoever has a Redis to test with. */
const url = process.env['TEST_REDIS_URL'];
const log = pino({ level: 'silent' });
const stop = new AbortController();
after(() => stop.abort());

/** A replica whose answers are a tenth of a second in the making and may be 400 ms old. */
function replica(context: string, source: { asked: number }, redis?: string) {
  const metrics = new Metrics();
  const settings = { CACHE_MAX_AGE_MS: 400, CACHE_REDIS_URL: redis };
  const cache = new Cache({ context, settings, metrics, log });
  void cache.worker.run({ context, log, metrics, signal: stop.signal });
  const back = implement(BackService, {
    async echo({ text }, { signal }) {
      source.asked += 1;
      if (text === 'nothing') throw new RpcError('NOT_FOUND', 'nothing');
      await wait(100, undefined, { signal });
      return { text: `${text} ${source.asked}` };
    },
    once: async ({ text }) => ({ text: `${text} ${(source.asked += 1)}` }),
    async *count() {},
  });
  const rpc = cachedReads(back, cache);
  const client = createClient(
    BackService,
    inProcessTransport(() => rpc, { log, metrics }),
    { timeoutMs: 3000 },
  );
  return { client, metrics, echo: async (text: string) => (await client.echo({ text })).text };
}

test('an answer is kept for its time, and only to the same question', async () => {
  const source = { asked: 0 };
  const { echo, metrics } = replica('kept', source);
  assert.equal(await echo('a'), 'a 1');
  assert.equal(await echo('a'), 'a 1');
  assert.equal(await echo('b'), 'b 2');
  await wait(450);
  assert.equal(await echo('a'), 'a 3');
  assert.match(metrics.render(), /cache_total\{context="kept",outcome="hit"\} 1/);
});

test('fifty who miss together ask once', async () => {
  const source = { asked: 0 };
  const { echo } = replica('stampede', source);
  const answers = await Promise.all(Array.from({ length: 50 }, () => echo('a')));
  assert.deepEqual(new Set(answers), new Set(['a 1']));
});

test('who fetches may give up; those who wait for it get their answer all the same', async () => {
  const source = { asked: 0 };
  const { client, echo } = replica('giving-up', source);
  const hasty = client.echo({ text: 'a' }, { timeoutMs: 30 }).catch((error: RpcError) => error.code);
  await wait(5);
  const patient = echo('a');
  assert.equal(await hasty, 'DEADLINE_EXCEEDED');
  assert.equal(await patient, 'a 2');
});

test('errors and what changes something are not kept', async () => {
  const source = { asked: 0 };
  const { client } = replica('errors', source);
  for (let times = 0; times < 2; times += 1)
    await assert.rejects(client.echo({ text: 'nothing' }), (error) => error instanceof RpcError && error.code === 'NOT_FOUND');
  await client.once({ text: 'a' });
  await client.once({ text: 'a' });
  assert.equal(source.asked, 4);
});

test('replicas that share Redis ask once between them, under their own prefix', { skip: !url && 'TEST_REDIS_URL is not set' }, async () => {
  const [context, source] = [`shared-${process.pid}`, { asked: 0 }];
  const [one, other] = [replica(context, source, url), replica(context, source, url)];
  const redis = openRedis(url ?? '', log);
  await eventually(async () => redis.client.isReady);
  await Promise.all([one.echo('warm'), other.echo('warm')]);
  await wait(500);
  source.asked = 0;
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => (index % 2 ? one : other).echo('a')));
  assert.deepEqual(new Set(answers), new Set(['a 1']));
  const keys = await redis.run((client) => client.keys('*'));
  assert.ok(keys.some((key) => key.startsWith(`${context}:cache:echo.v1.BackService/Echo:`)), keys.join());
  redis.close();
});

test('without Redis the source is asked, at once, and it is counted', async () => {
  const source = { asked: 0 };
  const { echo, metrics } = replica('gone', source, `redis://127.0.0.1:${await freePort()}`);
  const started = performance.now();
  assert.equal(await echo('a'), 'a 1');
  assert.equal(await echo('a'), 'a 2');
  assert.ok(performance.now() - started < 1500);
  assert.match(metrics.render(), /cache_failures_total\{context="gone"\} 2/);
});
