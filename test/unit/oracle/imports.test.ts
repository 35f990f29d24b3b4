import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cruised, laidOut } from '../../oracle/cruised.ts';
import { importsIn } from '../../oracle/imports.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'msvc-oracle-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['npm', ['services', 'packages'], 'tsconfig.json'],
  ['paths', ['apps', 'libs'], 'tsconfig.base.json'],
  ['plain', ['orders', 'billing'], undefined],
] as const)(
  'imports between the units of fixtures/imports/%s are those that dependency-cruiser finds',
  async (name, folders, tsConfig) => {
    const root = laidOut(join('fixtures/imports', name), join(folder, name));
    const { imports, isForeign } = importsIn(root);
    const theirs = (await cruised(root, folders, tsConfig)).filter(([from, to]) => to !== '' && isForeign(from, to));
    expect([...imports].sort()).toEqual([...new Set(theirs.map(([from, to]) => `${from} -> ${to}`))].sort());
    expect(imports.size).toBeGreaterThan(5);
  },
  60_000,
);
