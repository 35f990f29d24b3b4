import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { nothingKept } from '../../../src/cli/keeping.ts';
import { helpersFor, readAside } from '../../../src/cli/reading/pool.ts';
import { diskFiles } from '../../../src/files/disk.ts';
import type { Files } from '../../../src/files/files.ts';

const workspaceOf = (count: number) => {
  const root = mkdtempSync(join(tmpdir(), 'msvc-reading-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (let index = 0; index < count; index += 1) {
    const folder = join(root, 'services', `s${index % 7}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `file${index}.ts`),
      `export const call${index} = () => fetch('http://s${(index + 1) % 7}:3000/${index}');`,
    );
    writeFileSync(join(folder, 'package.json'), `{ "name": "s${index % 7}", "scripts": { "start": "node ." } }`);
  }
  writeFileSync(join(root, 'broken.ts'), 'const = ;');
  writeFileSync(join(root, 'binary.ts'), Buffer.from([0, 1, 2]));
  return root;
};

describe('reading on several threads', () => {
  /** Slow enough here that the others take their turns. */
  const slowly = (files: Files, read: string[]): Files => ({
    ...files,
    read: (path) => {
      read.push(path);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      return files.read(path);
    },
  });
  it.each([1, 3])('with %i workers gives what reading on one gives', (helpers) => {
    const files = diskFiles(workspaceOf(300));
    const read: string[] = [];
    const here = slowly(files, read);
    const { model } = inspectFiles(here, nothingKept, {
      read: (entries, take) => readAside(here, entries, helpers, take),
    });
    expect(model).toEqual(inspectFiles(files).model);
    expect(read.length).toBeLessThan(files.list().length);
    const once = read.filter((path) => path !== 'binary.ts'); // asked for again, to tell why it says nothing
    expect(new Set(once).size).toBe(once.length);
  });
  it('reads here what a worker does not hand over', () => {
    const root = workspaceOf(100);
    const files = diskFiles(root);
    // Workers look into a folder that is not there, and have nothing to tell.
    const there = slowly({ ...files, root: join(root, 'gone') }, []);
    const { model } = inspectFiles(files, nothingKept, { read: (entries, take) => readAside(there, entries, 2, take) });
    expect(model).toEqual(inspectFiles(files).model);
  });
  it('starts no worker that does not pay', () => {
    const megabytes = (count: number) => [{ path: 'a.ts', size: count * 1024 * 1024 }];
    expect([helpersFor(megabytes(1), 8), helpersFor(megabytes(9), 2), helpersFor(megabytes(9), 4)]).toEqual([0, 0, 3]);
    expect(helpersFor(megabytes(99), 64)).toBe(3);
  });
});
