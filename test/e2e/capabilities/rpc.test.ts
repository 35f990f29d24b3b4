import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followed, stepsIn } from '../generated/following.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('what joins a service', () => {
  let shop: GeneratedWorkspace;
  const passes = async (...words: readonly string[]) => {
    const ended = await shop.run(words);
    expect(ended, ended.output).toMatchObject({ status: 0 });
    return ended.output;
  };
  beforeAll(async () => {
    shop = await generatedWorkspace([['new', 'service', 'orders', '--publishes', 'OrderPlaced']]);
  });
  afterAll(() => shop.remove());

  it('is six files where CONTRIBUTING is followed to the letter, the very lines of msvc new rpc', async () => {
    const steps = stepsIn(shop.read('CONTRIBUTING.md'));
    expect(new Set(steps.map(({ file }) => file)).size).toBe(6);
    for (const step of steps) {
      const before = existsSync(join(shop.path, step.file)) ? shop.read(step.file) : '';
      const after = followed(before, step);
      expect(after, step.file).not.toBe(before);
      await shop.write(step.file, after);
    }
    await passes('npm', 'run', 'generate');
    await passes('npx', 'tsc', '--noEmit');
    const { stdout, output, status } = await shop.msvc(
      'new',
      'rpc',
      'CancelOrder',
      '--to',
      'orders',
      '--format',
      'json',
    );
    expect(status, output).toBe(0);
    const changed = JSON.parse(stdout).files.filter(({ outcome }: { outcome: string }) => outcome !== 'unchanged');
    expect(changed.map(({ path }: { path: string }) => path)).toEqual(['services/orders/test/cancel-order.test.ts']);
  });

  it('may be a question, a stream or an event too, and passes types, formatter, linter, contract check and msvc lint', async () => {
    for (const words of [
      ['new', 'rpc', 'GetReceipt', '--to', 'orders'],
      ['new', 'rpc', 'ExportOrders', '--stream', '--to', 'orders'],
      ['new', 'event', 'OrderShipped', '--to', 'orders'],
    ])
      expect(await shop.msvc(...words)).toMatchObject({ status: 0 });
    await passes('npm', 'run', 'generate');
    await passes('npm', 'run', 'format');
    await passes('npm', 'run', 'check');
    const { stdout } = await shop.msvc('lint', '--format', 'json', '--show', 'info');
    expect(JSON.parse(stdout).findings).toEqual([]);
  });

  it('passes the tests of the service: an effect once, a slow reader, an early end, a deadline', async () => {
    const tested = await shop.run(['npm', 'test'], 'services/orders');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    expect(tested.output).toMatch(/CancelOrder takes effect once/);
    expect(tested.output).toMatch(/GetReceipt answers with what is there, and changes nothing/);
    expect(tested.output).toMatch(/a slow receiver slows the reading down/);
  });

  it('streams to a client that knows only gRPC', async () => {
    const acceptance = resolve(import.meta.dirname, '../../../fixtures/acceptance/stream.test.ts');
    await shop.write('services/orders/test/stream.test.ts', readFileSync(acceptance, 'utf8'));
    const run = [process.execPath, '../../chassis/src/testing/run.ts', 'test/stream.test.ts'];
    const tested = await shop.run(run, 'services/orders');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    expect(tested.output).toMatch(/pass 5\b/);
  });
});
