import { beforeAll, describe, expect, test } from 'vitest';
import { answersOf, born } from './born.ts';

describe('a read model', () => {
  const shop = new Map<string, string>();
  const answers = {
    name: 'order-summary',
    to: 'orders',
    from: ['orders.v1.OrderPlaced', 'payments.v1.PaymentCaptured'],
  };
  beforeAll(async () => {
    await born(shop, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '' });
    await born(shop, 'service', answersOf('payments', { aggregate: 'Payment', publishes: ['PaymentCaptured'] }));
    await born(shop, 'service', answersOf('orders', { aggregate: 'Order', publishes: ['OrderPlaced'] }));
    await born(shop, 'read-model', answers);
  });

  test('has a column for each event, a row for what they all name, and listens with the others', () => {
    const tables = shop.get('services/orders/adapters/store/tables.ts');
    for (const column of ['generation: number', 'reference: string', 'order_placed_at:', 'payment_captured_at:'])
      expect(tables).toContain(column);
    expect(shop.get('services/orders/adapters/events/consumers.ts')).toContain('...projecting(orderSummary)');
    expect(shop.get('services/orders/context.ts')).toContain("from './adapters/events/consumers.ts'");
    expect(shop.get('services/orders/package.json')).toContain('"rebuild:order-summary"');
  });

  test('changes nothing the second time', async () => {
    expect((await born(shop, 'read-model', answers)).writes.map(({ path }) => path)).toEqual([]);
  });

  test('may have a second one beside it, which shares the page and the log', async () => {
    await born(shop, 'read-model', { ...answers, name: 'sales', from: ['orders.v1.OrderPlaced'] });
    expect(shop.get('services/orders/migrations/index.ts')).toContain("'0003-sales': sales");
    expect(shop.get('services/orders/adapters/events/consumers.ts')).toContain('...projecting(sales)');
  });
});
