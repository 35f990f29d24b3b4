import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyFor } from '../../../src/cli/lint/history.ts';
import { headOf } from '../../../src/files/head.ts';
import { model, service } from '../lint/models.ts';

const folder = mkdtempSync(join(tmpdir(), 'msvc-history-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const git = (root: string, ...words: readonly string[]): string =>
  execFileSync(
    'git',
    ['-c', 'user.name=A', '-c', 'user.email=a@shop.example', '-c', 'commit.gpgsign=false', ...words],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );

let line = 0;
/** Changes files and commits them. */
function commit(root: string, subject: string, files: readonly string[], author = 'a@shop.example'): void {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), `export const line = ${(line += 1)};\n`);
  }
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', subject, `--author=P <${author}>`);
}

const orders = 'services/orders/main.ts';
const stock = 'services/stock/reserve.ts';
const shop = model({ services: [service('orders'), service('stock')] });
const asked = (root: string) => historyFor(shop, { root, env: {}, cache: false });

describe('the history of a real repository', () => {
  const root = join(folder, 'shop');
  beforeAll(() => {
    mkdirSync(root);
    git(root, 'init', '-q');
    commit(root, 'Start', [orders, stock]);
    commit(root, 'Change both', [orders, stock], 'b@shop.example');
    commit(root, 'Change orders', [orders]);
    commit(root, 'Change a tool', ['tools/x.ts']);
    commit(root, 'Bump pg to 9', [orders, stock]);
    commit(root, 'Update lockfile', ['services/orders/package-lock.json', 'services/stock/package-lock.json']);
    commit(root, 'Update it', [orders, stock], '1+renovate[bot]@users.noreply.github.com');
    git(root, 'mv', orders, 'services/orders/moved.ts');
    git(root, 'commit', '-q', '-m', 'Name it better');
  });

  test('counts what commits changed, each service alone and together', async () => {
    expect(await asked(root)).toMatchObject({
      commits: 4,
      services: expect.arrayContaining([
        { service: 'orders', commits: 3, authors: 2 },
        { service: 'stock', commits: 2, authors: 2 },
      ]),
      pairs: [{ services: ['orders', 'stock'], commits: 2 }],
    });
  });

  test('runs nothing that the repository configures', async () => {
    const ran = join(folder, 'ran');
    const script = join(folder, 'script.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'diff.external', 'gpg.program', 'core.pager'])
      git(root, 'config', key, script);
    git(root, 'config', 'log.showSignature', 'true');
    expect((await asked(root))?.commits).toBe(4);
    expect(existsSync(ran)).toBe(false);
  });

  test('says where a shallow clone ends', async () => {
    const clone = join(folder, 'clone');
    git(folder, 'clone', '-q', '--depth', '3', `file://${root}`, 'clone');
    expect(await asked(clone)).toMatchObject({ cut: 'shallow' });
    expect(headOf(clone)).toMatchObject({ isShallow: true, prefix: '' });
  });

  test('takes a workspace in a folder of a repository by itself', async () => {
    const whole = join(folder, 'whole');
    mkdirSync(whole);
    git(whole, 'init', '-q');
    commit(whole, 'Start', [`apps/shop/${orders}`, `apps/shop/${stock}`, 'other/x.ts']);
    commit(whole, 'Change both', [`apps/shop/${orders}`, `apps/shop/${stock}`]);
    commit(whole, 'Change another', ['other/x.ts']);
    const history = await asked(join(whole, 'apps/shop'));
    expect(history).toMatchObject({ commits: 2, pairs: [{ commits: 2 }] });
  });

  test('reads the commit off packed references, a worktree and a detached head', () => {
    const commitOf = (at: string) => git(at, 'rev-parse', 'HEAD').trim();
    git(root, 'pack-refs', '--all');
    expect(headOf(root)?.commit).toBe(commitOf(root));
    git(root, 'worktree', 'add', '-q', '-b', 'side', join(folder, 'side'));
    expect(headOf(join(folder, 'side'))?.commit).toBe(commitOf(root));
    git(root, 'checkout', '-q', '--detach');
    expect(headOf(root)?.commit).toBe(commitOf(root));
  });

  test('is absent outside a repository, and before the first commit', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(await asked(empty)).toBeUndefined();
    git(empty, 'init', '-q');
    expect(await asked(empty)).toBeUndefined();
  });
});
