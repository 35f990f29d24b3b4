import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { onlyRules, repository, service } from './repository.ts';
import { ran } from './world.ts';

const lint = async (root: string, words: readonly string[]) => {
  const { code, out, err } = await ran(root, ['lint', '--format', 'json', ...words, '--no-cache']);
  const found = out ? JSON.parse(out).findings.map(({ message }: { message: string }) => message) : [];
  return { code, err, found };
};
const quiet = (folder: string) => ({ [`${folder}msvc.yaml`]: onlyRules('cross-context-import')['msvc.yaml'] });
const says = (a: string, b: string): string => `${a} imports a source file of ${b}`;
const three = { ...service('a', ['b']), ...service('b'), ...service('c') };

describe('msvc lint --since a commit that is not here', () => {
  const since = (root: string, ref: string) => ran(root, ['lint', '--since', ref, '--no-cache']);

  test('says so where there is none yet', async () => {
    const root = mkdtempSync(join(tmpdir(), 'msvc-since-'));
    execFileSync('git', ['init', '-q'], { cwd: root });
    expect(await since(root, 'HEAD')).toMatchObject({ code: 2, err: expect.stringContaining('no commit here yet') });
    rmSync(root, { recursive: true });
  });

  test('says how to get it, in a shallow clone and in a whole one', async () => {
    const shop = repository(three);
    shop.commit('more', service('c', ['b']));
    expect((await since(shop.root, 'HEAD~7')).err).toContain('Fetch it first');
    const clone = mkdtempSync(join(tmpdir(), 'msvc-shallow-'));
    execFileSync('git', ['clone', '-q', '--depth=1', `file://${shop.root}`, clone]);
    const { code, err } = await since(clone, 'HEAD~1');
    expect([code, err]).toEqual([2, expect.stringContaining('git fetch --unshallow')]);
    rmSync(clone, { recursive: true });
  });
});

describe('msvc lint --since', () => {
  test('reports what the branch brought, wherever it stands, and says how much there was before', async () => {
    const shop = repository(three);
    shop.git('checkout', '-q', '-b', 'branch');
    expect(await lint(shop.root, ['--since', 'main'])).toMatchObject({ code: 0, found: [] });
    shop.commit('more', service('c', ['b']));
    expect(await lint(shop.root, ['--since', 'main'])).toMatchObject({ code: 1, found: [says('c', 'b')] });
    const { out } = await ran(shop.root, ['lint', '--since', 'main', '--no-cache']);
    expect(out).toContain('1 finding stood there before, in main: left out.');
    expect(await lint(shop.root, ['--since', 'HEAD'])).toMatchObject({ code: 0, found: [] });
  });

  test('sees what is not committed or not even added, and what a touched file had before', async () => {
    const shop = repository(three);
    shop.write({
      'services/c/src/late.js': "import '../../a/src/pool.js';\n",
      'services/a/src/main.js': `// touched\n${shop.read('services/a/src/main.js')}`,
    });
    expect((await lint(shop.root, ['--since', 'HEAD'])).found).toEqual([says('c', 'a')]);
  });

  test('finds what a change breaks in a file that it does not touch', async () => {
    const shop = repository({
      ...service('a', ['b']),
      ...service('b'),
      'msvc.yaml': 'contexts:\n  both: { paths: [services/a, services/b] }\n',
    });
    const before = await lint(shop.root, ['--since', 'HEAD']);
    shop.write({ 'msvc.yaml': 'contexts:\n  a: { paths: [services/a] }\n' });
    expect(before.found).not.toContain(says('a', 'b'));
    expect((await lint(shop.root, ['--since', 'HEAD'])).found).toContain(says('a', 'b'));
  });

  test('compares with where the branch left, not with what others did since', async () => {
    const shop = repository(three);
    shop.git('checkout', '-q', '-b', 'branch');
    shop.commit('own', service('c', ['a']));
    shop.git('checkout', '-q', 'main');
    shop.commit('mended by others', service('a'));
    shop.git('checkout', '-q', 'branch');
    expect((await lint(shop.root, ['--since', 'main'])).found).toEqual([says('c', 'a')]);
  });

  test('tells of a suppression that was taken out', async () => {
    const main =
      "import express from 'express';\nimport '../../b/src/pool.js'; // msvc-ignore cross-context-import -- until it moves\nexpress().listen(1);\n";
    const shop = repository({ ...three, 'services/a/src/main.js': main });
    expect((await lint(shop.root, ['--since', 'HEAD'])).found).toEqual([]);
    shop.write({ 'services/a/src/main.js': main.replace(/ \/\/.*/, '') });
    expect((await lint(shop.root, ['--since', 'HEAD'])).found).toEqual([says('a', 'b')]);
  });

  test('judges a workspace in a folder of the repository, and one whose settings were wrong before', async () => {
    const inner = Object.fromEntries(Object.entries(three).map(([path, text]) => [`shop/${path}`, text]));
    const top = repository({ ...inner, 'shop/msvc.yaml': 'rules: { sync-chains: off }\n' });
    top.write({ 'shop/msvc.yaml': top.read('msvc.yaml') });
    top.write({ 'shop/services/c/src/late.js': "import '../../a/src/pool.js';\n" });
    expect((await lint(`${top.root}/shop`, ['--since', 'HEAD'])).found).toEqual([says('c', 'a')]);
  });

  test('leaves the work tree and the index as they are', async () => {
    const shop = repository(three);
    shop.write(service('c', ['a']));
    shop.git('add', 'services/c');
    shop.write(service('c', ['b']));
    const before = [shop.git('status', '--porcelain'), shop.git('diff'), shop.git('diff', '--cached')];
    await lint(shop.root, ['--since', 'HEAD']);
    await lint(shop.root, ['--staged']);
    expect([shop.git('status', '--porcelain'), shop.git('diff'), shop.git('diff', '--cached')]).toEqual(before);
  });

  test('needs a ref that exists, and Git', async () => {
    const shop = repository(three);
    expect(await lint(shop.root, ['--since', 'nope'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('MSVC-022'),
    });
    expect(await lint(shop.root, ['--since', '--output=x'])).toMatchObject({ code: 2 });
    const plain = mkdtempSync(join(tmpdir(), 'msvc-plain-'));
    onTestFinished(() => rmSync(plain, { recursive: true, force: true }));
    expect(await lint(plain, ['--since', 'main'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('MSVC-023'),
    });
  });
});

describe('msvc lint --staged', () => {
  test('judges the content of the index, not what lies beside it', async () => {
    const shop = repository(three);
    shop.write(service('c', ['a']));
    expect((await lint(shop.root, ['--staged'])).found).toEqual([]);
    shop.git('add', '.');
    shop.write(service('c'));
    expect(await lint(shop.root, ['--staged'])).toMatchObject({ code: 1, found: [says('c', 'a')] });
  });

  test('judges a first commit whole', async () => {
    const shop = repository(three);
    shop.git('update-ref', '-d', 'HEAD');
    expect((await lint(shop.root, ['--staged'])).found).toEqual([says('a', 'b')]);
  });

  test('takes settings and the baseline from the index too', async () => {
    const shop = repository({ ...service('a'), ...service('b') });
    shop.write(service('a', ['b']));
    await ran(shop.root, ['lint', '--baseline', '--no-cache']);
    shop.git('add', 'services');
    expect(await lint(shop.root, ['--staged'])).toMatchObject({ code: 1 });
    shop.git('add', '.msvc');
    expect(await lint(shop.root, ['--staged'])).toMatchObject({ code: 0 });
  });

  test('finds its folder in a hook, which is told where the repository is', async () => {
    const inner = Object.fromEntries(Object.entries(three).map(([path, text]) => [`shop/${path}`, text]));
    const top = repository({ ...inner, ...quiet('shop/') });
    top.write({ 'shop/services/c/src/late.js': "import '../../a/src/pool.js';\n" });
    top.git('add', '.');
    vi.stubEnv('GIT_DIR', join(top.root, '.git'));
    vi.stubEnv('GIT_INDEX_FILE', join(top.root, '.git/index'));
    const { out } = await ran(join(top.root, 'shop'), ['lint', '--staged', '--format', 'json', '--no-cache']);
    vi.unstubAllEnvs();
    expect(JSON.parse(out).findings).toMatchObject([{ at: { file: 'services/c/src/late.js' } }]);
  });

  test('takes our side of a file in conflict, and the content of a submodule as it lies', async () => {
    const shop = repository(three);
    const other = repository(service('d'));
    shop.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', other.root, 'services/other');
    shop.commit('submodule');
    shop.git('checkout', '-q', '-b', 'branch');
    shop.commit('theirs', { 'services/c/src/main.js': '// theirs\n' });
    shop.git('checkout', '-q', 'main');
    shop.commit('ours', service('c', ['a']));
    expect(() => shop.git('merge', 'branch')).toThrow();
    expect((await ran(shop.root, ['lint', '--staged', '--no-cache'])).out).toContain('2 findings stood there before');
    const { out } = await ran(shop.root, ['lint', '--staged', '--format', 'json', '--no-cache']);
    expect(JSON.parse(out).services.map(({ name }: { name: string }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('cannot be asked to repair', async () => {
    const shop = repository(three);
    expect(await lint(shop.root, ['--staged', '--fix'])).toMatchObject({ code: 2 });
  });
});
