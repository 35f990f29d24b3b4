import { beforeAll, describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { rules } from '../../../src/cli/rules.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Answers, Workspace } from '../../../src/scaffold/kit.ts';
import { answersOf, born, workspace } from './born.ts';

const births: Readonly<Record<string, Answers>> = {
  bank: { aggregate: 'Bank', publishes: ['BankOpened'] },
  stock: { aggregate: 'Stock', publishes: ['StockReserved'] },
};
const shop: Workspace = {
  ...workspace,
  contexts: Object.keys(births),
  events: ['bank.v1.BankOpened', 'stock.v1.StockReserved'],
  services: Object.entries(births).map(([name, more], index) => ({
    name,
    path: `services/${name}`,
    contexts: [name],
    number: index + 1,
    applied: [{ capability: 'service', answers: answersOf(name, more) }],
  })),
};
type Step = readonly [capability: string, answers: Answers];
const offered: readonly Step[] = [
  ['aggregate', { name: 'account', events: ['AccountOpened', 'MoneyDeposited'], in: 'bank', snapshotEvery: 100 }],
  ['saga', { name: 'checkout', style: 'orchestration', steps: ['reserve:stock'], in: 'bank' }],
];
const layers: readonly Step[] = [
  ['rest', { to: 'bank' }],
  ['rate-limit', { to: 'bank', perSecond: 50, store: 'process' }],
  ['cache', { to: 'bank', store: 'process' }],
];

async function made(...steps: readonly Step[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '' });
  for (const [name, more] of Object.entries(births)) await born(texts, 'service', answersOf(name, more), shop);
  for (const [capability, answers] of steps) await born(texts, capability, answers, shop);
  return texts;
}

const contextIn = (texts: ReadonlyMap<string, string>) => texts.get('services/bank/context.ts') ?? '';
const listIn = (texts: ReadonlyMap<string, string>, name: string) =>
  (new RegExp(`\n      ${name}: \\[[^]*?\n      \\],`).exec(contextIn(texts))?.[0] ?? '').replace(/\s+/g, ' ').trim();
const migrationsIn = (texts: ReadonlyMap<string, string>) =>
  [...(texts.get('services/bank/migrations/index.ts') ?? '').matchAll(/'(\d{4}-[\w-]+)'/g)].map(([, name]) => name);

describe('an aggregate and a saga of a context', () => {
  let first: Map<string, string>;
  let last: Map<string, string>;
  beforeAll(async () => {
    first = await made(...offered, ...layers);
    last = await made(...layers, ...offered);
  }, 60_000);

  test.each(['first', 'last'])('that came %s are limited, cached and reached over HTTP', (order) => {
    const texts = order === 'first' ? first : last;
    expect(listIn(texts, 'rpc')).toBe(
      'rpc: [ rateLimited(cachedReads(bankService({ atomically }), cache), limit), ' +
        'rateLimited(cachedReads(accountService({ atomically }), cache), limit), ' +
        'rateLimited(checkoutService(sagaDesk(database, checkoutSaga)), limit), ],',
    );
    const facades = listIn(texts, 'facades');
    expect(facades).toContain('restFacade({ api, database,');
    expect(facades).toMatch(
      /restFacade\(\{ api: accountApi, database, service: \(transaction\) => rateLimited\( cachedReads\(accountService\(\{ atomically: \(work\) => transaction\(/,
    );
    expect(facades).toContain('service: () => rateLimited(checkoutService(sagaDesk(database, checkoutSaga)), limit)');
    expect(texts.get('services/bank/test/account-rest.test.ts')).toContain('harness.client(AccountService, port)');
  });

  test('leave the same behind in both orders', () => {
    const ordered = /context\.ts$|migrations\/index\.ts$|\.msvc\//;
    const others = (texts: ReadonlyMap<string, string>) =>
      Object.fromEntries(
        [...texts].filter(([path]) => !ordered.test(path) && !path.includes('idempotency-keys')).toSorted(),
      );
    expect(others(first)).toEqual(others(last));
    expect(listIn(first, 'facades')).toBe(listIn(last, 'facades'));
    expect(contextIn(first).split('\n').length).toBe(contextIn(last).split('\n').length);
  });

  test('show callers from outside where a saga stands, and no way to meddle with it', () => {
    const api = first.get('services/bank/adapters/rest/checkout-api.ts') ?? '';
    expect([...api.matchAll(/^  (\w+): \{/gm)].map(([, rpc]) => rpc)).toEqual(['getCheckout', 'listCheckouts']);
    expect(api).toContain("path: '/v1/checkouts/{bankId}'");
    expect(api).toContain("path: '/v1/checkouts',");
  });

  test('have migrations behind those that were applied before, whether these have files or not', () => {
    for (const texts of [first, last]) {
      const names = migrationsIn(texts);
      expect(names).toEqual(names.toSorted());
      expect(new Set(names.map((name) => name?.slice(0, 4))).size).toBe(names.length);
    }
    expect(migrationsIn(first).at(-1)).toBe('0004-idempotency-keys');
  });

  test.each(['first', 'last'])(
    'that came %s: a second time changes nothing, and msvc lint has nothing to report',
    async (order) => {
      const texts = new Map(order === 'first' ? first : last);
      for (const [capability, answers] of [...layers, ...offered]) {
        const [bank, ...others] = shop.services;
        const applied = [
          ...(bank?.applied ?? []),
          ...offered.map(([id, given]) => ({ capability: id, answers: given })),
        ];
        const again = { ...shop, services: bank ? [{ ...bank, applied }, ...others] : [] };
        const { writes } = await born(texts, capability, answers, again);
        expect(
          writes.map(({ path }) => path),
          capability,
        ).toEqual([]);
      }
      const { findings } = check(inspectFiles(memoryFiles(Object.fromEntries(texts))).model, rules);
      expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    },
  );
});
