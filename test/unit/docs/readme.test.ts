import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { formatNames } from '../../../src/report/lint/formats.ts';
import { mapFormats } from '../../../src/report/map/formats.ts';
import { rules } from '../../../src/cli/rules.ts';
import { groups } from '../../../src/report/rules.ts';
import { excerptOf } from '../../../.ci/excerpt.ts';
import { ran } from '../lint/world.ts';

const readme = readFileSync('README.md', 'utf8');
test('the README shows what msvc lint really says, on one screen', async () => {
  const shown = /\$ msvc lint\n([^]*?)```/.exec(readme)?.[1] ?? '';
  const { out, code } = await ran('fixtures/workspaces/checkout', ['lint', '--no-cache']);
  expect(code).toBe(1);
  expect(excerptOf(out).split('\n'), 'npm run readme').toEqual(shown.trim().split('\n'));
  expect(shown.split('\n').length).toBeLessThan(45);
  for (const id of ['shared-database', 'sync-chain', 'missing-idempotency']) expect(shown).toContain(` ${id} `);
});

test('the picture in the README is the map of the same workspace', async () => {
  const { out } = await ran('fixtures/workspaces/checkout', ['graph', '--format', 'svg', '--findings', '--no-cache']);
  expect(out, 'npm run readme').toBe(readFileSync('docs/map.svg', 'utf8'));
});

test('the README leads to every group of rules', () => {
  for (const [group, about] of Object.entries(groups))
    expect(readme).toContain(`[${group}](docs/rules.md#${group}): ${about}.`);
});

test('the list of rules has every one of them', () => {
  const page = readFileSync('docs/rules.md', 'utf8');
  for (const { id } of rules) expect(page).toContain(`[${id}](../rules/${id}/README.md)`);
});

test('the README names every format, and none that there is not', () => {
  for (const format of formatNames) expect(readme).toContain(`\`${format}\``);
  const named = [...readme.matchAll(/--format (\w+)/g)].map(([, name = '']) => name);
  const known = new Set<string>([...formatNames, ...mapFormats]);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('the settings in the README are YAML', () => {
  for (const [, text = ''] of readme.matchAll(/```yaml\n([^]*?)```/g)) expect(parseDocument(text).errors).toEqual([]);
});
