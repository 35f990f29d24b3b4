import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const clone = join(import.meta.dirname, '../../..');
const namesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: clone }).map((file) => basename(file, '.test.ts'));

/** What the suites hand to `chassisTests`: names, or patterns where a part is filled in, such as `broker-${broker}`. */
function ran(text: string): RegExp[] {
  const calls = [...text.matchAll(/chassisTests\(\s*shop,\s*(\[[^\]]*\]|names)/g)].map(([, list]) => list ?? '');
  const lists = calls.map((list) => (list === 'names' ? (/const names = (\[[^\]]*\])/.exec(text)?.[1] ?? '') : list));
  const names = lists.flatMap((list) => [...list.matchAll(/['`]([^'`]+)['`]/g)].map(([, name]) => name ?? ''));
  return names.map((name) => new RegExp(`^${name.replace(/\$\{\w+\}/g, '\\w+')}$`));
}

test('every test that is generated into the chassis is run by one of the suites, and once', () => {
  const suites = globSync('test/e2e/**/*.test.ts', { cwd: clone });
  const run = suites.flatMap((file) => ran(readFileSync(join(clone, file), 'utf8')));
  const tests = namesOf('templates/**/chassis/test/*.test.ts');
  expect(tests.length).toBeGreaterThan(30);
  const times = tests.map((name) => ({ name, times: run.filter((pattern) => pattern.test(name)).length }));
  const remedy = 'name it once in a call of chassisTests, in the suite of test/e2e/capabilities that has what it needs';
  expect(
    times.filter((one) => one.times !== 1),
    remedy,
  ).toEqual([]);
  const unknown = run.filter((pattern) => !tests.some((name) => pattern.test(name)));
  expect(unknown).toEqual([]);
});

test.each([
  ["await chassisTests(shop, ['relay', 'inbox'], 5);", ['relay', 'inbox']],
  ["const names = [\n  'relay',\n];\nawait chassisTests(shop, names, 5);", ['relay']],
  ['await chassisTests(shop, [`broker-${broker}`], 5);', ['broker-nats']],
  ["await shop.run(['test/relay.test.ts']);", []],
])('a suite that says %s runs %j', (text, names) => {
  const patterns = ran(text);
  expect(patterns).toHaveLength(names.length);
  for (const [index, name] of names.entries()) expect(patterns[index]?.test(name)).toBe(true);
});
