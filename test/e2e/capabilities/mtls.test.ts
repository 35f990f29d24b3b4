import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('mutual TLS', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'orders'],
      ['add', 'mtls', '--to', 'orders'],
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

  it('reads certificates that were rotated', async () => {
    const tested = await shop.run(['node', '--test', 'test/tls.test.ts'], 'chassis');
    expect(tested, tested.output).toMatchObject({ status: 0 });
  });
});
