import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import { choice, defineRule, text } from '../../../src/lint/kit.ts';
import { mistakesIn } from '../../../src/lint/settings.ts';
import type { RuleConfig } from '../../../src/model/fact/config.ts';
import type { Preset, Rule } from '../../../src/model/rule.ts';
import { at, model } from './models.ts';

const about = { summary: '', why: '', decided: '', notReported: [], remedy: '', sources: [], group: 'core' as const };
const rule = (more: Pick<Rule, 'id' | 'tier' | 'optIn'>): Rule =>
  defineRule({
    ...about,
    ...more,
    messages: { bad: () => 'bad' },
    *check(_model, say) {
      yield say('bad', undefined, { at: at('a.ts'), related: [], services: [], subject: ['x'] });
      yield say('bad', undefined, { at: at('b.ts'), related: [], services: [], subject: ['y'], grade: 'info' });
    },
  });
const all = [
  rule({ id: 'p', tier: 'proven' }),
  rule({ id: 'l', tier: 'local-absence' }),
  rule({ id: 'a', tier: 'advice', optIn: true }),
];
const said = (preset: Preset, rules: Readonly<Record<string, RuleConfig>> = {}) =>
  check(model({ config: { ...model().config, rules } }), all, { preset })
    .findings.map((finding) => `${finding.rule}${finding.at.file[0]} ${finding.severity}`)
    .sort();

describe('presets', () => {
  test('recommended leaves out what is opt-in; all runs it; strict makes it more severe, but for what a rule graded', () => {
    expect(said('recommended')).toEqual(['la warning', 'lb info', 'pa error', 'pb info']);
    expect(said('all')).toEqual(['aa info', 'ab info', 'la warning', 'lb info', 'pa error', 'pb info']);
    expect(said('strict')).toEqual(['aa warning', 'ab info', 'la error', 'lb info', 'pa error', 'pb info']);
  });

  test('yield to what msvc.yaml says of one rule: its severity, off, or merely an option', () => {
    const entry = (more: Partial<RuleConfig> = {}): RuleConfig => ({ options: {}, at: [1, 1], ...more });
    expect(said('recommended', { a: entry(), l: entry({ severity: 'off' }), p: entry({ severity: 'info' }) })).toEqual([
      'aa info',
      'ab info',
      'pa info',
      'pb info',
    ]);
    expect(said('strict', { a: entry({ severity: 'error' }) })).toContain('ab error');
  });
});

describe('msvc.yaml', () => {
  const mistakes = (yaml: string): readonly string[] => {
    try {
      inspectFiles(memoryFiles({ 'msvc.yaml': yaml }));
      return [];
    } catch (error) {
      return error instanceof Error && 'details' in error && Array.isArray(error.details) ? error.details : [];
    }
  };

  test('has every mistake shown with its own place and what was probably meant', () => {
    const yaml = `preset: strickt
contexts:
  orders:
    relationships: [{ with: biling, kind: partnership }]
  billing: {}
rules:
  sync-chain:
    severity: warning
    maxHops: two
suppress:
  - { rule: sync-chains, at: services/**, reason: x }
  - { rule: sync-chain, reason: '' }
  - { rule: sync-chain, services: [a], reason: x, until: 2027-02-30 }
  - { rule: sync-chain, fingerprint: nope, reason: x }
`;
    expect(mistakes(yaml)).toEqual([
      'msvc.yaml:1:9  preset must be one of recommended, all, strict, not "strickt"; did you mean "strict"?',
      'msvc.yaml:4:29  unknown context "biling"; did you mean "billing"?',
      'msvc.yaml:9:14  sync-chain: maxHops must be a whole number of 1 or more, not "two"',
      'msvc.yaml:11:7  unknown rule "sync-chains"; did you mean "sync-chain"?',
      'msvc.yaml:12:5  suppress needs "at", "services" or "fingerprint"; to turn a rule off, say so under rules',
      'msvc.yaml:12:33  suppress.reason must say something',
      'msvc.yaml:13:58  suppress.until must be a day like 2027-03-01, not "2027-02-30"',
      'msvc.yaml:14:38  suppress.fingerprint must be six to twelve of the digits that lint shows, not "nope"',
    ]);
  });

  test('is described to editors by a schema that agrees with what is read', () => {
    const schema: object = JSON.parse(readFileSync('docs/json-schemas/msvc.schema.json', 'utf8'));
    const accepts = new Ajv2020.default().compile(schema);
    const right = [
      'version: 1\npreset: all\ncontexts: { a: { owner: t, paths: [services/a] } }\nrules: { sync-chain: { maxHops: 3 }, sync-cycle: off }\n',
      'suppress: [{ rule: sync-chain, services: [a], reason: batch, until: 2027-03-01 }]\nignore: [legacy]\npartial: true\n',
    ];
    const wrong = [
      'preset: some\n',
      'rules: { sync-chains: off }\n',
      'rules: { sync-chain: { maxHops: 0 } }\n',
      'rules: { sync-chain: { maxHop: 3 } }\n',
      'suppress: [{ rule: sync-chain, reason: x }]\n',
      'suppress: [{ rule: sync-chain, services: [a] }]\n',
      'suppress: [{ rule: x, services: [a], reason: x }]\n',
      'suppress: [{ rule: sync-chain, services: [a], reason: x, until: soon }]\n',
    ];
    for (const yaml of right) expect([yaml, accepts(parse(yaml)), mistakes(yaml)]).toEqual([yaml, true, []]);
    for (const yaml of wrong) {
      expect([yaml, accepts(parse(yaml))]).toEqual([yaml, false]);
      expect(mistakes(yaml), yaml).toHaveLength(1);
    }
  });
});

test('a rule’s option may be a text or one of a few words', () => {
  const options = {
    name: text('A name.', { default: 'x' }),
    mode: choice('How.', { default: 'a', of: ['a', 'both'] }),
  };
  const [first = all[0]] = [{ ...rule({ id: 'p', tier: 'proven' }), options }];
  const told = (given: Readonly<Record<string, unknown>>) =>
    mistakesIn({ ...model().config, rules: { p: { options: given, at: [1, 1] } } }, first ? [first] : []).map(
      ({ message }) => message,
    );
  expect(told({ name: 'y', mode: 'both' })).toEqual([]);
  expect(told({ name: 3, mode: 'bath' })).toEqual([
    'p: name must be a text, not 3',
    'p: mode must be one of a, both, not "bath"; did you mean "both"?',
  ]);
});
