import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository, type Repository } from '../lint/repository.ts';
import { ran, type Ran } from '../lint/world.ts';

/** A service that asks others over HTTP, under addresses that only this workspace knows. */
const service = (name: string, asks: readonly string[] = []): Record<string, string> => ({
  [`services/${name}/package.json`]: `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0" } }\n`,
  [`services/${name}/src/main.js`]: [
    "import express from 'express';",
    'const app = express();',
    `app.post('/${name}', async (request, response) => {`,
    ...asks.map((other) => `  await fetch('http://${other}:8080/${other}', { method: 'POST', signal: AbortSignal.timeout(1000) });`),
    '  response.end();',
    '});',
    'app.listen(8080);',
    '',
  ].join('\n'),
}); // prettier-ignore
const compose = (...names: readonly string[]): Record<string, string> => ({
  'compose.yaml': `services:\n${names.map((name) => `  ${name}: { build: services/${name} }\n`).join('')}`,
});
const three = (): Repository =>
  repository({
    ...service('orders', ['payments']),
    ...service('payments'),
    ...service('mail'),
    ...compose('orders', 'payments', 'mail'),
  });
const graph = ({ root }: { readonly root: string }, ...words: readonly string[]): Promise<Ran> =>
  ran(root, ['graph', ...words, '--no-cache']);
const committed = async (shop: Repository, file = 'graph.json'): Promise<Repository> => {
  expect(await graph(shop, '--check', file, '--update')).toMatchObject({ code: 0, out: '' });
  shop.commit('map');
  return shop;
};

describe('msvc graph --check', () => {
  test('says how to begin where there is no map yet, and --update begins', async () => {
    const shop = three();
    const { code, err } = await graph(shop, '--check', 'graph.json');
    expect(code).toBe(2);
    expect(err).toContain('There is no graph.json to check.');
    expect(err).toContain('msvc graph --check graph.json --update');
    expect((await graph(shop, '--check', 'graph.json', '--update')).err).toContain('graph.json is written');
    expect((await graph(shop, '--check', 'graph.json', '--update')).err).toContain('is what the code says');
    expect(JSON.parse(shop.read('graph.json'))).toMatchObject({ version: 1, services: [{}, {}, {}] });
  });

  test.each([
    ['map.png', 'a picture of pixels'],
    ['services', 'it is a folder'],
  ])('refuses %s, and writes nothing', async (file, why) => {
    const shop = three();
    for (const words of [[], ['--update']])
      expect(await graph(shop, '--check', file, ...words)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining(why),
      });
    expect(existsSync(join(shop.root, 'map.png'))).toBe(false);
  });

  test('ends with 0 and one line where the map is right', async () => {
    expect(await graph(await committed(three()), '--check', 'graph.json')).toEqual({
      code: 0,
      out: ' ✓ graph.json is what the code says.\n',
      err: '',
    });
  });

  test('ends with 1 and says in sentences what the code says now; --update takes that over', async () => {
    const shop = await committed(three());
    shop.write(service('payments', ['mail']));
    const { code, out } = await graph(shop, '--check', 'graph.json');
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      expect.stringContaining('✖ graph.json is not what the code says: 3 differences'),
      '   − chain of 1: orders POST /orders → payments POST /payments',
      '   + payments ─▶ mail http POST /mail',
      '   + chain of 2: orders POST /orders → payments POST /payments → mail POST /mail',
      ' msvc graph --check graph.json --update writes what the code says.',
      '',
    ]);
    expect((await graph(shop, '--check', 'graph.json', '--update')).err).toContain('is brought up to date');
    expect(await graph(shop, '--check', 'graph.json')).toMatchObject({ code: 0 });
  });

  test('the order is stable: a new call is a diff of its own lines', async () => {
    const shop = await committed(three());
    shop.write(service('payments', ['mail']));
    await graph(shop, '--check', 'graph.json', '--update');
    expect(shop.git('diff', '--numstat', 'graph.json')).toMatch(/^\d+\t[0-4]\t/);
    const text = shop.read('graph.json');
    await graph(shop, '--check', 'graph.json', '--update');
    expect(shop.read('graph.json')).toBe(text);
  });

  test('code that only moved is no difference', async () => {
    const shop = await committed(three());
    const file = 'services/orders/src/main.js';
    shop.write({ [file]: `\n\n// moved\n${shop.read(file)}` });
    expect(await graph(shop, '--check', 'graph.json')).toMatchObject({ code: 0 });
  });

  test.each([
    ['no JSON', '{ "services": [', 'graph.json cannot be compared'],
    ['other JSON', '{ "name": "package" }\n', 'It is JSON, and no map of msvc graph.'],
    ['nothing', '', 'graph.json cannot be compared'],
    ['conflict markers', '<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n', 'graph.json cannot be compared'],
  ])('a committed file that is %s is told apart from one that differs', async (_, text, said) => {
    const shop = three();
    shop.write({ 'graph.json': text });
    const { code, err } = await graph(shop, '--check', 'graph.json');
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(shop.read('graph.json')).toBe(text);
  });

  test('a folder in its place cannot be read, and --update leaves it alone', async () => {
    const shop = three();
    mkdirSync(join(shop.root, 'graph.json'));
    for (const words of [[], ['--update']])
      expect(await graph(shop, '--check', 'graph.json', ...words)).toMatchObject({ code: 2 });
  });

  test.each(['map.md', 'map.mmd', 'map.d2', 'map.svg', 'map.html'])('%s is checked in its own format', async (file) => {
    const shop = await committed(three(), file);
    expect(await graph(shop, '--check', file)).toMatchObject({ code: 0 });
    shop.write(service('payments', ['mail']));
    const { code, out } = await graph(shop, '--check', file);
    expect(code).toBe(1);
    expect(out).toContain('mail');
    expect(out.split('\n').length).toBeLessThan(20);
  });

  test('--update alone has nothing to write to, and pixels are not compared', async () => {
    expect(await graph(three(), '--update')).toMatchObject({ code: 2 });
    expect((await graph(three(), '--check', 'map.png', '--format', 'png', '--output', 'x.png')).code).toBe(2);
  });
});

describe('msvc graph --diff', () => {
  const changed = (): Repository => {
    const shop = three();
    shop.git('checkout', '-q', '-b', 'branch');
    shop.commit('more', {
      ...service('orders', ['payments', 'stock']),
      ...service('stock'),
      'services/mail/package.json': null,
      'services/mail/src/main.js': null,
      ...compose('orders', 'payments', 'stock'),
    });
    return shop;
  };

  test('says what the branch added and removed, with places', async () => {
    const { code, out } = await graph(changed(), '--diff', 'main');
    expect(code).toBe(0);
    expect(out).toMatch(/\+ stock {2}service/);
    expect(out).toMatch(/− mail {2}service/);
    expect(out).toMatch(/\+ orders ─▶ stock .*services\/orders\/src\/main\.js:5/);
    expect(out).not.toContain('payments');
  });

  test('sees what is not committed, and says so where nothing changed', async () => {
    const shop = three();
    expect((await graph(shop, '--diff', 'HEAD')).out).toMatch(/nothing changed/i);
    shop.write(service('payments', ['mail']));
    expect((await graph(shop, '--diff', 'HEAD')).out).toContain('+ payments ─▶ mail');
  });

  test('what is narrowed is compared with the same part of the base', async () => {
    const { out } = await graph(changed(), '--diff', 'main', '--focus', 'stock');
    expect(out).toContain('+ orders ─▶ stock');
    expect(out).not.toContain('mail');
    expect((await graph(changed(), '--diff', 'main', '--focus', 'mail')).out).toMatch(/− mail {2}service/);
    expect((await graph(changed(), '--diff', 'main', '--only', 'payments')).out).toMatch(/nothing changed/i);
  });

  test('collapsed, a context is changed, not removed and added', async () => {
    const shop = changed();
    const { out } = await graph(shop, '--diff', 'main', '--collapse', 'folder', '--format', 'json');
    const { nodes } = JSON.parse(out);
    expect(nodes.map(({ name, change }: { name: string; change?: string }) => [name, change])).toEqual([['services', 'changed']]); // prettier-ignore
  });

  test.each(['json', 'markdown', 'mermaid', 'dot', 'svg', 'html'])('comes as %s, too', async (format) => {
    const { code, out, err } = await graph(changed(), '--diff', 'main', '--format', format);
    expect([code, err]).toEqual([0, '']);
    if (format !== 'html') expect(out).toMatch(/added/);
    expect(out).toContain('stock');
  });

  test('Markdown has a picture and the list', async () => {
    const { out } = await graph(changed(), '--diff', 'main', '--format', 'markdown');
    expect(out).toContain('```mermaid\nflowchart');
    expect(out).toContain('- **added** orders ─▶ stock');
    expect(out).toContain('- **removed** mail');
  });

  test.each([
    ['a commit that is not here', ['--diff', 'nowhere'], 'nowhere'],
    ['what looks like an option', ['--diff=--all'], ''],
    ['a view that has no base', ['--diff', 'main', '--from', 'POST /orders'], '--diff is for'],
  ])('%s is an error', async (_, words, said) => {
    const { code, out, err } = await graph(changed(), ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err).not.toContain('    at ');
  });

  test('a folder that is no repository is an error', async () => {
    const root = mkdtempSync(join(tmpdir(), 'msvc-no-git-'));
    writeFileSync(join(root, 'package.json'), '{ "name": "alone", "scripts": { "start": "node main.js" } }\n');
    const { code, err } = await graph({ root }, '--diff', 'main');
    rmSync(root, { recursive: true });
    expect(code).toBe(2);
    expect(err).toMatch(/git/i);
  });
});
