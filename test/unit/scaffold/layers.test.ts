import { describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { rules } from '../../../src/cli/rules.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Answers, Workspace } from '../../../src/scaffold/kit.ts';
import { secretsIn } from './secrets.ts';
import { answersOf, born, workspace } from './born.ts';

const shop: Workspace = {
  ...workspace,
  contexts: ['orders'],
  services: [{ name: 'orders', path: 'services/orders', contexts: ['orders'], number: 1 }],
};

async function ordersWith(...additions: readonly (readonly [id: string, answers: Answers])[]) {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  await born(texts, 'service', answersOf('orders', { aggregate: 'Order' }), shop);
  for (const [id, answers] of additions) await born(texts, id, { to: 'orders', ...answers }, shop);
  return texts;
}

const cache = ['cache', { store: 'process' }] as const;
const rateLimit = ['rate-limit', { store: 'process', perSecond: 70 }] as const;
const rest = ['rest', {}] as const;
const context = (texts: ReadonlyMap<string, string>) => texts.get('services/orders/context.ts') ?? '';

describe('what stands between callers and handlers', { timeout: 60_000 }, () => {
  test('is set up where the context is built, and let go of', async () => {
    const text = context(await ordersWith(cache));
    expect(text).toContain("const cache = new Cache({ context: 'orders', settings, metrics, log });");
    expect(text).toContain('rpc: [cachedReads(ordersService({ atomically }), cache)]');
    expect(text).toContain('settings: { ...cacheVariables }');
    expect(text).toContain('workers: [cache.worker]');
  });

  test('counts calls before it looks into the cache, whichever came first', async () => {
    const [one, other] = [await ordersWith(cache, rateLimit), await ordersWith(rateLimit, cache)];
    for (const texts of [one, other])
      expect(context(texts)).toMatch(
        /rpc: \[rateLimited\(cachedReads\(ordersService\(\{ atomically \}\), cache\), limit\)\]/,
      );
  });

  test.each([
    [rest, cache, rateLimit],
    [rateLimit, rest, cache],
    [cache, rateLimit, rest],
  ])('holds for callers over HTTP too, in any order: %#', async (...additions) => {
    expect(context(await ordersWith(...additions)).replace(/\s+/g, ' ')).toMatch(
      /restFacade\(\{ api, database, service: \(transaction\) => rateLimited\( ?cachedReads\( ?ordersService\(\{[^}]*\}\), cache,? ?\), limit,? ?\),? \}\)/,
    );
  });

  test.each([cache, rateLimit])('changes nothing the second time: %s', async (id, answers) => {
    const texts = await ordersWith([id, answers]);
    const { writes } = await born(texts, id, { to: 'orders', ...answers }, shop);
    expect(writes.map(({ path }) => path)).toEqual([]);
  });

  test('brings its packages, and Redis where replicas share it', async () => {
    const alone = await ordersWith(rateLimit);
    expect(JSON.parse(alone.get('chassis/package.json') ?? '').dependencies).toMatchObject({
      'rate-limiter-flexible': expect.stringMatching(/^\d/),
      '@redis/client': expect.stringMatching(/^\d/),
    });
    expect(alone.get('services/orders/k8s/config.yaml')).toMatch(/RATE_LIMIT_PER_SECOND: ['"]70['"]/);
    expect(alone.get('compose.yaml')).not.toContain('redis');
    const shared = await ordersWith(['rate-limit', { store: 'redis', perSecond: 50 }], ['cache', { store: 'redis' }]);
    const secrets = secretsIn(shared.get('services/orders/k8s/deployment.yaml'), 'orders');
    for (const name of ['RATE_LIMIT_REDIS_URL', 'CACHE_REDIS_URL']) {
      expect(shared.get('compose.yaml')).toContain(`${name}: redis://redis:6379`);
      // It may hold a password.
      expect(secrets.get(name)).toEqual({ name: 'orders', key: name });
      expect(shared.get('services/orders/k8s/config.yaml')).not.toContain(name);
    }
    expect(shared.get('services/orders/k8s/network-policy.yaml')).toContain('port: 6379');
  });

  test('lints clean', async () => {
    const redis = { store: 'redis' } as const;
    const texts = await ordersWith(['cache', redis], ['rate-limit', { ...redis, perSecond: 50 }]);
    const { model } = inspectFiles(memoryFiles(Object.fromEntries(texts)));
    expect(check(model, rules).findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});
