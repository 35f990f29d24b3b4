import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ran } from '../lint/world.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'msvc-hook-')));
  execFileSync('git', ['init', '-q'], { cwd: root });
});
afterEach(() => rmSync(root, { recursive: true }));

test('a hook that would refuse every commit, as msvc is not installed, says so at once', async () => {
  const { code, err } = await ran(root, ['hook', 'install']);
  expect([code, err]).toEqual([0, expect.stringContaining('npm install --save-dev msvc')]);
  expect((await ran(root, ['hook', 'uninstall'])).err).toBe('');
});

test('nothing is said where it is installed, in a workspace below as well', async () => {
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.bin/msvc'), '');
  mkdirSync(join(root, 'shop'));
  writeFileSync(join(root, 'shop/msvc.yaml'), '');
  expect((await ran(join(root, 'shop'), ['hook', 'install'])).err).toBe('');
});
