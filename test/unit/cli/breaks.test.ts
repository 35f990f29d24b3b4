import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { breaksFor } from '../../../src/cli/lint/breaks.ts';
import { diskFiles } from '../../../src/files/disk.ts';

const proto = (field: string): string =>
  `syntax = "proto3";\npackage stock.v1;\nmessage Item {\n  string sku = 1;\n  ${field}\n}\n`;

let root = '';
const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@shop.example', ...words], { cwd: root }).toString();
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const commit = (): void => {
  git('add', '-A');
  git('commit', '-q', '-m', 'Change it');
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'breaks-'));
  git('init', '-q', '-b', 'main');
  write('shop/proto/item.proto', proto('int32 count = 2;'));
  commit();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const said = async (folder: string, asked?: string) => {
  const breaks = await breaksFor(diskFiles(join(root, folder)), { base: asked });
  return breaks && { ...breaks, breaks: breaks.breaks.map(({ check, at }) => `${check} ${at.file}:${at.line}`) };
};

describe('contracts against a base', () => {
  test('are compared with the commit that is asked for, as they lie, in a folder of the checkout too', async () => {
    write('shop/proto/item.proto', proto('string count = 2;'));
    const found = ['FIELD_WIRE_JSON_COMPATIBLE_TYPE proto/item.proto:5'];
    expect(await said('shop', 'HEAD')).toEqual({ base: 'HEAD', breaks: found, undecided: [] });
    commit();
    expect(await said('shop', 'HEAD~1')).toMatchObject({ breaks: found });
    expect(await said('shop', 'HEAD')).toMatchObject({ breaks: [] });
  });

  test('are compared with where the branch left, not with what came after', async () => {
    git('checkout', '-q', '-b', 'work');
    write('readme.md', 'x');
    commit();
    git('checkout', '-q', 'main');
    write('shop/proto/item.proto', proto('string count = 2;'));
    commit();
    git('checkout', '-q', 'work');
    expect(await said('shop', 'main')).toMatchObject({ base: 'main', breaks: [] });
  });

  test('are compared with the default branch of the remote where nothing is asked for', async () => {
    expect(await said('shop')).toMatchObject({ breaks: [], undecided: [{ at: { file: 'proto/item.proto' } }] });
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    write('shop/proto/item.proto', proto('int32 number = 3;'));
    commit();
    expect(await said('shop')).toMatchObject({
      base: 'origin/main',
      breaks: [expect.stringContaining('FIELD_NO_DELETE')],
    });
  });

  test('are not asked of Git again while neither side has changed', async () => {
    git('checkout', '-q', '-b', 'work');
    write('shop/proto/item.proto', proto('string count = 2;'));
    commit();
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    git('update-ref', 'refs/remotes/origin/main', 'main');
    git('pack-refs', '--all');
    const held = new Map<string, Uint8Array>();
    const kept = {
      get: (key: string) => held.get(key),
      set: (key: string, value: Uint8Array) => void held.set(key, value),
      flush: () => undefined,
    };
    const asked = () => breaksFor(diskFiles(join(root, 'shop')), { kept });
    const first = await asked();
    expect(first).toMatchObject({ base: 'origin/main', breaks: [{ check: 'FIELD_WIRE_JSON_COMPATIBLE_TYPE' }] });
    vi.stubEnv('PATH', '');
    expect(await asked()).toEqual(first);
    vi.unstubAllEnvs();
    write('shop/proto/item.proto', proto('int32 count = 2;'));
    expect(await asked()).toEqual({ base: 'origin/main', breaks: [], undecided: [] });
  });

  test('are nothing where there are none', async () => {
    write('web/main.ts', '');
    expect(await said('web')).toBeUndefined();
  });

  test('say what could not be compiled', async () => {
    write('shop/proto/item.proto', `${proto('string count = 2;')}import "elsewhere.proto";\n`);
    expect(await said('shop', 'HEAD')).toMatchObject({
      breaks: [],
      undecided: [{ what: expect.stringContaining('does not compile') }],
    });
  });

  test('are not read through filters, hooks or a buf of the workspace', async () => {
    const ran = join(root, 'ran');
    for (const path of ['node_modules/@bufbuild/buf/bin/buf', 'node_modules/.bin/buf'])
      write(path, `#!/bin/sh\ntouch ${ran}\n`);
    write('shop/.gitattributes', '*.proto filter=evil\n');
    git('config', 'filter.evil.smudge', `touch ${ran}; cat`);
    git('config', 'core.fsmonitor', `touch ${ran}`);
    write('shop/proto/item.proto', proto('string count = 2;'));
    expect(await said('shop', 'HEAD')).toMatchObject({ breaks: [expect.stringContaining('FIELD_WIRE')] });
    expect(() => execFileSync('test', ['-e', ran])).toThrow();
  });
});
