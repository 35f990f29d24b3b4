import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const msvc = resolve(import.meta.dirname, '../../bin/msvc.js');
let root = '';
const at = (...parts: string[]) => join(root, ...parts);
const text = (...parts: string[]) => readFileSync(at(...parts), 'utf8');
const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
const git = (...words: string[]) => spawnSync('git', [...identity, ...words], { cwd: root, encoding: 'utf8' });
const hook = (verb: string, ...words: string[]) =>
  spawnSync(process.execPath, [msvc, 'hook', verb, ...words], { cwd: root, encoding: 'utf8' });

beforeAll(() => void execFileSync(process.execPath, [resolve(import.meta.dirname, '../../.ci/build.mjs')]));
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'msvc-hook-'));
  git('init', '--quiet', '--initial-branch', 'main');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** An `msvc` that npx finds, which notes its words and answers as told. */
function fakeMsvc(exitCode: number): void {
  mkdirSync(at('node_modules', '.bin'), { recursive: true });
  writeFileSync(at('package.json'), '{ "name": "a", "private": true }');
  writeFileSync(at('.gitignore'), 'node_modules\nran\n');
  writeFileSync(
    at('node_modules', '.bin', 'msvc'),
    `#!/bin/sh\necho "$@" >> "$(git rev-parse --show-toplevel)/ran"\nexit ${exitCode}\n`,
  );
  chmodSync(at('node_modules', '.bin', 'msvc'), 0o755);
}

describe('msvc hook in a real repository', () => {
  it('lints what a commit changes, and stops a commit that breaks a rule', () => {
    fakeMsvc(0);
    expect(hook('install')).toMatchObject({ status: 0, stdout: ' + .git/hooks/pre-commit\n' });
    expect(statSync(at('.git/hooks/pre-commit')).mode & 0o111).not.toBe(0);
    git('add', '.');
    expect(git('commit', '-m', 'first').status).toBe(0);
    expect(text('ran')).toBe('lint --staged\n');
    fakeMsvc(1);
    writeFileSync(at('a.ts'), '');
    git('add', '.');
    expect(git('commit', '-m', 'second').status).toBe(1);
    expect(git('log', '--oneline').stdout.trim().split('\n')).toHaveLength(1);
  });

  it('keeps a hook that was there, changes nothing twice, and takes out exactly what it added', () => {
    fakeMsvc(0);
    const theirs = '#!/bin/sh\necho theirs >> ran\nexit 0\n';
    writeFileSync(at('.git/hooks/pre-commit'), theirs, { mode: 0o755 });
    expect(hook('install').stdout).toBe(' ~ .git/hooks/pre-commit\n');
    expect(hook('install').stdout).toContain('nothing changed');
    git('add', '.');
    git('commit', '-m', 'first');
    expect(text('ran')).toBe('lint --staged\ntheirs\n');
    expect(hook('uninstall').status).toBe(0);
    expect(text('.git/hooks/pre-commit')).toBe(theirs);
  });

  it('shows what it would do', () => {
    const { stdout, status } = hook('install', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('+npx --no-install msvc lint --staged');
    expect(existsSync(at('.git/hooks/pre-commit'))).toBe(false);
  });

  it('finds husky, lefthook, core.hooksPath and worktrees', () => {
    git('config', 'core.hooksPath', '.githooks');
    expect(hook('install').stdout).toBe(' + .githooks/pre-commit\n');
    mkdirSync(at('.husky'));
    expect(hook('install').stdout).toBe(' + .husky/pre-commit\n');
    writeFileSync(at('lefthook.yml'), 'pre-push: {}\n');
    expect(hook('install').stdout).toContain(' ~ lefthook.yml\n');
    git('config', '--unset', 'core.hooksPath');
    git('commit', '--no-verify', '--allow-empty', '-m', 'first');
    const tree = `${root}-tree`;
    git('worktree', 'add', '--quiet', tree);
    const inTree = spawnSync(process.execPath, [msvc, 'hook', 'install'], { cwd: tree, encoding: 'utf8' });
    rmSync(tree, { recursive: true, force: true });
    expect(inTree.status).toBe(0);
    expect(existsSync(at('.git/hooks/pre-commit'))).toBe(true);
  });

  it('says when Git ignores a hook because it is not executable', () => {
    writeFileSync(at('.git/hooks/pre-commit'), '#!/bin/sh\n', { mode: 0o644 });
    expect(hook('install').stderr).toContain('chmod +x');
  });

  it('refuses hooks that other repositories share, and a folder without a repository', () => {
    const shared = mkdtempSync(join(tmpdir(), 'msvc-shared-'));
    git('config', 'core.hooksPath', shared);
    expect(hook('install')).toMatchObject({ status: 2 });
    expect(hook('install').stderr).toContain('MSVC-048');
    rmSync(shared, { recursive: true });
    rmSync(at('.git'), { recursive: true });
    expect(hook('install').stderr).toContain('MSVC-045');
  });
});
