import type { RuleConfig } from '../model/fact/config.ts';
import type { Model } from '../model/model.ts';
import type { Rule, Saying } from '../model/rule.ts';
import type { StaleSuppression } from '../model/suppression.ts';

/** What a rule said with the options that msvc.yaml gives it. */
type Said = { readonly settings: RuleConfig; readonly sayings: readonly Saying[] };

/** Entries of a rule’s allow lists that change nothing: without them it says the same. */
export function idleAllowances(rule: Rule, model: Model, { settings, sayings }: Said): StaleSuppression[] {
  const said = textOf(sayings);
  return Object.entries(settings.options).flatMap(([name, given]) => {
    const entries =
      rule.options[name]?.kind === 'list' && name.startsWith('allow') && Array.isArray(given) ? given : [];
    return entries
      .filter((_entry, index) => {
        const options = { ...settings.options, [name]: entries.toSpliced(index, 1) };
        return textOf([...rule.check(model, options)].filter((one) => 'message' in one)) === said;
      })
      .map((entry) => idle(rule.id, `${name}: ${String(entry)}`, model.config.file, settings.optionsAt?.[name]));
  });
}

const textOf = (sayings: readonly Saying[]): string =>
  sayings
    .map(({ subject, message }) => JSON.stringify([subject, message]))
    .sort()
    .join('\n');

const idle = (rule: string, entry: string, file: string, at: RuleConfig['at'] = [1, 1]): StaleSuppression => ({
  at: { file, line: at[0], column: at[1] },
  message: `${rule} allows something that it would not report anyway: ${entry}`,
  remedy: 'Take the entry out, or write it as the finding names it',
  subject: [rule, entry],
  isHarmless: true,
});
