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
import { contentIdOf } from '../../../src/files/content-id.ts';
import { decode } from '../../../src/files/decode.ts';
import { diskFiles, isFolder } from '../../../src/files/disk.ts';
import { memoryFiles } from '../../../src/files/memory.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'msvc files ü-')));
});
afterEach(() => {
  chmodSync(root, 0o755);
  rmSync(root, { recursive: true, force: true });
});
function write(tree: Record<string, string>): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: root, stdio: 'ignore' });
const listed = (folder = root) =>
  diskFiles(folder)
    .list()
    .map(({ path }) => path);

describe('files on disk', () => {
  const tree = {
    'a.ts': '1',
    'b c/ü.ts': '2',
    'node_modules/x/index.js': '3',
    'dist/main.js': '4',
    'package-lock.json': '{}',
    'lib.min.js': '5',
    'ignored/x.ts': '6',
    'kept.log.ts': '7',
    '.gitignore': 'ignored/\n',
    'sub/.gitignore': '*.tmp.ts\n!a.tmp.ts\n',
    'sub/a.tmp.ts': '8',
    'sub/b.tmp.ts': '9',
    'services/vendor/package.json': '{}',
    'php/vendor/x/y.ts': '10',
  };
  const expected = [
    '.gitignore',
    'a.ts',
    'b c/ü.ts',
    'kept.log.ts',
    'services/vendor/package.json',
    'sub/.gitignore',
    'sub/a.tmp.ts',
  ];

  it('lists what a person wrote, outside a checkout and in one', () => {
    write(tree);
    expect(listed()).toEqual(expected);
    git('init', '-q');
    git('add', '-A');
    expect(listed()).toEqual(expected);
  });
  it('lists the same in memory, where nothing is ignored', () => {
    expect(
      memoryFiles(tree)
        .list()
        .map(({ path }) => path),
    ).toEqual([...expected, 'ignored/x.ts', 'sub/b.tmp.ts'].sort());
  });
  it('knows unchanged files from the index, and only those', () => {
    write({ 'same.ts': 'same', 'edited.ts': 'before', 'forced.log.ts': 'x', '.gitignore': 'forced*\n' });
    const past = new Date(Date.now() - 60_000);
    for (const file of ['same.ts', 'edited.ts', 'forced.log.ts']) utimesSync(join(root, file), past, past);
    git('init', '-q');
    git('add', '-f', '.');
    write({ 'edited.ts': 'after', 'new.ts': 'new' });
    const ids = Object.fromEntries(
      diskFiles(root)
        .list()
        .map(({ path, contentId }) => [path, contentId]),
    );
    expect(ids['same.ts']).toBe(contentIdOf(Buffer.from('same')));
    expect(ids['forced.log.ts']).toBe(contentIdOf(Buffer.from('x')));
    expect(ids['edited.ts']).toBeUndefined();
    expect(ids['new.ts']).toBeUndefined();
    expect(Object.keys(ids)).toContain('new.ts');
  });
  it('reads a folder of a checkout by the rules above it', () => {
    write({ 'app/a.ts': '1', 'app/skip/b.ts': '2', '.gitignore': '/app/skip\n' });
    git('init', '-q');
    expect(listed(join(root, 'app'))).toEqual(['a.ts']);
  });
  it('reads a worktree, whose .git is a file', () => {
    write({ 'a.ts': 'a', '.git': 'gitdir: .elsewhere\n' });
    expect(listed()).toContain('a.ts');
  });
  it('follows no link out of the root, into a loop, or to what is read anyway', () => {
    write({ 'in/a.ts': '1' });
    symlinkSync(tmpdir(), join(root, 'out'));
    symlinkSync('/etc/hostname', join(root, 'out.conf'));
    symlinkSync(join(root, 'in'), join(root, 'in', 'loop'));
    symlinkSync('self.ts', join(root, 'self.ts'));
    symlinkSync('in/a.ts', join(root, 'again.ts'));
    expect(listed()).toEqual(['in/a.ts']);
    expect(diskFiles(root).skipped()).toEqual([
      { path: 'out.conf', why: 'The link leads out of the workspace and is not followed.' },
    ]);
  });
  it('says which source is too large', () => {
    write({ 'big.ts': 'x'.repeat(1024 * 1024 + 1), 'big.csv': 'x'.repeat(1024 * 1024 + 1) });
    const files = diskFiles(root);
    expect(files.list()).toEqual([]);
    expect(files.skipped()).toEqual([
      { path: 'big.ts', why: 'The file is 1.0 MiB; more than 1 MiB is taken for data and not read.' },
    ]);
  });
  it.skipIf(process.getuid?.() === 0)('says which folder may not be read', () => {
    write({ 'closed/a.ts': '1' });
    chmodSync(join(root, 'closed'), 0);
    expect(diskFiles(root).skipped()).toEqual([{ path: 'closed', why: 'The folder may not be read.' }]);
    chmodSync(join(root, 'closed'), 0o755);
  });
  it('tells folders from the rest', () => {
    write({ 'a.ts': '' });
    expect([isFolder(root), isFolder(join(root, 'a.ts')), isFolder(join(root, 'none'))]).toEqual([true, false, false]);
    expect(diskFiles(root).read('none.ts')).toBeUndefined();
  });
});

describe('decode', () => {
  it.each([
    ['UTF-8', Buffer.from('ü')],
    ['UTF-8 with a mark', Buffer.from('\ufeffü')],
    ['UTF-16 LE', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('ü', 'utf16le')])],
    ['UTF-16 BE', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('ü', 'utf16le').swap16()])],
  ])('%s', (_, bytes) => {
    expect(decode(bytes)).toEqual({ text: 'ü' });
  });
  it('says what is no text', () => {
    expect(decode(Buffer.from([1, 0, 2]))).toEqual({ why: 'The file holds NUL bytes, so it is no text.' });
  });
});
