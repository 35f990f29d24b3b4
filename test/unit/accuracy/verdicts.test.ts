import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/cli/rules.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { model, service } from '../lint/models.ts';
import { candidatesOf } from '../../accuracy/candidates.ts';
import type { LabelledFinding } from '../../accuracy/labels.ts';
import { judgedRules, verdictsOf } from '../../accuracy/verdicts.ts';

const finding = (rule: string, services: readonly string[], line: number, more: Partial<Finding> = {}): Finding => ({
  rule,
  severity: 'warning',
  message: '',
  services,
  at: { file: 'a.ts', line, column: 1 },
  related: [],
  subject: [],
  fingerprint: '',
  remedy: '',
  url: '',
  suppressed: null,
  proof: [],
  ...more,
});
const label = (
  rule: string,
  services: readonly string[],
  files: readonly string[],
  more: Partial<LabelledFinding> = {},
) => ({
  rule,
  services,
  files,
  ...more,
});

describe('findings held against labels', () => {
  it('fit a site within eight lines', () => {
    const labels = [label('dual-write', ['orders'], ['a.ts:10'])];
    const at = (line: number) => verdictsOf('dual-write', [finding('dual-write', ['orders'], line)], labels, []);
    expect(at(18)).toEqual({ right: 1, wrong: 0, found: 1, labelled: 1, trapped: 0 });
    expect(at(19)).toEqual({ right: 0, wrong: 1, found: 0, labelled: 1, trapped: 0 });
  });

  it('fit a service, whatever the place', () => {
    const rule = 'missing-health-check';
    const found = [finding(rule, ['orders'], 1), finding(rule, ['web'], 1)];
    const traps = [label(rule, ['web'], [])];
    expect(verdictsOf(rule, found, [label(rule, ['orders'], [])], traps)).toEqual({
      right: 1,
      wrong: 1,
      found: 1,
      labelled: 1,
      trapped: 1,
    });
  });

  it('count neither way where the reader doubted, nor wrong where they only remark', () => {
    const rule = 'unversioned-api';
    const found = [finding(rule, ['orders'], 1), finding(rule, ['web'], 1, { severity: 'info' })];
    const labels = [label(rule, ['orders'], [], { confidence: 'doubtful' })];
    expect(verdictsOf(rule, found, labels, [])).toEqual({ right: 0, wrong: 0, found: 0, labelled: 0, trapped: 0 });
  });
});

it('every rule that is labelled exists, and says how many things it could report', () => {
  const ids = new Set(rules.map(({ id }) => id));
  for (const rule of judgedRules.filter((id) => ids.has(id)))
    expect(candidatesOf(rule, model({ services: [service('orders')] })), rule).toBeGreaterThanOrEqual(0);
  expect(candidatesOf('missing-health-check', model({ services: [service('a'), service('b')] }))).toBe(2);
});
