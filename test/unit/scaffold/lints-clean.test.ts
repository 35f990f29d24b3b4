import { describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { rules } from '../../../src/cli/rules.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import { labelOf } from '../../../src/model/evidence.ts';
import type { Answers, Workspace } from '../../../src/scaffold/kit.ts';
import { answersOf, born, workspace } from './born.ts';

type Birth = { readonly name: string; readonly more?: Answers };

/** A workspace with some services, born in this order. */
async function shopOf(births: readonly Birth[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  const shop: Workspace = {
    ...workspace,
    services: births.map(({ name }, index) => ({
      name,
      path: `services/${name}`,
      contexts: [name],
      number: index + 1,
    })),
  };
  for (const { name, more } of births)
    await born(texts, 'service', answersOf(name, { aggregate: 'Thing', ...more }), shop);
  return texts;
}

const modelOf = (texts: ReadonlyMap<string, string>) => inspectFiles(memoryFiles(Object.fromEntries(texts))).model;

/** Every finding of every rule, opt-in ones too. */
const findingsIn = (texts: ReadonlyMap<string, string>): readonly string[] =>
  check(modelOf(texts), rules).findings.map(({ rule, message, at }) => `${rule}: ${message} (${labelOf(at)})`);

const orders: Birth = { name: 'orders', more: { aggregate: 'Order', publishes: ['OrderPlaced', 'OrderCancelled'] } };
const shapes: Readonly<Record<string, readonly Birth[]>> = {
  'nothing yet': [],
  'one service': [orders],
  'a row of events': [
    orders,
    { name: 'stock', more: { consumes: ['orders.v1.OrderPlaced'], publishes: ['StockReserved'] } },
    {
      name: 'billing',
      more: { consumes: ['stock.v1.StockReserved', 'orders.v1.OrderCancelled'], publishes: ['Billed'] },
    },
  ],
  'services that call others': [
    orders,
    { name: 'pricing', more: { publishes: ['PriceChanged'], calls: ['orders'] } },
    {
      name: 'check-out',
      more: { publishes: ['CheckedOut'], consumes: ['orders.v1.OrderPlaced'], calls: ['orders', 'pricing'] },
    },
  ],
};

test('what is generated is drawn with the events that its services tell each other', async () => {
  const { edges } = modelOf(await shopOf(shapes['a row of events'] ?? []));
  expect(edges.map(({ from, to, operation }) => `${from} ${to} ${operation}`)).toEqual([
    'orders stock message:orders.v1.OrderPlaced',
    'stock billing message:stock.v1.StockReserved',
  ]);
});

describe('what is generated lints clean under every rule', () => {
  test.each(Object.entries(shapes))('%s', async (_, births) => {
    expect(findingsIn(await shopOf(births))).toEqual([]);
  });

  test('a service that learns to listen later', async () => {
    const texts = await shopOf(shapes['services that call others'] ?? []);
    await born(texts, 'consumer', { to: 'orders', events: ['pricing.v1.PriceChanged'] });
    expect(findingsIn(texts)).toEqual([]);
  });

  test('a service that keeps a read model of its own events and of others', async () => {
    const texts = await shopOf(shapes['a row of events'] ?? []);
    const from = ['orders.v1.OrderPlaced', 'stock.v1.StockReserved', 'billing.v1.Billed'];
    await born(texts, 'read-model', { name: 'order-summary', to: 'orders', from });
    expect(findingsIn(texts)).toEqual([]);
  });

  test('a service with an aggregate whose events are its state', async () => {
    const texts = await shopOf(shapes['a row of events'] ?? []);
    const events = ['AccountOpened', 'MoneyDeposited'];
    await born(texts, 'aggregate', { name: 'account', events, in: 'orders', snapshotEvery: 100 });
    expect(findingsIn(texts)).toEqual([]);
    const users = modelOf(texts).stores.flatMap((store) => store.users.map((user) => ({ ...user, store: store.id })));
    const writing = users.filter(({ tables }) =>
      tables.some((each) => each.table === 'event' && each.access === 'writes'),
    );
    expect(writing.map(({ service, store }) => `${service} ${store}`)).toEqual(['orders postgres:postgres/orders']);
  });

  test('a service that is reached over REST too', async () => {
    const texts = await shopOf(shapes['services that call others'] ?? []);
    await born(texts, 'rest', { to: 'check-out' });
    expect(findingsIn(texts)).toEqual([]);
  });

  test('a service that can be asked more, streams, and tells more', async () => {
    const texts = await shopOf([orders]);
    const birth = { capability: 'service', answers: answersOf('orders', orders.more) };
    const place = { name: 'orders', path: 'services/orders', contexts: ['orders'], number: 1, applied: [birth] };
    const shop = { ...workspace, services: [place] };
    await born(texts, 'rpc', { name: 'ShipOrder', to: 'orders', stream: false, event: 'OrderShipped' }, shop);
    await born(texts, 'rpc', { name: 'ExportOrders', to: 'orders', stream: true, event: '' }, shop);
    await born(texts, 'event', { name: 'OrderLost', to: 'orders' }, shop);
    expect(findingsIn(texts)).toEqual([]);
  });

  test('services that use the same parts of the chassis, each with tables of its own', async () => {
    const births = ['orders', 'stock', 'pricing'].map((name) => {
      const answers = answersOf(name, { aggregate: 'Thing', publishes: [`${name.toUpperCase()}Changed`] });
      return { name, answers };
    });
    const texts = new Map<string, string>();
    await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
    const services = births.map(({ name, answers }, index) => ({
      name,
      path: `services/${name}`,
      contexts: [name],
      number: index + 1,
      applied: [{ capability: 'service', answers }],
    }));
    const shop: Workspace = { ...workspace, contexts: ['orders', 'stock', 'pricing'], services };
    for (const { answers } of births) await born(texts, 'service', answers, shop);
    for (const { name } of births) {
      const from = [`${name}.v1.${name.toUpperCase()}Changed`];
      await born(texts, 'read-model', { name: `${name}-summary`, to: name, from }, shop);
      const events = [`${name.toUpperCase()}Opened`, `${name.toUpperCase()}Paid`];
      await born(texts, 'aggregate', { name: `${name}-account`, events, in: name, snapshotEvery: 100 }, shop);
      await born(texts, 'rest', { to: name }, shop);
      await born(texts, 'cache', { to: name, store: 'process' }, shop);
      await born(texts, 'rate-limit', { to: name, perSecond: 50, store: 'process' }, shop);
    }
    await born(texts, 'request', { name: 'StockLevel', in: 'orders', to: 'stock' }, shop);
    await born(texts, 'request', { name: 'Quote', in: 'orders', to: 'pricing' }, shop);
    expect(findingsIn(texts)).toEqual([]);
  }, 60_000);

  test('a service whose outbox Debezium publishes', async () => {
    const texts = await shopOf(shapes['services that call others'] ?? []);
    const plan = await born(texts, 'debezium', { to: 'check-out' });
    expect(plan.writes.map(({ path }) => path)).toContain('platform/debezium/check-out-outbox.json');
    expect(findingsIn(texts)).toEqual([]);
    const again = await born(texts, 'debezium', { to: 'check-out' });
    expect(again.writes.filter(({ path }) => !path.startsWith('.msvc/'))).toEqual([]);
  });

  test('a handler that makes the call it was generated for', async () => {
    const texts = await shopOf(shapes['services that call others'] ?? []);
    const path = 'services/check-out/adapters/rpc/check-out-service.ts';
    const text = texts.get(path) ?? '';
    const calling = text
      .replace('({ atomically }: Dependencies)', '({ atomically, orders }: Dependencies)')
      .replace(/(async \w+\(\{ reference, amount \}\) \{\n)/, '$1      await orders.getOrder({ id: reference });\n');
    expect(calling).not.toBe(text);
    texts.set(path, calling);
    expect(modelOf(texts).edges).toContainEqual(
      expect.objectContaining({ from: 'check-out', to: 'orders', kind: 'sync' }),
    );
    expect(findingsIn(texts)).toEqual([]);
  });
});
