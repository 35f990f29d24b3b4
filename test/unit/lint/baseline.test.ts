import { rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { onlyRules, repository, service } from './repository.ts';
import { ran } from './world.ts';

const lint = (root: string, words: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  ran(root, ['lint', '--no-cache', ...words], env);
const CI = { CI: 'true' };
const three = { ...service('a', ['b']), ...service('b', ['c']), ...service('c') };

describe('msvc lint --baseline', () => {
  test('accepts what is here, a file for each context, and reports what comes after', async () => {
    const shop = repository(three);
    expect(await lint(shop.root)).toMatchObject({ code: 1 });
    const accepted = await lint(shop.root, ['--baseline']);
    expect(accepted).toMatchObject({ code: 0, err: expect.stringContaining('accepted 2 findings') });
    expect(shop.names('.msvc/baseline')).toEqual(['.gitattributes', 'a.jsonl', 'b.jsonl']);
    expect(shop.read('.msvc/baseline/a.jsonl')).toMatch(
      /^\{"rule":"cross-context-import","fingerprint":"[0-9a-f]{12}","message":"[^\n]*"\}\n$/,
    );
    expect(await lint(shop.root, [], CI)).toMatchObject({ code: 0, out: expect.stringContaining('2 in the baseline') });
    shop.write(service('c', ['a']));
    const after = await lint(shop.root, [], CI);
    expect(after.code).toBe(1);
    expect(after.out).toContain('c imports a source file of a');
    expect(after.out).not.toContain('a imports a source file of b');
    expect((await lint(shop.root, ['--no-baseline'])).out).toContain('a imports a source file of b');
  });

  test('is refused in plain words where a file or a way out stands in its place', async () => {
    const shop = repository(three);
    shop.write({ '.msvc': '' });
    expect(await lint(shop.root)).toMatchObject({ code: 1 });
    expect(await lint(shop.root, ['--baseline'])).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'MSVC-015  Cannot write .msvc/baseline/a.jsonl: a file stands where a folder is needed.',
      ),
    });
    rmSync(join(shop.root, '.msvc'));
    symlinkSync(tmpdir(), join(shop.root, '.msvc'));
    expect(await lint(shop.root, ['--baseline'])).toMatchObject({ code: 2, err: expect.stringContaining('MSVC-016') });
  });

  test('knows a finding again on another line, and tells programs which are old', async () => {
    const shop = repository(three);
    await lint(shop.root, ['--baseline']);
    shop.write({ 'services/a/src/main.js': `// moved\n\n${shop.read('services/a/src/main.js')}` });
    shop.write(service('c', ['a']));
    const { findings, summary } = JSON.parse((await lint(shop.root, ['--format', 'json'])).out);
    expect(findings.map(({ baseline }: { baseline?: string }) => baseline).sort()).toEqual([
      'new',
      'unchanged',
      'unchanged',
    ]);
    expect(summary).toMatchObject({ error: 1, baseline: 2 });
  });

  test('lets go by itself of what is gone, and reports it in CI, where it would be lost', async () => {
    const shop = repository(three);
    await lint(shop.root, ['--baseline']);
    shop.write(service('a'));
    const inCi = await lint(shop.root, ['--format', 'json'], CI);
    expect(JSON.parse(inCi.out).findings).toContainEqual(
      expect.objectContaining({
        rule: 'stale-baseline',
        severity: 'warning',
        at: { file: '.msvc/baseline/a.jsonl', line: 1, column: 1 },
      }),
    );
    expect(inCi.code).toBe(0);
    expect(shop.names('.msvc/baseline')).toContain('a.jsonl');
    expect(await lint(shop.root)).toMatchObject({
      code: 0,
      err: expect.stringContaining('dropped 1 finding that is gone'),
    });
    expect(shop.names('.msvc/baseline')).toEqual(['.gitattributes', 'b.jsonl']);
    shop.write(service('b'));
    await lint(shop.root);
    expect(shop.names('.msvc/baseline')).toEqual([]);
  });

  test('does not let go while a file cannot be read, nor of a rule that is off', async () => {
    const shop = repository(three);
    await lint(shop.root, ['--baseline']);
    shop.write({ 'services/a/src/main.js': 'import {{{\n', 'compose.yaml': 'services: [\n' });
    expect((await lint(shop.root)).out).toContain('stale-baseline');
    shop.write({ 'compose.yaml': null, ...service('a'), ...onlyRules() });
    expect((await lint(shop.root)).err).toBe('');
    expect(shop.names('.msvc/baseline')).toEqual(['.gitattributes', 'a.jsonl', 'b.jsonl']);
  });

  test('never grows in CI', async () => {
    const shop = repository(three);
    const { code, err } = await lint(shop.root, ['--baseline'], CI);
    expect(code).toBe(1);
    expect(err).toContain('does not grow in CI: 2 findings not accepted');
    expect(shop.names('.')).not.toContain('.msvc');
  });

  test('is left alone where a run is narrowed, and cannot be asked for there', async () => {
    const shop = repository(three);
    await lint(shop.root, ['--baseline']);
    shop.write(service('a'));
    expect((await lint(shop.root, ['--since', 'HEAD'])).err).toBe('');
    expect(shop.names('.msvc/baseline')).toContain('a.jsonl');
    expect(await lint(shop.root, ['--since', 'HEAD', '--baseline'])).toMatchObject({ code: 2 });
  });

  test('merges where two branches accept findings of one context', async () => {
    const shop = repository({ ...service('a', ['b']), ...service('b'), ...service('c'), ...service('d') });
    await lint(shop.root, ['--baseline']);
    shop.commit('baseline');
    const branch = async (name: string, more: string) => {
      shop.git('checkout', '-q', '-b', name, 'main');
      shop.write({ [`services/a/src/${more}.js`]: `import '../../${more}/src/pool.js';\n` });
      await lint(shop.root, ['--baseline']);
      shop.commit(name);
    };
    await branch('one', 'c');
    await branch('two', 'd');
    shop.git('merge', '-q', '-m', 'both', 'one');
    expect(shop.read('.msvc/baseline/a.jsonl').trim().split('\n')).toHaveLength(3);
    expect(await lint(shop.root, ['--fail-on', 'info'], CI)).toMatchObject({ code: 0 });
  });

  test('says where it is broken', async () => {
    const shop = repository({ ...three, '.msvc/baseline/a.jsonl': '<<<<<<< HEAD\n{"rule":"x"}\n' });
    const { code, err } = await lint(shop.root);
    expect(code).toBe(2);
    expect(err).toContain('MSVC-025');
    expect(err).toContain('.msvc/baseline/a.jsonl:1');
    expect(err).toContain('.msvc/baseline/a.jsonl:2');
  });
});
