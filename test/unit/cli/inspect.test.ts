import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { gatherFacts } from '../../../src/cli/facts.ts';
import { inspect, inspectFiles } from '../../../src/cli/inspect.ts';
import type { Kept } from '../../../src/files/keep.ts';
import { nowhere } from '../../../src/files/keep.ts';
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

describe('what is kept between runs', () => {
  const tree = {
    'a/a.ts': 'export const a = 1;',
    'b/compose.yaml': 'services: { a: { build: ../a } }',
    'c/a.ts': 'export const a = 1;',
  };
  type Memo = Kept & { text: string | undefined; writes: number };
  const keptIn = (text?: string): Memo => ({
    text,
    writes: 0,
    read() {
      return this.text;
    },
    write(text) {
      this.text = text;
      this.writes += 1;
    },
  });
  it('gives the same facts, reads only what changed, and forgets nothing', () => {
    const kept = keptIn();
    const first = gatherFacts(memoryFiles(tree), kept);
    expect(first).toEqual(gatherFacts(memoryFiles(tree), nowhere));
    expect(gatherFacts(memoryFiles(tree), kept)).toEqual(first);
    expect(kept.writes).toBe(1);
    const edited = { ...tree, 'a/a.ts': 'export const a = 2;' };
    expect(gatherFacts(memoryFiles(edited), kept)).toEqual(gatherFacts(memoryFiles(edited), nowhere));
    expect(kept.writes).toBe(2);
    gatherFacts(memoryFiles(tree), kept);
    expect(kept.writes).toBe(2);
  });
  it.each(['', 'nonsense', 'msvc facts 1\nx\ty', 'msvc facts 1\nabc', 'msvc facts 0\n'])(
    'takes a broken one (%j) for none',
    (text) => {
      const kept = keptIn(text);
      expect(gatherFacts(memoryFiles(tree), kept)).toEqual(gatherFacts(memoryFiles(tree), nowhere));
    },
  );
  it('survives a cut-off or mangled pack', () => {
    const kept = keptIn();
    const facts = gatherFacts(memoryFiles(tree), kept);
    const whole = kept.text ?? '';
    for (const text of [
      whole.slice(0, -20),
      whole.replaceAll('"facts":[', '"facts":['.slice(2)),
      whole.replaceAll('\t', ' '),
    ])
      expect(gatherFacts(memoryFiles(tree), keptIn(text))).toEqual(facts);
  });
  it('is smaller than it looks, lies outside the workspace, and is off with cache: false', async () => {
    write({ 'a.ts': 'export const a = 1;' });
    const home = join(root, '..', `${basename(root)}-home`);
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    await look(false, home);
    expect(existsSync(join(home, 'msvc'))).toBe(false);
    await look(true, home);
    const [file = ''] = readdirSync(join(home, 'msvc'));
    expect(readFileSync(join(home, 'msvc', file), 'utf8')).toMatch(/^msvc facts \d+\n/);
  });
  it('names the stages in its timing', () => {
    expect(Object.keys(inspectFiles(memoryFiles(tree)).timing)).toEqual(['list', 'read', 'link']);
  });
});
