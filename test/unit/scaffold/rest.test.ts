import { beforeAll, describe, expect, test } from 'vitest';
import { fieldsIn, rpcsIn } from '../../../src/scaffold/contracts.ts';
import { routesIn } from '../../../templates/rest/routes.ts';
import { answersOf, born, workspace } from './born.ts';

const proto = `
  // rpc Never(NeverRequest) returns (NeverResponse);
  service OrdersService {
    rpc PlaceOrder(PlaceOrderRequest) returns (PlaceOrderResponse);
    rpc ImportOrder(PlaceOrderRequest) returns (PlaceOrderResponse) { option deprecated = true; }
    rpc CancelOrder(CancelOrderRequest) returns (PlaceOrderResponse);
    rpc GetOrder(GetOrderRequest) returns (PlaceOrderResponse);
    rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse);
    rpc WatchOrder(GetOrderRequest) returns (stream PlaceOrderResponse);
    rpc Ping(PingRequest) returns (PingResponse);
  }
  message Order { string id = 1; int32 version = 2; message Line { string sku = 1; } repeated Line lines = 3; }
  message PlaceOrderRequest { string reference = 1; int64 amount = 2; repeated string tags = 3; optional bool urgent = 4; }
  message PlaceOrderResponse { Order order = 1; }
  message CancelOrderRequest { string order_id = 1; }
  message GetOrderRequest { string id = 1; }
  message ListOrdersRequest { int32 page = 1; }
  message ListOrdersResponse { repeated Order orders = 1; }
  message PingRequest {}
  message PingResponse {}
`;

describe('a contract', () => {
  test('tells its RPCs and the fields of its messages', () => {
    expect(rpcsIn(proto).map(({ name, streams }) => `${name}${streams ? ' streams' : ''}`)).toEqual([
      'PlaceOrder',
      'ImportOrder',
      'CancelOrder',
      'GetOrder',
      'ListOrders',
      'WatchOrder streams',
      'Ping',
    ]);
    expect(fieldsIn(proto, 'Order').map(({ name, type, repeated }) => [name, type, repeated])).toEqual([
      ['id', 'string', false],
      ['version', 'int32', false],
      ['lines', 'Line', true],
    ]);
    expect(fieldsIn(proto, 'Gone')).toEqual([]);
  });

  test('suggests routes: made, found, listed, changed; no two at one place', () => {
    const routes = routesIn(proto, 'v1');
    expect(routes.map(({ method, path, answers, makes }) => [method, path, answers, makes].join(' ').trim())).toEqual([
      'POST /v1/orders order /v1/orders',
      'POST /v1/orders/import-order order',
      'POST /v1/orders/{orderId}/cancel order',
      'GET /v1/orders/{id} order',
      'GET /v1/orders',
      'POST /v1/pings',
    ]);
    expect(routes[0]?.sample).toBe("{ reference: 'A-1', amount: '1250', urgent: true }");
    expect(routes.filter(({ hasVersion }) => hasVersion).map(({ rpc }) => rpc)).toEqual(['getOrder']);
  });
});

describe('a REST facade', () => {
  const shop = new Map<string, string>();
  const orders = { aggregate: 'Order', publishes: ['OrderPlaced'], calls: ['payments'] };
  beforeAll(async () => {
    await born(shop, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '' });
    await born(shop, 'service', answersOf('payments'));
    await born(shop, 'service', answersOf('orders', orders));
    // As its owner might have gone on.
    const path = 'services/orders/context.ts';
    const text = shop.get(path) ?? '';
    shop.set(path, text.replace('settings: {}', 'settings: { LIMIT: z.string() }'));
    await born(shop, 'rest', { to: 'orders' });
  });

  test('stands on what the RPCs stand on, and keeps what was there', () => {
    const context = shop.get('services/orders/context.ts') ?? '';
    expect(context).toContain('settings: { LIMIT: z.string(), ...restVariables }');
    expect(context).toMatch(
      /transaction\(\(tx\) => work\(storesIn\(tx\)\)\),\s+payments: paymentsLookup\(clients\.payments\)/,
    );
    expect(shop.get('services/orders/migrations/index.ts')).toContain("'0002-idempotency-keys': idempotencyKeys");
    expect(shop.get('services/orders/adapters/rest/orders-api.ts')).toContain("path: '/v1/orders/{id}'");
    expect(shop.get('compose.yaml')).toContain(':8000');
    expect(shop.get('services/orders/k8s/kustomization.yaml')).toContain('- rest.yaml');
  });

  test('changes nothing the second time', async () => {
    const again = await born(shop, 'rest', { to: 'orders' }, workspace);
    expect(again.writes.map(({ path }) => path)).toEqual([]);
  });

  test('refuses a context that is no longer shaped as generated, with what to add', async () => {
    const other = new Map(shop);
    other.set('services/payments/context.ts', 'export const paymentsContext = makeContext();\n');
    await expect(born(other, 'rest', { to: 'payments' })).rejects.toThrow(/add `\.\.\.restVariables` by hand/);
  });
});
