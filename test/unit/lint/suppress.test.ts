import { describe, expect, test } from 'vitest';
import { suppress } from '../../../src/lint/suppress.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Cover, Suppression } from '../../../src/model/suppression.ts';

const finding = (services: readonly string[], line = 5): Finding => ({
  rule: 'sync-chain',
  severity: 'error',
  message: '',
  services,
  at: { file: 'services/a/main.ts', line, column: 1 },
  related: [{ file: 'services/b/main.ts', line: 1, column: 1 }],
  subject: services,
  fingerprint: '0123456789ab',
  remedy: '',
  url: '',
  suppressed: null,
  proof: [],
});
const wish = (covers: Cover, more: Partial<Suppression> = {}): Suppression => ({
  at: { file: 'msvc.yaml', line: 1, column: 1 },
  rules: ['sync-chain'],
  reason: 'why',
  covers,
  ...more,
});
const silenced = (found: Finding, one: Suppression, ran: readonly string[] = ['sync-chain']) => {
  const terms = { known: ['sync-chain'], ran: new Set(ran), today: '2026-11-21' };
  const { findings, stale } = suppress([found], [one], terms);
  return `${findings[0]?.suppressed ?? 'open'}, ${stale.length} stale`;
};

describe('a suppression', () => {
  const lines: Cover = { kind: 'lines', file: 'services/a/main.ts', from: 4, to: 6 };

  test('of lines speaks of all of them, and of the finding’s own place only', () => {
    for (const line of [4, 5, 6]) expect(silenced(finding(['a'], line), wish(lines))).toBe('why, 0 stale');
    for (const line of [3, 7]) expect(silenced(finding(['a'], line), wish(lines))).toBe('open, 1 stale');
    expect(silenced(finding(['a']), wish({ kind: 'file', file: 'services/b/main.ts' }))).toBe('open, 1 stale');
  });

  test('of services does not speak of a finding with one more', () => {
    const covers: Cover = { kind: 'some', services: ['a', 'b'] };
    expect(silenced(finding(['a', 'b']), wish(covers))).toBe('why, 0 stale');
    expect(silenced(finding(['a']), wish(covers))).toBe('why, 0 stale');
    expect(silenced(finding(['a', 'b', 'c']), wish(covers))).toBe('open, 1 stale');
    expect(silenced(finding([]), wish(covers))).toBe('open, 1 stale');
  });

  test('must hold in all that it says', () => {
    const covers = { kind: 'some', at: 'services/a/**', fingerprint: '012345' } as const;
    expect(silenced(finding(['a']), wish(covers))).toBe('why, 0 stale');
    expect(silenced(finding(['a']), wish({ ...covers, at: 'services/b' }))).toBe('open, 1 stale');
    expect(silenced(finding(['a']), wish({ ...covers, fingerprint: '112345' }))).toBe('open, 1 stale');
  });

  test('holds through its last day', () => {
    expect(silenced(finding(['a']), wish(lines, { until: '2026-11-21' }))).toBe('why, 0 stale');
    expect(silenced(finding(['a']), wish(lines, { until: '2026-11-20' }))).toBe('open, 1 stale');
  });

  test('is not called unused where its rule was not run', () =>
    expect(silenced(finding(['a'], 9), wish(lines), [])).toBe('open, 0 stale'));
});
