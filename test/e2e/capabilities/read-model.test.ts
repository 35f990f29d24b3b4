import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('a read model', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    const from = 'orders.v1.OrderPlaced,orders.v1.OrderCancelled,payments.v1.PaymentCaptured';
    shop = await generatedWorkspace([
      ['new', 'service', 'payments', '--publishes', 'PaymentCaptured'],
      ['new', 'service', 'orders', '--publishes', 'OrderPlaced,OrderCancelled'],
      ['add', 'read-model', 'order-summary', '--from', from, '--to', 'orders'],
    ]);
  });
  afterAll(() => shop.remove());

  it('passes types, formatter, linter and msvc lint', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const { stdout } = await shop.msvc('lint', '--format', 'json', '--show', 'info');
    expect(JSON.parse(stdout).findings).toEqual([]);
  });

  it('is fed once by each event, and rebuilt to the same rows while new events arrive', async () => {
    const tested = await shop.run(
      [process.execPath, '../../chassis/src/testing/run.ts', 'test/order-summary.test.ts'],
      'services/orders',
    );
    expect(tested, tested.output).toMatchObject({ status: 0 });
    expect(tested.output).toMatch(/pass 3\b/);
  });
});
