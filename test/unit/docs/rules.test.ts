import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pages } from '../../../.ci/rule-pages.ts';
import { rules } from '../../../src/cli/rules.ts';

test('every rule has its page, and every page is what its rule and cases say', async () => {
  for (const [path, text] of await pages())
    expect(readFileSync(path, 'utf8'), `${path}: npm run rules:docs`).toBe(text);
});

test('every folder of rules is a rule that runs', () => {
  const folders = readdirSync('rules', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(rules.map(({ id }) => id).sort());
});
