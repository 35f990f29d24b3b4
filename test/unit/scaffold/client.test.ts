import { describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { rules } from '../../../src/cli/rules.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Workspace } from '../../../src/scaffold/kit.ts';
import { lookupIn } from '../../../templates/client/lookup.ts';
import { withField } from '../../../templates/client/proto.ts';
import { calleeView } from '../../../templates/service/names.ts';
import { answersOf, born, workspace } from './born.ts';

const names = ['orders', 'check-out', 'stock'];
const shop: Workspace = {
  ...workspace,
  contexts: names,
  services: names.map((name, index) => ({ name, path: `services/${name}`, contexts: [name], number: index + 1 })),
};

async function shopWith(calls: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  await born(texts, 'service', answersOf('orders', { aggregate: 'Order' }), shop);
  await born(texts, 'service', answersOf('stock', { aggregate: 'Stock' }), shop);
  await born(texts, 'service', answersOf('check-out', { aggregate: 'CheckOut', calls }), shop);
  return texts;
}

const files = (texts: ReadonlyMap<string, string>) => ({ read: (path: string) => texts.get(path) });
const edgesIn = (texts: ReadonlyMap<string, string>) => {
  const { model } = inspectFiles(memoryFiles(Object.fromEntries(texts)));
  expect(check(model, rules).findings.map(({ message }) => message)).toEqual([]);
  return model.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`);
};

describe('a client', { timeout: 60_000 }, () => {
  test('that is added later is what a service is born with', async () => {
    const [atBirth, later] = [await shopWith(['orders', 'stock']), await shopWith([])];
    await born(later, 'client', { to: 'check-out', callee: 'orders' }, shop);
    await born(later, 'client', { to: 'check-out', callee: 'stock' }, shop);
    const own = (texts: Map<string, string>) =>
      [...texts].filter(
        ([path]) => /^(services\/check-out|contracts|compose)/.test(path) && !path.endsWith('README.md'),
      );
    expect(Object.fromEntries(own(later))).toEqual(Object.fromEntries(own(atBirth)));
  });

  test('changes nothing the second time', async () => {
    const texts = await shopWith([]);
    await born(texts, 'client', { to: 'check-out', callee: 'orders' }, shop);
    const before = new Map(texts);
    const { writes } = await born(texts, 'client', { to: 'check-out', callee: 'orders' }, shop);
    expect(writes.map(({ path }) => path)).toEqual([]);
    expect(texts).toEqual(before);
  });

  test('is seen on the map and lints clean', async () => {
    const texts = await shopWith(['stock']);
    await born(texts, 'client', { to: 'check-out', callee: 'orders' }, shop);
    expect(edgesIn(texts).toSorted()).toEqual(['check-out sync orders', 'check-out sync stock']);
  });

  test('is told where its callee is found, wherever the service runs', async () => {
    const texts = await shopWith([]);
    await born(texts, 'client', { to: 'check-out', callee: 'orders' }, shop);
    for (const path of ['compose.yaml', 'services/check-out/k8s/config.yaml'])
      expect(texts.get(path), path).toContain('ORDERS_ADDRESS: orders:50051');
    expect(texts.get('services/check-out/k8s/network-policy.yaml')).toContain('app.kubernetes.io/name: orders');
    expect(texts.get('services/check-out/k8s/deployment.yaml')).toMatch(/calls\/orders: ["']true["']/);
  });

  test('asks nothing of its own where the handlers are no longer as they were generated', async () => {
    const texts = await shopWith([]);
    const path = 'services/check-out/adapters/rpc/check-out-service.ts';
    texts.set(path, (texts.get(path) ?? '').replace('async getCheckOut({ id })', 'async getCheckOut(wanted)'));
    await born(texts, 'client', { to: 'check-out', callee: 'orders' }, shop);
    expect(texts.get('services/check-out/context.ts')).toContain('orders: ordersLookup(clients.orders)');
    expect(texts.get(path)).not.toContain('knownToOrders');
    expect(texts.get('contracts/check_out/v1/check_out.proto')).not.toContain('known_to_orders');
    expect(texts.has('services/check-out/test/orders-client.test.ts')).toBe(false);
  });

  test('is handed to every use of the handlers', async () => {
    const texts = await shopWith([]);
    const path = 'services/check-out/context.ts';
    texts.set(path, `${texts.get(path) ?? ''}\nexport const other = () => checkOutService({ atomically });\n`);
    await born(texts, 'client', { to: 'check-out', callee: 'orders' }, shop);
    expect(texts.get(path)?.match(/checkOutService\(\{ atomically, orders: ordersLookup/g)).toHaveLength(2);
  });

  test('is plain where the contract has nothing to look up', async () => {
    const texts = await shopWith([]);
    texts.set('contracts/orders/v1/orders.proto', 'package orders.v1; service OrdersService { }');
    await born(texts, 'client', { to: 'check-out', callee: 'orders' }, shop);
    const handlers = texts.get('services/check-out/adapters/rpc/check-out-service.ts');
    expect(handlers).toContain('readonly orders: Client<typeof OrdersService>;');
    expect(texts.get('services/check-out/context.ts')).toContain('orders: clients.orders');
  });
});

const PROTO = `syntax = "proto3"; package stock.v1;
  // service OldService { rpc Gone(A) returns (B); }
  service StockService {
    rpc Watch(FindStockRequest) returns (stream FindStockResponse);
    rpc ListStock(ListStockRequest) returns (ListStockResponse) { option idempotency_level = NO_SIDE_EFFECTS; }
    rpc FindStock(FindStockRequest) returns (FindStockResponse);
  }
  message ListStockRequest { string page = 1; int32 size = 2; }
  message ListStockResponse { repeated Stock stock = 1; }
  message FindStockRequest { string article_code = 1; }
  message FindStockResponse { optional Stock stock_item = 1; }
  message Stock { string article_code = 1; message Part { string id = 1; } int64 pieces = 2; }`;

describe('a contract', () => {
  test('tells what can be looked up in it', () => {
    const read = (path: string) => (path === 'contracts/stock/v1/stock.proto' ? PROTO : undefined);
    expect(lookupIn({ read }, 'stock')).toEqual({ rpc: 'findStock', by: 'articleCode', finds: 'stockItem' });
    expect(lookupIn({ read }, 'orders')).toBeUndefined();
  });

  test('gets a field more, once', async () => {
    const callee = calleeView('stock', { files: files(new Map()), number: 0 });
    const text = 'message A {}\nmessage B {\n  string id = 7;\n}\n';
    const edit = withField(text, 'B', callee);
    expect(edit?.text).toContain('optional bool known_to_stock = 8;');
    expect(edit?.from).toBe(text.lastIndexOf('}'));
    expect(withField(text.replace('7;', `7; optional bool known_to_stock = 8;`), 'B', callee)).toBeUndefined();
  });
});
