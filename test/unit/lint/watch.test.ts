import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/main.ts';
import { repository, service } from './repository.ts';
import { ran } from './world.ts';

test('msvc lint --watch tells what a change brings and takes away, survives mistakes, and ends with Ctrl-C', async () => {
  const shop = repository({ ...service('a', ['b']), ...service('b'), ...service('c') });
  const controller = new AbortController();
  let [out, err] = ['', ''];
  const code = run(['lint', '--watch', '--no-cache'], {
    cwd: shop.root,
    env: {},
    now: () => new Date(2026, 10, 21, 12, 0, 5),
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    terminal: { input: false, output: false, columns: 100 },
    signal: controller.signal,
  });
  const until = (seen: () => boolean) => vi.waitFor(() => expect(seen(), out + err).toBe(true), { timeout: 8000 });
  await until(() => err.includes('Watching'));
  expect(out).toContain('a imports a source file of b');

  out = '';
  shop.write(service('c', ['a']));
  await until(() => out.includes('2 errors'));
  expect(out).toContain(' 12:00:05  services/c/');
  expect(out).toContain('c imports a source file of a');
  expect(out).not.toContain('a imports a source file of b');

  out = '';
  shop.write({ 'services/a/src/late/more.js': "import '../../../c/src/pool.js';\n" });
  await until(() => out.includes('3 errors'));

  out = '';
  shop.write(service('c'));
  await until(() => out.includes('2 errors'));
  expect(out).toContain('gone: c imports a source file of a');

  const settings = shop.read('msvc.yaml');
  shop.write({ 'msvc.yaml': 'rules: { sync-chains: off }\n' });
  await until(() => err.includes('MSVC-007'));
  out = '';
  shop.write({ 'msvc.yaml': settings });
  await until(() => out.includes('2 errors'));

  out = '';
  shop.write({ '.git/COMMIT_EDITMSG': 'x', 'services/a/src/.main.js.swp': 'x' });
  await sleep(400);
  expect(out).toBe('');
  controller.abort();
  expect(await code).toBe(0);
}, 20_000);

test('msvc lint --watch ends, and says why, when its folder is gone', async () => {
  const shop = repository(service('a'));
  const ended = ran(shop.root, ['lint', '--watch', '--no-cache']);
  await sleep(1500);
  rmSync(shop.root, { recursive: true });
  expect(await ended).toMatchObject({ code: 2, err: expect.stringContaining('MSVC-004') });
}, 20_000);

test('msvc lint --watch only looks', async () => {
  const shop = repository(service('a'));
  for (const flag of ['--fix', '--staged', '--baseline'])
    expect(await ran(shop.root, ['lint', '--watch', flag])).toMatchObject({ code: 2 });
});
