import { beforeEach, describe, expect, test } from 'vitest';
import { addMessage, addProtoImport, addRpc } from '../../../src/scaffold/kit/proto.ts';
import rpc from '../../../templates/rpc/capability.ts';
import type { Workspace } from '../../../src/scaffold/kit.ts';
import { answersOf, born, workspace } from './born.ts';

describe('a contract', () => {
  const proto = `syntax = "proto3";

package orders.v1;

// { not a service
service OrdersService {
  // Places.
  rpc PlaceOrder(A) returns (B) {
    option idempotency_level = IDEMPOTENT;
  }
}

message A {}
`;
  test('gets an RPC at the end of its service, once', () => {
    const rpc = { name: 'Cancel', text: '// Cancels.\nrpc Cancel(A) returns (B);' };
    const grown = addRpc(proto, 'OrdersService', rpc);
    expect(grown).toContain('  }\n\n  // Cancels.\n  rpc Cancel(A) returns (B);\n}\n\nmessage A {}\n');
    expect(addRpc(grown, 'OrdersService', rpc)).toBe(grown);
    expect(() => addRpc(proto, 'Others', rpc)).toThrow(/no service Others; add `rpc Cancel` by hand/);
    expect(addRpc('service Empty {}\n', 'Empty', rpc)).toBe(
      'service Empty {\n  // Cancels.\n  rpc Cancel(A) returns (B);\n}\n',
    );
  });

  test('gets a message and an import, once', () => {
    const message = { name: 'C', text: 'message C {}' };
    expect(addMessage(addMessage(proto, message), message)).toBe(`${proto}\nmessage C {}\n`);
    const once = addProtoImport(proto, 'x.proto');
    expect(once).toContain('package orders.v1;\n\nimport "x.proto";\n\n// {');
    expect(addProtoImport(addProtoImport(once, 'y.proto'), 'x.proto')).toContain(
      'import "x.proto";\nimport "y.proto";\n',
    );
  });
});

describe('a service', () => {
  let shop: Map<string, string>;
  const answers = answersOf('orders', { aggregate: 'Order', publishes: ['OrderPlaced'] });
  const place = { name: 'orders', path: 'services/orders', contexts: ['orders'], number: 1 };
  const known: Workspace = { ...workspace, services: [{ ...place, applied: [{ capability: 'service', answers }] }] };
  const cancel = { name: 'CancelOrder', to: 'orders', stream: false, event: 'OrderCancelled' };
  const query = { name: 'GetReceipt', to: 'orders', stream: false, event: '' };
  const stream = { name: 'ExportOrders', to: 'orders', stream: true, event: '' };

  beforeEach(async () => {
    shop = new Map();
    await born(shop, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '' });
    await born(shop, 'service', answers, known);
  });

  test('learns to do one thing more in six files and a test, and the second time changes nothing', async () => {
    const { outcomes } = await born(shop, 'rpc', cancel, known);
    expect(outcomes.map(({ path }) => path)).toEqual([
      'contracts/orders/v1/events.proto',
      'contracts/orders/v1/orders.proto',
      'services/orders/adapters/events/published.ts',
      'services/orders/adapters/rpc/orders-service.ts',
      'services/orders/application/cancel-order.ts',
      'services/orders/domain/order.ts',
      'services/orders/test/cancel-order.test.ts',
    ]);
    expect(shop.get('services/orders/domain/order.ts')).toContain("OrderCancelled: 'CANCELLED',");
    expect((await born(shop, 'rpc', cancel, known)).writes).toEqual([]);
  });

  test('is asked without anything happening in three files and a test, and the second time changes nothing', async () => {
    const { outcomes } = await born(shop, 'rpc', query, known);
    expect(outcomes.map(({ path }) => path)).toEqual([
      'contracts/orders/v1/orders.proto',
      'services/orders/adapters/rpc/orders-service.ts',
      'services/orders/application/get-receipt.ts',
      'services/orders/test/get-receipt.test.ts',
    ]);
    expect(shop.get('contracts/orders/v1/orders.proto')).toMatch(
      /rpc GetReceipt\(GetReceiptRequest\) returns \(GetReceiptResponse\) \{\s+option idempotency_level = NO_SIDE_EFFECTS;/,
    );
    expect((await born(shop, 'rpc', query, known)).writes).toEqual([]);
  });

  test.each([
    ['GetReceipt', ''],
    ['CancelOrder', 'OrderCancelled'],
    ['GettyOrder', 'OrderGettied'],
  ])('reads from the verb of %s what happens then', (name, event) => {
    const known = { answers: { name, to: 'orders', stream: false }, workspace };
    expect(rpc.questions.event?.default?.(known)).toBe(event);
  });

  test('streams page by page, and the second time changes nothing', async () => {
    await born(shop, 'rpc', stream, known);
    expect(shop.get('contracts/orders/v1/orders.proto')).toContain('returns (stream ExportOrdersResponse)');
    expect(shop.get('services/orders/application/ports.ts')).toMatch(/page\(afterId: string, limit: number\)/);
    expect((await born(shop, 'rpc', stream, known)).writes).toEqual([]);
  });

  test('that calls others, now or later, streams without calling them', async () => {
    await born(shop, 'rpc', stream, known);
    const test = shop.get('services/orders/test/export-orders.test.ts');
    expect(test).toContain("const reads: Pick<Dependencies, 'atomically'> = {");
    expect(test).toContain('ordersService(reads as Dependencies)');
  });

  test('tells one event more, with the fields of the others as their owner left them', async () => {
    const contract = 'contracts/orders/v1/events.proto';
    shop.set(
      contract,
      (shop.get(contract) ?? '').replace('int64 amount = 3;', 'int64 amount = 3;\n  string shop = 5;'),
    );
    const event = { name: 'OrderShipped', to: 'orders' };
    await born(shop, 'event', event, known);
    expect(shop.get(contract)).toMatch(/message OrderShipped \{[^}]*string shop = 5;/);
    expect((await born(shop, 'event', event, known)).writes).toEqual([]);
  });

  test('whose things are called alike one by one and together tells them apart', async () => {
    const stock = answersOf('inventory', { aggregate: 'Inventory', publishes: ['StockReserved'] });
    const place = { name: 'inventory', path: 'services/inventory', contexts: ['inventory'], number: 2 };
    const both = { ...known, services: [{ ...place, applied: [{ capability: 'service', answers: stock }] }] };
    await born(shop, 'service', stock, both);
    await born(shop, 'rpc', { ...cancel, name: 'ReleaseStock', to: 'inventory', event: 'StockReleased' }, both);
    const useCase = shop.get('services/inventory/application/release-stock.ts');
    expect(useCase).toContain('{ inventory }: Stores');
    expect(useCase).toContain('const found = await inventory.find(id);');
  });

  test('whose handlers were moved is told what to add', async () => {
    shop.set('services/orders/adapters/rpc/orders-service.ts', 'export const ordersService = 1;\n');
    await expect(born(shop, 'rpc', cancel, known)).rejects.toThrow(/add `cancelOrder` by hand/);
  });
});
