import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { nothingKept } from '../../../src/cli/keeping.ts';
import { acceptedIn } from '../../../src/cli/lint/accepted.ts';
import { rules } from '../../../src/cli/rules.ts';
import type { Kept } from '../../../src/files/keep.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Fault } from '../../../src/lint/kit.ts';
import type { Breaks } from '../../../src/model/breaks.ts';
import { labelOf } from '../../../src/model/evidence.ts';
import { placesOf, type Finding } from '../../../src/model/finding.ts';
import type { Rule } from '../../../src/model/rule.ts';
import { breaksOf } from '../rules/workspace.ts';
import { cleanWorkspaces, withFault, type Tree } from './workspaces.ts';

/** Facts of the many files that a fault leaves alone are read once. */
const kept: Kept = (() => {
  const values = new Map<string, Uint8Array>();
  return { get: (key) => values.get(key), set: (key, value) => void values.set(key, value), flush: () => {} };
})();

const findingsOf = (tree: Tree, judges: readonly Rule[], breaks?: Breaks): readonly Finding[] => {
  const { model } = inspectFiles(memoryFiles(tree), { ...nothingKept, facts: kept });
  const accepted = acceptedIn(Object.keys(tree), (file) => tree[file]);
  const terms = { preset: 'all' as const, today: '2026-11-21', accepted };
  return check(breaks ? { ...model, breaks } : model, judges, terms).findings;
};

const folder = join(import.meta.dirname, '../../../rules');
let clean: Readonly<Record<Fault['in'], Tree>>;
beforeAll(async () => {
  clean = await cleanWorkspaces();
});

describe('a workspace without a fault', () => {
  test.each(['generated', 'nest', 'express'] as const)('%s is clean under every rule', (name) => {
    const found = findingsOf(clean[name], rules);
    expect(found.map(({ rule, message, at }) => `${rule}: ${message} (${labelOf(at)})`)).toEqual([]);
  });
});

for (const rule of rules) {
  const { default: faults }: { default: readonly Fault[] } = await import(join(folder, rule.id, 'faults.ts'));
  describe(`${rule.id} finds`, () => {
    test('at least five faults', () => {
      expect(faults.length).toBeGreaterThanOrEqual(5);
    });

    test.each(faults)('$title', async (fault) => {
      const tree = withFault(clean[fault.in], fault);
      const breaks = rule.usesBreaks ? await breaksOf(tree, clean[fault.in]) : undefined;
      // One that looks at what became of the findings of the others runs after them.
      const found = findingsOf(tree, rule.isLast ? rules : [rule], breaks).filter((one) => one.rule === rule.id);
      const places = found.flatMap(placesOf);
      const lines = tree[fault.at.file]?.split('\n') ?? [];
      expect(lines.some((line) => line.includes(fault.at.line))).toBe(true);
      expect(places.map(({ file: path, line }) => `${path}: ${tree[path]?.split('\n')[line - 1]}`)).toContainEqual(
        expect.stringMatching(escaped(fault.at.file, fault.at.line)),
      );
    });
  });
}

const escaped = (file: string, line: string): RegExp =>
  new RegExp(
    `^${[file, ': .*', line].map((part, index) => (index === 1 ? part : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('')}`,
  );
