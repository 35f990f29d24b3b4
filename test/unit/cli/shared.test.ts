import { describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { sharedIn } from '../../../src/cli/graph/shared.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { graphOf } from '../../../src/graph/services.ts';
import { renderTextMap } from '../../../src/report/text-map.ts';
import sharedDatabase from '../../../rules/shared-database/rule.ts';
import cases from '../../../rules/shared-database/cases.ts';
import { check } from '../../../src/lint/engine.ts';
import { isOpen } from '../../../src/model/finding.ts';

const world = { now: () => new Date('2026-06-01') };

describe('the map marks a store as shared where lint does', () => {
  test.each(cases.map((one) => [one.title, one] as const))('%s', (_, { files }) => {
    const { model } = inspectFiles(memoryFiles(files));
    const text = renderTextMap(graphOf(model), { color: false, columns: 200 }, sharedIn(model, world));
    const { findings } = check(model, [sharedDatabase], { preset: 'recommended' });
    const open = findings.filter((one) => one.rule === 'shared-database' && isOpen(one));
    expect(text.includes('✖ shared')).toBe(open.some(({ severity }) => severity === 'error'));
    expect(text.includes('⚠ shared')).toBe(open.some(({ severity }) => severity === 'warning'));
  });
});
