import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('a consumer that is added to a service', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'orders', '--publishes', 'OrderPlaced'],
      ['new', 'service', 'payments', '--publishes', 'PaymentCaptured'],
      ['add', 'consumer', 'orders.v1.OrderPlaced', '--to', 'payments'],
    ]);
  });
  afterAll(() => shop.remove());

  it('passes types, formatter, linter and the tests of its service', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const tested = await shop.run(['npm', 'test'], 'services/payments');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    expect(tested.output).toMatch(/orders\.v1\.OrderPlaced delivered three times takes effect once/);
  });
});
