import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { inspect } from '../../../src/cli/inspect.ts';
import { memoryFiles } from '../../../src/files/memory.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'msvc-inspect-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const write = (tree: Record<string, string | Buffer>): void => {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};
const look = (cache = false, home = join(root, '.home')) => inspect(root, { cache, env: { XDG_CACHE_HOME: home } });

describe('inspect', () => {
  it('finds nothing in an empty folder, and says so by an empty model', async () => {
    const { model } = await look();
    expect(model).toMatchObject({ services: [], stores: [], edges: [], unreadable: [], coverage: { files: 0 } });
  });
  it('throws for a root that is no folder', async () => {
    await expect(inspect(join(root, 'none'), { cache: false, env: {} })).rejects.toMatchObject({ code: 'MSVC-004' });
  });
  it('throws all mistakes of msvc.yaml at once', async () => {
    write({ 'msvc.yaml': 'versoin: 1\ncontexts: { a: { owner: 3 } }\n' });
    await expect(look()).rejects.toMatchObject({
      code: 'MSVC-007',
      details: [
        'msvc.yaml:1:1  unknown key "versoin"; did you mean "version"?',
        'msvc.yaml:2:25  contexts.a.owner must be text, not 3',
      ],
    });
  });
  it('goes on where files are broken, and lists them', async () => {
    write({
      'compose.yaml': 'services: [\n',
      'a/package.json': '{ "name": ',
      'a.proto': 'message {',
      'a.sql': "select 'x",
      'a.ts': 'const = ;',
      'b.ts': Buffer.from([1, 0, 2]),
      'c.ts': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('export const a = 1;', 'utf16le')]),
    });
    const { model } = await look();
    expect(model.unreadable.map(({ file }) => file)).toEqual([
      'a.sql',
      'a.ts',
      'a/package.json',
      'b.ts',
      'compose.yaml',
    ]);
  });
  it.each(['(', '[', '{a:', '`${', 'A<', 'x=>', 'f(', 'a?', 'new ', 'function f(){', '(\n'])(
    'says that code of many nested %j cannot be parsed, and lives',
    (part) => {
      const files = memoryFiles({ 'a.ts': `x=${part.repeat(50_000)}`, 'b.ts': '' });
      expect(inspectFiles(files).model.unreadable).toMatchObject([
        { file: 'a.ts', why: 'The code nests too deep to be parsed.' },
      ]);
    },
  );
  it('does not read what msvc.yaml ignores', async () => {
    write({
      'msvc.yaml': 'ignore: [legacy, "**/*.gen.ts"]\n',
      'legacy/compose.yaml': 'services: [',
      'x/a.gen.ts': 'const = ;',
    });
    expect((await look()).model.unreadable).toEqual([]);
  });
  it('works in a folder that may not be written', async () => {
    write({
      'orders/package.json': '{ "scripts": { "start": "node ." }, "dependencies": { "express": "5" } }',
      'orders/index.js': '',
    });
    chmodSync(root, 0o555);
    const { model } = await look(true);
    chmodSync(root, 0o755);
    expect(model.services.map(({ name }) => name)).toEqual(['orders']);
  });
});
