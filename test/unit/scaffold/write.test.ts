import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { diskFolder } from '../../../src/files/changes/disk.ts';
import type { Write } from '../../../src/files/changes/folder.ts';
import type { DiskCalls } from '../../../src/files/changes/transaction.ts';

let base: string;
let root: string;
beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'msvc-write-')));
  root = join(base, 'root');
  fs.mkdirSync(join(root, 'kept'), { recursive: true });
  fs.writeFileSync(join(root, 'kept/a.yaml'), 'a: 1\n', { mode: 0o640 });
  fs.writeFileSync(join(root, 'kept/run.sh'), '#!/bin/sh\n', { mode: 0o750 });
  fs.writeFileSync(join(root, 'gone.txt'), 'bye\n');
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

/** Every file with its text and mode, every folder. */
const treeOf = (folder: string) =>
  Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => {
        const { mode } = fs.lstatSync(path);
        return [
          relative(folder, path),
          fs.lstatSync(path).isDirectory() ? 'folder' : `${mode.toString(8)} ${fs.readFileSync(path, 'utf8')}`,
        ];
      }),
  );

const writes: readonly Write[] = [
  { path: 'new/deep/one.ts', before: undefined, after: 'one\n' },
  { path: 'new/two.sh', before: undefined, after: '#!/bin/sh\n', executable: true },
  { path: 'kept/a.yaml', before: 'a: 1\n', after: 'a: 1\nb: 2\n' },
  { path: 'kept/run.sh', before: '#!/bin/sh\n', after: '#!/bin/sh\nexit\n' },
  { path: 'gone.txt', before: 'bye\n', after: undefined },
  { path: 'last.txt', before: undefined, after: 'last\n' },
];

const failure = (code: string) => Object.assign(new Error(`${code}: injected`), { code });
const changing = [
  'chmodSync',
  'linkSync',
  'mkdirSync',
  'renameSync',
  'rmdirSync',
  'unlinkSync',
  'writeFileSync',
] as const;

/** A disk on which `decide` may refuse a call. */
function disk(decide: (name: string, count: number) => string | undefined): { calls: DiskCalls; count: () => number } {
  let count = 0;
  const calls: Record<string, unknown> = { ...fs };
  for (const name of changing) {
    calls[name] = (...args: unknown[]) => {
      count += 1;
      const code = decide(name, count);
      if (code !== undefined) throw failure(code);
      return Reflect.apply(fs[name], fs, args);
    };
  }
  return { calls: calls as DiskCalls, count: () => count };
}

test('all writes happen, modes are kept, nothing else is left', async () => {
  await diskFolder(root).write(writes);
  expect(treeOf(root)).toEqual({
    kept: 'folder',
    'kept/a.yaml': '100640 a: 1\nb: 2\n',
    'kept/run.sh': '100750 #!/bin/sh\nexit\n',
    'last.txt': '100644 last\n',
    new: 'folder',
    'new/deep': 'folder',
    'new/deep/one.ts': '100644 one\n',
    'new/two.sh': '100755 #!/bin/sh\n',
  });
});

describe('whichever call fails first, everything is as before', () => {
  test.each([
    ['with links', true],
    ['on a file system without links', false],
  ])('one call fails, %s', async (_, links) => {
    const before = treeOf(root);
    const refused = (name: string) => (!links && name === 'linkSync' ? 'ENOTSUP' : undefined);
    const dry = disk(refused);
    await diskFolder(root, dry.calls).write(writes);
    expect(treeOf(root)['kept/a.yaml']).toContain('b: 2');
    expect(Object.keys(treeOf(root)).join()).not.toContain('.msvc-');
    for (let nth = 1; nth <= dry.count(); nth += 1) {
      rebuild(before);
      const failing = disk((name, count) => (count === nth ? 'EIO' : refused(name)));
      const error: unknown = await diskFolder(root, failing.calls)
        .write(writes)
        .catch((each: unknown) => each);
      // What fails after the last file is in place is only a left-over temporary name.
      if (error === undefined) continue;
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).hint).toBe('Everything was put back as it was.');
      expect(treeOf(root), `call ${nth}`).toEqual(before);
    }
  });

  test('the disk is full from some call on', async () => {
    const before = treeOf(root);
    for (let nth = 1; nth <= 30; nth += 1) {
      rebuild(before);
      const needsSpace = (name: string) => ['mkdirSync', 'writeFileSync', 'linkSync'].includes(name);
      const full = disk((name, count) => (count >= nth && needsSpace(name) ? 'ENOSPC' : undefined));
      const error: unknown = await diskFolder(root, full.calls)
        .write(writes)
        .catch((each: unknown) => each);
      if (error === undefined) continue;
      expect(error).toMatchObject({ code: 'MSVC-015', message: expect.stringContaining('the disk is full') });
      expect(treeOf(root), `from call ${nth}`).toEqual(before);
    }
  });

  test('what cannot be put back is named', async () => {
    const stuck = disk((name, count) => (count > 12 && name !== 'writeFileSync' ? 'EROFS' : undefined));
    const error: unknown = await diskFolder(root, stuck.calls)
      .write(writes)
      .catch((each: unknown) => each);
    expect(error).toMatchObject({ hint: 'The rest was put back as it was.' });
    expect((error as UserError).details.length).toBeGreaterThan(0);
  });

  function rebuild(tree: Record<string, string>) {
    fs.rmSync(root, { recursive: true, force: true });
    fs.mkdirSync(root);
    for (const [path, what] of Object.entries(tree)) {
      const place = join(root, path);
      if (what === 'folder') fs.mkdirSync(place, { recursive: true });
      else {
        fs.mkdirSync(join(place, '..'), { recursive: true });
        fs.writeFileSync(place, what.slice(what.indexOf(' ') + 1));
        fs.chmodSync(place, Number.parseInt(what.slice(3, 6), 8));
      }
    }
  }
});

test('Ctrl-C between two files takes back what was done', async () => {
  const before = treeOf(root);
  const controller = new AbortController();
  const { calls } = disk((name, count) => {
    if (name === 'renameSync' && count > 10) controller.abort();
    return undefined;
  });
  await expect(diskFolder(root, calls).write(writes, controller.signal)).rejects.toMatchObject({ code: 'MSVC-003' });
  expect(controller.signal.aborted).toBe(true);
  expect(treeOf(root)).toEqual(before);
  expect(process.listeners('SIGINT')).toHaveLength(0);
});

test('a file that somebody else changed or made meanwhile is not overwritten', async () => {
  const folder = diskFolder(root);
  fs.writeFileSync(join(root, 'kept/a.yaml'), 'a: 3\n');
  await expect(folder.write(writes)).rejects.toMatchObject({
    message: expect.stringContaining('changed by somebody else'),
  });
  expect(fs.readFileSync(join(root, 'kept/a.yaml'), 'utf8')).toBe('a: 3\n');
  expect(fs.existsSync(join(root, 'new'))).toBe(false);
  fs.writeFileSync(join(root, 'kept/a.yaml'), 'a: 1\n');
  fs.writeFileSync(join(root, 'last.txt'), 'mine\n');
  await expect(folder.write(writes)).rejects.toMatchObject({
    message: expect.stringContaining('made by somebody else'),
  });
  expect(fs.readFileSync(join(root, 'last.txt'), 'utf8')).toBe('mine\n');
  expect(fs.existsSync(join(root, 'new'))).toBe(false);
});

describe('nothing outside the root', () => {
  const put = (path: string) => diskFolder(root).write([{ path, before: undefined, after: 'x\n' }]);

  test.each(['../evil.txt', '/etc/evil.txt', 'a/../../evil.txt', 'nul\0byte'])('%j', async (path) => {
    await expect(put(path)).rejects.toMatchObject({ code: 'MSVC-016' });
    expect(() => diskFolder(root).read(path)).toThrow(UserError);
  });

  test('no link out, neither a folder nor a file, and no loop', async () => {
    fs.mkdirSync(join(base, 'outside'));
    fs.writeFileSync(join(base, 'outside/file.txt'), 'theirs\n');
    fs.symlinkSync(join(base, 'outside'), join(root, 'link'));
    fs.symlinkSync('../outside/file.txt', join(root, 'file.txt'));
    fs.symlinkSync('loop', join(root, 'loop'));
    fs.symlinkSync('nowhere', join(root, 'dangling'));
    const escapes = ['link/new/evil.txt', 'file.txt', 'loop/x', 'loop', 'dangling', 'dangling/x'];
    for (const path of escapes) await expect(put(path), path).rejects.toMatchObject({ code: 'MSVC-016' });
    expect(fs.readdirSync(join(base, 'outside'))).toEqual(['file.txt']);
    expect(fs.readFileSync(join(base, 'outside/file.txt'), 'utf8')).toBe('theirs\n');
  });

  test('a link that stays inside is followed, and stays a link', async () => {
    fs.symlinkSync('kept/a.yaml', join(root, 'link.yaml'));
    await diskFolder(root).write([{ path: 'link.yaml', before: 'a: 1\n', after: 'a: 2\n' }]);
    expect(fs.lstatSync(join(root, 'link.yaml')).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(join(root, 'kept/a.yaml'), 'utf8')).toBe('a: 2\n');
  });
});

test('a folder, a binary file and a file in the place of a folder are refused in words', async () => {
  fs.writeFileSync(join(root, 'binary.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
  expect(() => diskFolder(root).read('binary.yaml')).toThrow('it is not UTF-8 text');
  expect(() => diskFolder(root).read('kept')).toThrow(/kept cannot be added to/);
  await expect(diskFolder(root).write([{ path: 'gone.txt/x', before: undefined, after: 'x' }])).rejects.toMatchObject({
    code: 'MSVC-015',
  });
  expect(fs.readFileSync(join(root, 'gone.txt'), 'utf8')).toBe('bye\n');
});

const mayMount = (() => {
  const place = fs.mkdtempSync(join(tmpdir(), 'msvc-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', [place]);
    return true;
  } catch {
    return false;
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
})();

describe.skipIf(!mayMount)('a real small disk (needs the right to mount)', () => {
  let place: string;
  beforeEach(() => {
    place = fs.mkdtempSync(join(tmpdir(), 'msvc-mount-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]);
    fs.writeFileSync(join(place, 'compose.yaml'), 'a: 1\n');
  });
  afterEach(() => {
    execFileSync('umount', [place]);
    fs.rmSync(place, { recursive: true });
  });

  test('it fills half-way: nothing is written', async () => {
    const before = treeOf(place);
    const many = Array.from({ length: 40 }, (_, index): Write => ({
      path: `new/${index}.txt`,
      before: undefined,
      after: 'x'.repeat(4000),
    }));
    const all = [{ path: 'compose.yaml', before: 'a: 1\n', after: 'a: 2\n' }, ...many];
    await expect(diskFolder(place).write(all)).rejects.toMatchObject({
      code: 'MSVC-015',
      message: expect.stringContaining('the disk is full'),
      hint: 'Everything was put back as it was.',
    });
    expect(treeOf(place)).toEqual(before);
  });

  test('it is read-only: nothing is written', async () => {
    execFileSync('mount', ['-o', 'remount,ro', place]);
    await expect(diskFolder(place).write([{ path: 'new/x.txt', before: undefined, after: 'x' }])).rejects.toMatchObject(
      { code: 'MSVC-015', message: expect.stringContaining('the file system is read-only') },
    );
    expect(Object.keys(treeOf(place))).toEqual(['compose.yaml']);
  });
});
