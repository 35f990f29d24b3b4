import { type Finding, isOpen } from '../../model/finding.ts';
import type { RuleNotes, Severity } from '../../model/rule.ts';
import { counted } from '../text/lines.ts';
import type { Doubt, LintResult } from '../types.ts';

/** What a run reports: neither silenced nor accepted before. */
export const openOf = ({ findings }: Pick<LintResult, 'findings'>): readonly Finding[] => findings.filter(isOpen);

export type Counts = Readonly<Record<Severity | 'suppressed' | 'baseline', number>>;

/** How many findings of each severity are open, and how many are not. */
export function countsOf({ findings }: Pick<LintResult, 'findings'>): Counts {
  const of = (severity: Severity) => findings.filter((one) => isOpen(one) && one.severity === severity).length;
  return {
    error: of('error'),
    warning: of('warning'),
    info: of('info'),
    suppressed: findings.filter(({ suppressed }) => suppressed !== null).length,
    baseline: findings.filter(({ suppressed, baseline }) => suppressed === null && baseline === 'unchanged').length,
  };
}

/** `3 errors, 1 warning, 4 notes`, or `nothing to report`. */
export function countWords({ error, warning, info }: Counts): string {
  const parts = [
    ...(error ? [counted(error, 'error')] : []),
    ...(warning ? [counted(warning, 'warning')] : []),
    ...(info ? [counted(info, 'note')] : []),
  ];
  return parts.join(', ') || 'nothing to report';
}

/** `2 suppressed`, `12 in the baseline`: what is known and not reported. */
export const knownWords = ({ suppressed, baseline }: Counts): readonly string[] => [
  ...(suppressed ? [`${suppressed} suppressed`] : []),
  ...(baseline ? [`${baseline} in the baseline`] : []),
];

/** `3 handlers and 1 call`: what rules could not decide, in the words of the rules; what two rules doubt counts once. */
export function undecidedWords(undecided: readonly Doubt[], rules: readonly RuleNotes[]): string | undefined {
  const things = new Map<string, Set<string>>();
  for (const { rule, at } of undecided) {
    const thing = rules.find(({ id }) => id === rule)?.looksAt ?? 'question';
    things.set(thing, (things.get(thing) ?? new Set()).add(`${at.file}:${at.line}:${at.column}`));
  }
  const counts = [...things].map(([thing, places]) => [thing, places.size] as const);
  const words = counts.toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = words.slice(0, MOST).map(([thing, count]) => counted(count, thing));
  const rest = words.slice(MOST).reduce((sum, [, count]) => sum + count, 0);
  const parts = [...shown, ...(rest ? [`${rest} more`] : [])];
  return parts.length < 2 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
const MOST = 4;
