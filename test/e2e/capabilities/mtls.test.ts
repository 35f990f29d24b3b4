import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const clone = resolve(import.meta.dirname, '../../..');

describe('mutual TLS', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'orders', '--publishes', 'OrderPlaced'],
      ['new', 'service', 'payments', '--calls', 'orders'],
      ['add', 'mtls', '--to', 'orders'],
      ['add', 'mtls', '--to', 'payments'],
    ]);
  });
  afterAll(() => shop.remove());

  it('passes types, formatter and linter', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
  });

  it('lets in who has a certificate and nobody else', async () => {
    const words = ['node', '../../chassis/src/testing/run.ts', 'test/mtls.test.ts'];
    const tested = await shop.run(words, 'services/orders');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    expect(tested.output).toContain('a caller without one is refused');
  });

  it('is how one service calls another, and who has no certificate of the authority gets no answer', async () => {
    cpSync(join(clone, 'fixtures/acceptance/mtls.test.ts'), join(shop.path, 'services/payments/test/between.test.ts'));
    const words = ['node', '../../chassis/src/testing/run.ts', 'test/between.test.ts'];
    const tested = await shop.run(words, 'services/payments');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    expect(tested.output).toMatch(/pass 3\b/);
  });

  it('reads certificates that were rotated', async () => {
    await chassisTests(shop, ['tls'], 5, { withPostgres: false });
  });
});
