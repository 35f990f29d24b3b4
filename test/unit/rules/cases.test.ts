import { describe, expect, test } from 'vitest';
import { rules } from '../../../src/cli/rules.ts';
import { labelOf } from '../../../src/model/evidence.ts';
import type { Case } from '../../../src/lint/kit.ts';
import { findingsIn, findingsSince } from './workspace.ts';

/** Every example of every rule, from file tree to findings. */
for (const rule of rules) {
  const loaded: { default: readonly Case[] } = await import(`../../../rules/${rule.id}/cases.ts`);
  describe(rule.id, () => {
    for (const { title, files, base, findings, history } of loaded.default) {
      test(`${findings.length ? 'reports' : 'does not report'} ${title}`, async () => {
        const found = base ? await findingsSince(files, rule, base) : findingsIn(files, rule, history);
        expect(found.map(({ severity, message, at }) => ({ severity, message, at: labelOf(at) }))).toEqual(findings);
      });
    }

    test('has an example that reports and one that does not, both on its page', () => {
      const shown = loaded.default.filter(({ page }) => page);
      expect(shown.some(({ findings }) => findings.length > 0)).toBe(true);
      expect(shown.some(({ findings }) => findings.length === 0)).toBe(true);
    });
  });
}
