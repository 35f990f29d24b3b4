import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingRedis, startRedis } from '../../servers/redis.ts';
import type { Server } from '../../servers/servers.ts';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('a cache and a rate limit', () => {
  let shop: GeneratedWorkspace;
  let redis: Server | undefined;
  beforeAll(async () => {
    if (missingRedis() === undefined) redis = await startRedis();
    shop = await generatedWorkspace([
      ['new', 'service', 'orders'],
      ['add', 'rate-limit', '--to', 'orders', '--store', 'redis'],
      ['add', 'cache', '--to', 'orders'],
    ]);
  });
  afterAll(async () => {
    await redis?.stop();
    await shop.remove();
  });

  it('pass types, formatter, linter and the laws between services', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const judged = await shop.msvc('lint', '--show', 'info');
    expect(judged.stdout).toContain('nothing to report');
  });

  it('do what they say, in process and in Redis, and without a Redis that should be there', async () => {
    const environment: Record<string, string> = redis ? { TEST_REDIS_URL: redis.url } : {};
    const options = { environment, withPostgres: false, allRun: redis !== undefined };
    const tested = await chassisTests(shop, ['cache', 'rate-limit'], 5, options);
    if (redis) expect(tested.output).not.toContain('TEST_REDIS_URL is not set');
  });

  it('leave the tests of the service as they are', async () => {
    const words = ['node', '../../chassis/src/testing/run.ts', 'test/rpc.test.ts', 'test/process.test.ts'];
    const tested = await shop.run(words, 'services/orders');
    expect(tested, tested.output).toMatchObject({ status: 0 });
  });
});
