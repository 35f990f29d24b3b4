import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { contentIdOf } from '../../../src/files/content-id.ts';
import { diskFiles } from '../../../src/files/disk.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'msvc trees-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(tree: Record<string, string>, folder = root): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
const gitIn = (cwd: string, ...words: string[]): void => {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'protocol.file.allow=always'];
  execFileSync('git', [...who, ...words], { cwd, stdio: 'ignore' });
};
const listed = (folder = root) =>
  diskFiles(folder)
    .list()
    .map(({ path }) => path);
const idsIn = (folder: string) =>
  Object.fromEntries(
    diskFiles(folder)
      .list()
      .map(({ path, contentId }) => [path, contentId]),
  );
/** As old as files are that nobody just made. */
const aged = (...paths: string[]): void => {
  const past = new Date(Date.now() - 60_000);
  for (const path of paths) utimesSync(join(root, path), past, past);
};

describe('links', () => {
  it('lead nowhere out of the root, in the middle of a path either', () => {
    write({ 'out/secret.ts': '1', 'out/deep/b.ts': '2', 'in/a.ts': '3' });
    mkdirSync(join(root, 'in/sub'));
    symlinkSync(join(root, 'out'), join(root, 'in/linked'));
    symlinkSync('../../out/deep', join(root, 'in/sub/deep'));
    symlinkSync('../../out/secret.ts', join(root, 'in/sub/secret.ts'));
    symlinkSync('..', join(root, 'in/up'));
    symlinkSync('b', join(root, 'in/a'));
    symlinkSync('a', join(root, 'in/b'));
    const files = diskFiles(join(root, 'in'));
    expect(files.list().map(({ path }) => path)).toEqual(['a.ts']);
    expect(files.skipped().map(({ path }) => path)).toEqual(['sub/secret.ts']);
  });
  it('that a file turned into since it was listed are not followed', () => {
    write({ 'out.ts': 'secret', 'in/a.ts': '1', 'in/b.ts': '2' });
    const files = diskFiles(join(root, 'in'));
    files.list();
    rmSync(join(root, 'in/a.ts'));
    symlinkSync(join(root, 'out.ts'), join(root, 'in/a.ts'));
    rmSync(join(root, 'in/b.ts'));
    expect([files.read('a.ts'), files.read('b.ts')]).toEqual([undefined, undefined]);
    expect(inspectFiles(files).model.unreadable.map(({ file, why }) => [file, why])).toEqual([
      ['a.ts', 'The file may not be read.'],
      ['b.ts', 'The file may not be read.'],
    ]);
  });
  it('may be the root itself, whose rules stand where it leads', () => {
    write({ 'repo/.gitignore': 'app/made\n', 'repo/app/a.ts': '1', 'repo/app/made/b.ts': '2' });
    gitIn(join(root, 'repo'), 'init', '-q');
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'repo/app'), join(root, 'elsewhere/link'));
    expect(listed(join(root, 'elsewhere/link'))).toEqual(['a.ts']);
    expect(diskFiles(join(root, 'elsewhere/link')).read('a.ts')?.length).toBe(1);
  });
});

describe('what Git leaves out', () => {
  it('by info/exclude, in nested folders, and again after an exception', () => {
    write({
      '.gitignore': '*.gen.ts\n!keep.gen.ts\n/made/*\n!/made/own\n',
      'a/.gitignore': '!x.gen.ts\n/sub/\n',
      'a/x.gen.ts': '1',
      'a/y.gen.ts': '2',
      'a/sub/z.ts': '3',
      'b/keep.gen.ts': '4',
      'made/m.ts': '5',
      'made/own/n.ts': '6',
      'private/p.ts': '7',
      '.hidden.ts': '8',
    });
    gitIn(root, 'init', '-q');
    writeFileSync(join(root, '.git/info/exclude'), 'private\n');
    const expected = ['.gitignore', '.hidden.ts', 'a/.gitignore', 'a/x.gen.ts', 'b/keep.gen.ts', 'made/own/n.ts'];
    expect(listed()).toEqual(expected);
    expect(
      execFileSync('git', ['ls-files', '-o', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
        .trim()
        .split('\n')
        .toSorted(),
    ).toEqual(expected);
  });
  it('in a worktree, by the exclude file that it shares; and a worktree inside the root is no second workspace', () => {
    write({ 'main/a.ts': 'a', 'main/private.ts': 'p' });
    const main = join(root, 'main');
    gitIn(main, 'init', '-q');
    writeFileSync(join(main, '.git/info/exclude'), 'private.ts\n');
    gitIn(main, 'add', 'a.ts');
    gitIn(main, 'commit', '-qm', 'a');
    gitIn(main, 'worktree', 'add', '-q', '../tree');
    gitIn(main, 'worktree', 'add', '-q', 'inside/other');
    write({ 'tree/private.ts': 'p' });
    expect(listed(join(root, 'tree'))).toEqual(['.git', 'a.ts']);
    expect(listed(main)).toEqual(['a.ts']);
  });
  it('not in submodules, which are part of the workspace', () => {
    write({ 'lib/a.ts': '1', 'lib/.gitignore': 'b.ts\n', 'app/main.ts': '2' });
    for (const folder of ['lib', 'app']) gitIn(join(root, folder), 'init', '-q');
    gitIn(join(root, 'lib'), 'add', '.');
    gitIn(join(root, 'lib'), 'commit', '-qm', 'a');
    gitIn(join(root, 'app'), 'submodule', 'add', '-q', join(root, 'lib'), 'orders');
    write({ 'app/orders/b.ts': '3' });
    expect(listed(join(root, 'app')).filter((path) => path.endsWith('.ts'))).toEqual(['main.ts', 'orders/a.ts']);
  });
  it.each([
    ['version 4', ['update-index', '--index-version', '4']],
    ['split', ['update-index', '--split-index']],
    ['with an untracked cache', ['update-index', '--force-untracked-cache']],
  ])('and knows unchanged files from an index: %s', (_, words) => {
    write({ 'a.ts': 'a', 'deep/in/b.ts': 'b', '.gitignore': 'forced.ts\n', 'forced.ts': 'f' });
    aged('a.ts', 'deep/in/b.ts', 'forced.ts');
    gitIn(root, 'init', '-q');
    gitIn(root, 'add', '-f', '.');
    gitIn(root, ...words);
    write({ 'c.ts': 'c' });
    aged('c.ts');
    gitIn(root, 'add', 'c.ts');
    write({ 'a.ts': 'A' });
    const ids = idsIn(root);
    expect(Object.keys(ids)).toEqual(['.gitignore', 'a.ts', 'c.ts', 'deep/in/b.ts', 'forced.ts']);
    expect([ids['a.ts'], ids['c.ts'], ids['deep/in/b.ts']]).toEqual([
      undefined,
      contentIdOf(Buffer.from('c')),
      contentIdOf(Buffer.from('b')),
    ]);
  });
  it('and takes no name of a content from a repository that names by SHA-256', () => {
    write({ 'a.ts': 'a' });
    aged('a.ts');
    gitIn(root, 'init', '-q', '--object-format=sha256');
    gitIn(root, 'add', '.');
    expect(idsIn(root)).toEqual({ 'a.ts': undefined });
  });
});

describe('names', () => {
  const odd = [
    'services/Orders/a.ts',
    'services/orders/a.ts',
    'with space/ b .ts',
    'tab\there/c.ts',
    'line\nbreak/d.ts',
    '\u001b[31mred/e.ts',
    'nfc-\u00e9/f.ts',
    'nfd-e\u0301/g.ts',
    '-rf/h.ts',
    '__proto__/i.ts',
    '💥/"quoted\'.ts',
    'back\\slash/j.ts',
  ];
  it('of every kind are listed and read, in a checkout and outside one', () => {
    write(Object.fromEntries(odd.map((path) => [path, path])));
    aged(...odd);
    const expected = odd.toSorted();
    expect(listed()).toEqual(expected);
    gitIn(root, 'init', '-q');
    gitIn(root, 'add', '-A');
    const files = diskFiles(root);
    expect(files.list().map(({ path }) => path)).toEqual(expected);
    expect(files.list().filter(({ path, contentId }) => contentId !== contentIdOf(Buffer.from(path)))).toEqual([]);
    expect(odd.filter((path) => Buffer.from(files.read(path) ?? []).toString() !== path)).toEqual([]);
  });
  it('that differ in case alone are two services', () => {
    const service = (name: string) => ({
      [`services/${name}/package.json`]: `{ "name": "${name}", "scripts": { "start": "node main.js" }, "dependencies": { "express": "1" } }`,
      [`services/${name}/main.js`]: 'require("express")().listen(1)',
      [`services/${name}/Dockerfile`]: 'FROM node\nCOPY . .\nCMD ["node", "main.js"]\n',
    });
    write({ ...service('Orders'), ...service('orders'), ...service('a b'), ...service('größe') });
    expect(inspectFiles(diskFiles(root)).model.services.map(({ path }) => path)).toEqual([
      'services/Orders',
      'services/a b',
      'services/größe',
      'services/orders',
    ]);
  });
});

it.skipIf(process.getuid?.() === 0)('a file that may not be read is said to be so', () => {
  write({ 'a.ts': '1' });
  chmodSync(join(root, 'a.ts'), 0);
  expect(inspectFiles(diskFiles(root)).model.unreadable).toEqual([
    { file: 'a.ts', why: 'The file may not be read.', at: [1, 1] },
  ]);
});

it('a file of fifty megabytes in one line is never opened', () => {
  write({ 'huge.ts': 'x'.repeat(50 * 1024 * 1024) });
  const files = diskFiles(root);
  expect(files.list()).toEqual([]);
  expect(inspectFiles(files).model.unreadable.map(({ file }) => file)).toEqual(['huge.ts']);
});
