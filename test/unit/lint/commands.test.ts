import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onlyRules } from './repository.ts';
import { ran } from './world.ts';

const checkout = 'fixtures/workspaces/checkout';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'msvc-lint-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of its own with some files. */
function made(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('msvc lint on a workspace that nobody prepared', () => {
  test('says what is wrong, and exits 1', async () => {
    const { code, out } = await ran(checkout, ['lint', '--no-cache']);
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot('__snapshots__/checkout.txt');
  });

  test('says the same to programs, the same every time, from a folder that is named', async () => {
    const { out } = await ran('.', ['lint', checkout, '--format', 'json', '--no-cache']);
    expect(out).toBe((await ran('.', ['lint', checkout, '--format', 'json', '--no-cache'])).out);
    await expect(out).toMatchFileSnapshot('__snapshots__/checkout.json');
  });

  test.each(['lint', 'graph'])('says where the time of %s went, beside the same answer', async (command) => {
    const words = [command, checkout, '--format', 'json', '--no-cache'];
    const [plain, timed] = [await ran('.', words), await ran('.', [...words, '--timing'])];
    expect(timed.out).toBe(plain.out);
    expect(plain.err).toBe('');
    expect(timed.err).toMatch(/^ start +\d+ ms +\d+ %\n list .*\n[^]* total +\d+ ms +100 %\n$/);
  });

  test('writes several formats at once', async () => {
    const file = join(folder, 'deep', 'report.json');
    const { out } = await ran(checkout, ['lint', '--no-cache', '--format', 'pretty', '--format', `json=${file}`]);
    expect(out).toContain('✖');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1 });
  });

  test('says where it wrote, where nothing else is said', async () => {
    const [one, two] = [join(folder, 'only.json'), join(folder, 'only.sarif')];
    const words = ['lint', '--no-cache', '--format', `json=${one}`, '--format', `sarif=${two}`];
    const { out, err } = await ran(checkout, words);
    expect(out).toBe('');
    expect(err).toMatch(/^ Wrote only\.json, only\.sarif: 4 errors, \d+ warnings, 1 note\.\n$/);
  });

  test.each([
    ['stdout', ['json', 'pretty']],
    ['both.txt', ['json=both.txt', 'sarif=./both.txt']],
  ])('writes no two of them to %s', async (place, formats) => {
    const { code, out, err } = await ran(checkout, ['lint', ...formats.flatMap((format) => ['--format', format])]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(new RegExp(`MSVC-024  Two formats would be written to .*${place}`));
  });

  test('speaks of a mistake in the call as of every other', async () => {
    expect(await ran(checkout, ['lint', '--frob'])).toMatchObject({
      code: 2,
      err: " ✖ MSVC-001  Unknown option '--frob'\n   msvc --help shows what there is.\n",
    });
    expect((await ran(checkout, ['lnt'])).err).toContain('\n   (Did you mean lint?)\n');
  });

  test('knows a format that does not exist, and a folder that does not', async () => {
    expect(await ran(checkout, ['lint', '--format', 'xml'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('MSVC-024'),
    });
    expect(await ran(checkout, ['lint', 'nowhere'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('MSVC-004'),
    });
  });
});

describe('msvc lint where there is nothing to judge', () => {
  test('says so; exits 0 for a person and 1 in CI', async () => {
    const root = made('empty', {});
    expect(await ran(root, ['lint'])).toMatchObject({ code: 0, out: expect.stringContaining('No services found') });
    expect(await ran(root, ['lint'], { CI: 'true' })).toMatchObject({ code: 1 });
    expect(await ran(root, ['lint', '--no-fail-on-empty'], { CI: 'true' })).toMatchObject({ code: 0 });
    expect(await ran(root, ['lint', '--fail-on-empty'])).toMatchObject({ code: 1 });
    expect(await ran(root, ['graph'])).toMatchObject({ code: 0, out: expect.stringContaining('no services') });
  });

  test('takes services that were not seen to do anything for nothing, and says where no call could be resolved', async () => {
    const manifest = '{ "name": "a", "scripts": { "start": "node main.js" }, "dependencies": { "axios": "1.0.0" } }';
    const unit = { 'a/package.json': manifest, 'compose.yaml': 'services:\n  a: { build: a }\n', ...onlyRules() };
    const idle = made('idle', { ...unit, 'a/main.js': 'console.log(1);\n' });
    expect(await ran(idle, ['lint', '--no-cache'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('little was judged'),
    });
    expect(await ran(idle, ['lint', '--no-cache'], { CI: 'true' })).toMatchObject({ code: 1 });
    const call = "import axios from 'axios';\naxios.get(process.env.NOWHERE + '/x', { timeout: 100 });\n";
    const blind = made('blind', { ...unit, 'a/main.js': call });
    expect((await ran(blind, ['lint', '--no-cache'])).out).toContain(
      '! 1 service, 0 calls, 0 topics, 0 stores, but none of 1 call could be resolved: nothing to report in what was seen',
    );
  });

  test('reports a file that cannot be read and goes on', async () => {
    const root = made('broken', { 'package.json': '{ "name": "x"', 'compose.yaml': 'services: [\n' });
    const { code, out } = await ran(root, ['lint', '--fail-on', 'warning', '--no-fail-on-empty']);
    expect(out).toContain('unreadable-file');
    expect(code).toBe(1);
  });
});

describe('msvc.yaml', () => {
  const one = { 'package.json': '{ "name": "orders", "scripts": { "start": "node main.js" } }', 'main.js': '' };

  test('has all its mistakes shown at once, with places', async () => {
    const yaml = 'version: 1\nrules:\n  sync-chains: error\n  sync-chain:\n    maxHops: two\n';
    const { code, err } = await ran(made('mistakes', { ...one, 'msvc.yaml': yaml }), ['lint']);
    expect(code).toBe(2);
    expect(err).toContain('MSVC-007');
    expect(err).toContain('msvc.yaml:3:3');
    expect(err).toContain('did you mean "sync-chain"?');
    expect(err).toContain('maxHops must be a whole number of 1 or more, not "two"');
  });
});

describe('msvc.yaml, said once', () => {
  const one = { 'package.json': '{ "name": "orders", "scripts": { "start": "node main.js" } }', 'main.js': '' };

  test('tells of a key that stands twice, as only the last one would count', async () => {
    const yaml = 'version: 1\nrules:\n  sync-chain: off\n  sync-cycle: off\n  sync-chain: error\n';
    const { code, err } = await ran(made('twice', { ...one, 'msvc.yaml': yaml }), ['lint']);
    expect(code).toBe(2);
    expect(err).toContain('msvc.yaml:5:3  "sync-chain" stands here twice; keep one');
  });

  test('says one thing of an entry that is no suppression, and lists what there is once', async () => {
    const yaml = 'suppress:\n  - nonsense\nrules: { sync-chain: loud }\n';
    const { err } = await ran(made('nonsense', { ...one, 'msvc.yaml': yaml }), ['lint']);
    expect(err).toContain('has 2 mistakes');
    expect(err).toContain('msvc.yaml:2:5  each of suppress must be a map, not "nonsense"\n');
    expect(err).toContain('rules.sync-chain must be one of off, info, warning, error, not "loud"\n');
  });
});

describe('msvc explain and msvc rules', () => {
  test('show a rule, a finding, and what was probably meant', async () => {
    expect(await ran('.', ['explain', 'sync-chain'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('maxHops'),
    });
    const { out } = await ran(checkout, ['lint', '--format', 'json', '--no-cache']);
    const report: { findings: { fingerprint: string; rule: string }[] } = JSON.parse(out);
    for (const { fingerprint, rule } of report.findings) {
      const told = await ran(checkout, ['explain', fingerprint.slice(0, 6)]);
      expect(told.out).toContain(rule);
      expect(told.out).toContain('Proof');
    }
    expect(await ran('.', ['explain', 'sync-chian'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('sync-chain'),
    });
    expect((await ran(checkout, ['explain', ''])).err).not.toContain('Did you mean');
    expect(await ran(checkout, ['explain', '000000'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('MSVC-021'),
    });
  });

  test('list the rules', async () => {
    expect((await ran('.', ['rules'])).out).toContain('missing-idempotency');
    const { out } = await ran('.', ['rules', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      rules: expect.arrayContaining([expect.objectContaining({ id: 'sync-chain' })]),
    });
  });
});

describe('msvc graph', () => {
  test('draws the map in every format', async () => {
    await expect((await ran(checkout, ['graph', '--no-cache'])).out).toMatchFileSnapshot(
      '__snapshots__/checkout-map.txt',
    );
    await expect((await ran(checkout, ['graph', '--format', 'mermaid'])).out).toMatchFileSnapshot(
      '__snapshots__/checkout.mmd',
    );
    expect((await ran(checkout, ['graph', '--format', 'dot'])).out).toContain('digraph');
    expect(JSON.parse((await ran(checkout, ['graph', '--format', 'json'])).out)).toMatchObject({ version: 1 });
    const file = join(folder, 'map.svg');
    expect(await ran(checkout, ['graph', '--format', 'svg', '--findings', '--output', file])).toMatchObject({
      code: 0,
      out: '',
    });
    expect(readFileSync(file, 'utf8')).toContain('class="mark ');
  });
});
