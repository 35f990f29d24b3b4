import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('clients, at birth and added later', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'orders'],
      ['new', 'service', 'payments', '--calls', 'orders'],
      ['new', 'service', 'check-out'],
      ['add', 'client', 'orders', '--to', 'check-out'],
      ['add', 'client', 'payments', '--to', 'check-out'],
    ]);
  });
  afterAll(() => shop.remove());

  it('pass types, formatter, linter and the laws between services', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const judged = await shop.msvc('lint', '--show', 'info');
    expect(judged, judged.output).toMatchObject({ status: 0 });
    expect(judged.stdout).toContain('nothing to report');
  });

  it('stand a callee that is hung, slow, flapping or lying', async () => {
    const words = ['node', '../../chassis/src/testing/run.ts', 'test/orders-client.test.ts', 'test/rpc.test.ts'];
    const tested = await shop.run(words, 'services/payments');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    for (const ailment of ['hung', 'slow', 'flapping', 'lying'])
      expect(tested.output).toContain(`while orders is ${ailment}, everything else keeps its pace`);
  });

  it('of several callees work beside each other', async () => {
    const words = ['node', '../../chassis/src/testing/run.ts', 'test/payments-client.test.ts'];
    const tested = await shop.run(words, 'services/check-out');
    expect(tested, tested.output).toMatchObject({ status: 0 });
  });

  it('fail their test where nothing bounds the calls to a callee', async () => {
    const file = 'chassis/src/rpc/defences.ts';
    const text = shop.read(file);
    const unbounded = text.replace('this.#bulkhead.enter(signal)', 'Promise.resolve(() => {})');
    expect(unbounded).not.toBe(text);
    await shop.write(file, unbounded);
    const words = [
      'node',
      '../../chassis/src/testing/run.ts',
      '--test-name-pattern=hangs',
      'test/orders-client.test.ts',
    ];
    const tested = await shop.run(words, 'services/payments');
    await shop.write(file, text);
    expect(tested.status).not.toBe(0);
    expect(tested.output).toMatch(/✖ while orders hangs, it takes its bulkhead and no more/);
  });
});
