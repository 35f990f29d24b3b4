import type { Place } from '../model/evidence.ts';
import type { ConfigFact } from '../model/fact/config.ts';
import type { Rule } from '../model/rule.ts';
import { nearest } from '../model/nearest.ts';

/** A setting that cannot be meant, and where it stands. */
export type SettingMistake = { readonly at: Pick<Place, 'line' | 'column'>; readonly message: string };

/** Every mistake in the rules section of msvc.yaml, in the order of the file. */
export function mistakesIn(config: ConfigFact, rules: readonly Rule[]): SettingMistake[] {
  return Object.entries(config.rules)
    .flatMap(
      ([
        id,
        {
          options,
          at: [line, column],
        },
      ]) => {
        const at = { line, column };
        const rule = rules.find((one) => one.id === id);
        if (!rule)
          return [
            {
              at,
              message: unknown(
                'rule',
                id,
                rules.map((one) => one.id),
              ),
            },
          ];
        return Object.entries(options).flatMap(([name, value]) => {
          const message = mistakeIn(rule, name, value);
          return message ? [{ at, message }] : [];
        });
      },
    )
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

function mistakeIn(rule: Rule, name: string, value: unknown): string | undefined {
  const spec = rule.options[name];
  if (!spec) return `${rule.id}: ${unknown('option', name, Object.keys(rule.options))}`;
  if (spec.read(value) !== undefined) return undefined;
  return `${rule.id}: ${name} must be ${spec.wanted}, not ${JSON.stringify(value)}`;
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  if (close) return `unknown ${what} "${name}"; did you mean "${close}"?`;
  return `unknown ${what} "${name}"; ${known.length ? `there are ${known.join(', ')}` : `there is none`}`;
}
