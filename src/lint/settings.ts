import type { Place } from '../model/evidence.ts';
import type { ConfigFact, RuleConfig } from '../model/fact/config.ts';
import type { At } from '../model/fact/module.ts';
import type { Rule } from '../model/rule.ts';
import { nearest } from '../model/nearest.ts';

/** A setting that cannot be meant, and where it stands. */
export type SettingMistake = { readonly at: Pick<Place, 'line' | 'column'>; readonly message: string };

/** Every name and value in msvc.yaml that only somebody who knows the rules can judge, in the order of the file. */
export function mistakesIn(config: ConfigFact, rules: readonly Rule[]): SettingMistake[] {
  const ids = rules.map(({ id }) => id);
  return [
    ...Object.entries(config.rules).flatMap(([id, settings]) => {
      const rule = rules.find((one) => one.id === id);
      return rule ? optionMistakes(rule, settings) : [mistake(settings.at, unknown('rule', id, ids))];
    }),
    ...config.suppress
      .filter(({ rule }) => !ids.includes(rule))
      .map(({ rule, at }) => mistake(at, unknown('rule', rule, ids))),
    ...contextMistakes(config),
  ].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

const mistake = ([line, column]: At, message: string): SettingMistake => ({ at: { line, column }, message });

function optionMistakes(rule: Rule, { options, optionsAt, at }: RuleConfig): SettingMistake[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const message = mistakeIn(rule, name, value);
    return message === undefined ? [] : [mistake(optionsAt?.[name] ?? at, message)];
  });
}

function mistakeIn(rule: Rule, name: string, value: unknown): string | undefined {
  const spec = rule.options[name];
  if (!spec) return `${rule.id}: ${unknown('option', name, Object.keys(rule.options))}`;
  if (spec.read(value) !== undefined) return undefined;
  const close = spec.choices && typeof value === 'string' ? nearest(value, spec.choices) : undefined;
  const guess = close === undefined ? '' : `; did you mean "${close}"?`;
  return `${rule.id}: ${name} must be ${spec.wanted}, not ${JSON.stringify(value)}${guess}`;
}

/** A relationship names a context that msvc.yaml declares; whether that context has any code is a finding's matter. */
function contextMistakes({ contexts }: ConfigFact): SettingMistake[] {
  const names = contexts.map(({ name }) => name);
  return contexts.flatMap(({ relationships }) =>
    relationships
      .filter((one) => !names.includes(one.with))
      .map((one) => mistake(one.at, unknown('context', one.with, names))),
  );
}

/** How many names are worth listing where none is close. */
const FEW = 8;

function unknown(what: string, name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  if (close !== undefined) return `unknown ${what} "${name}"; did you mean "${close}"?`;
  if (what === 'context') return `unknown context "${name}"; declare it under contexts (there are ${known.join(', ')})`;
  if (known.length > FEW) return `unknown ${what} "${name}"; msvc rules lists them`;
  return `unknown ${what} "${name}"; ${known.length ? `there are ${known.join(', ')}` : 'there is none'}`;
}
