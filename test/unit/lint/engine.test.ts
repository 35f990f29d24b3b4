import { describe, expect, test } from 'vitest';
import { check } from '../../../src/lint/engine.ts';
import { defineRule } from '../../../src/lint/kit.ts';
import { mistakesIn } from '../../../src/lint/settings.ts';
import type { RuleConfig } from '../../../src/model/fact/config.ts';
import { rules } from '../../../src/cli/rules.ts';
import { at, model } from './models.ts';

const about = { summary: '', why: '', decided: '', notReported: [], remedy: 'mend it', sources: [] };
const rule = (subjects: readonly string[]) =>
  defineRule({
    ...about,
    id: 'a-rule',
    group: 'core',
    tier: 'local-absence',
    messages: { bad: ({ name }: { name: string }) => `${name} is bad` },
    *check(_model, say) {
      for (const [index, name] of subjects.entries()) {
        yield say('bad', { name }, { at: at('a.ts', 9 - index), related: [], services: [], subject: [name] });
      }
    },
  });

const config = (entry: Partial<RuleConfig>): Readonly<Record<string, RuleConfig>> => ({
  'a-rule': { options: {}, at: [1, 1], ...entry },
});

describe('the engine', () => {
  test('orders by severity, rule and place, whatever order a rule says things in', () => {
    const found = check(model(), [rule(['x', 'y', 'z'])]).findings;
    expect(found.map(({ message }) => message)).toEqual(['z is bad', 'y is bad', 'x is bad']);
  });

  test('names a finding by rule and subject, not by line', () => {
    const [one] = check(model(), [rule(['x'])]).findings;
    const [, moved] = check(model(), [rule(['y', 'x'])]).findings.toSorted((a, b) => (a.message < b.message ? 1 : -1));
    expect(one?.fingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(moved?.fingerprint).toBe(one?.fingerprint);
  });

  test('says once what several services have from one place of a library', () => {
    const spread = defineRule({
      ...about,
      id: 'a-rule',
      group: 'core',
      tier: 'local-absence',
      messages: { bad: ({ name, of }: { name: string; of: string }) => `${name} waits for ${of}` },
      *check(_model, say) {
        for (const [name, of] of [
          ['orders', 'pay'],
          ['mail', 'pay'],
          ['stock', 'pay'],
          ['web', 'pay'],
          ['web', 'mail'],
        ] as const)
          yield say(
            'bad',
            { name, of },
            { at: at('lib.ts', 1), related: [], services: [name, of], subject: [name, of] },
          );
      },
    });
    const found = check(model(), [spread]).findings.toSorted((a, b) => (a.message < b.message ? -1 : 1));
    expect(found.map(({ message, services, subject }) => [message, services.join(), subject.join()])).toEqual([
      ['mail waits for pay (the same in orders, stock and web)', 'mail,pay,orders,stock,web', 'pay'],
      ['web waits for mail', 'web,mail', 'web,mail'],
    ]);
  });

  test('tells findings with one subject apart', () => {
    const names = check(model(), [rule(['x', 'x', 'x'])]).findings.map(({ fingerprint }) => fingerprint);
    expect(new Set(names).size).toBe(3);
  });

  test('takes severity from the tier, and lets msvc.yaml change it or turn the rule off', () => {
    const severities = (rules: Readonly<Record<string, RuleConfig>>) =>
      check(model({ config: { ...model().config, rules } }), [rule(['x'])]).findings.map(({ severity }) => severity);
    expect(severities({})).toEqual(['warning']);
    expect(severities(config({ severity: 'error' }))).toEqual(['error']);
    expect(severities(config({ severity: 'off' }))).toEqual([]);
  });

  test('masks credentials wherever a rule quotes them', () => {
    const [found] = check(model(), [rule(['postgres://shop:hunter2@db/shop'])]).findings;
    expect(JSON.stringify(found)).not.toContain('hunter2');
    expect(found?.message).toBe('postgres://shop:***@db/shop is bad');
  });
});

describe('settings', () => {
  const mistakes = (given: Readonly<Record<string, RuleConfig>>) =>
    mistakesIn({ ...model().config, rules: given }, rules).map(({ at: { line }, message }) => `${line} ${message}`);

  test('shows every mistake at once, with its place and what was probably meant', () => {
    expect(
      mistakes({
        'sync-chain': { options: { maxHops: 'two', maxHop: 3 }, at: [14, 9] },
        'sync-chains': { options: {}, at: [8, 5] },
      }),
    ).toEqual([
      '8 unknown rule "sync-chains"; did you mean "sync-chain"?',
      '14 sync-chain: maxHops must be a whole number of 1 or more, not "two"',
      '14 sync-chain: unknown option "maxHop"; did you mean "maxHops"?',
    ]);
  });

  test('accepts what is right', () => {
    expect(mistakes({ 'shared-database': { options: { allow: ['postgres:db/shop'] }, at: [1, 1] } })).toEqual([]);
  });
});
