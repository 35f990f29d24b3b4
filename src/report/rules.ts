import type { Rule, Severity } from '../model/rule.ts';
import { padded, widthOf, wrapped } from './text/lines.ts';
import { markOf, paintOf } from './text/paint.ts';
import type { Style } from './types.ts';

/** A rule as lists show it. */
export type ListedRule = Pick<Rule, 'id' | 'tier' | 'summary' | 'options'> & { readonly severity: Severity };

const tiers: Readonly<Record<Rule['tier'], string>> = {
  proven: 'proven',
  'local-absence': 'absence',
  advice: 'advice',
};

/** One line for each rule: how much it weighs, its id, what kind of proof it gives, the law. */
export function renderRules(rules: readonly ListedRule[], style: Style): string {
  const paint = paintOf(style);
  const room = Math.max(...rules.map(({ id }) => widthOf(id)));
  const lines = rules.flatMap(({ id, tier, summary, severity }) => {
    const lead = ` ${markOf(severity, paint)} ${padded(id, room)}  ${paint.dim(padded(tiers[tier], 7))}  `;
    const [first = '', ...rest] = wrapped(summary, Math.max(24, style.columns - room - 14));
    return [lead + first, ...rest.map((line) => ' '.repeat(room + 14) + line)];
  });
  return `${[...lines, '', paint.dim(' msvc explain <rule> shows one with its reasons, options and sources')].join('\n')}\n`;
}

/** The same for programs. */
export const renderRulesJson = (rules: readonly ListedRule[]): string =>
  `${JSON.stringify(
    {
      version: 1,
      rules: rules.map(({ id, tier, severity, summary, options }) => ({
        id,
        tier,
        severity,
        summary,
        options: Object.entries(options).map(([name, spec]) => ({
          name,
          kind: spec.kind,
          default: spec.default,
          about: spec.about,
        })),
      })),
    },
    null,
    2,
  )}\n`;
