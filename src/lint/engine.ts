import { compareTexts, rankOf } from '../model/order.ts';
import { comparePlaces } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { mask } from '../model/mask.ts';
import type { Day } from '../model/day.ts';
import type { Model } from '../model/model.ts';
import type { Preset, Rule, Saying, Severity, Undecided } from '../model/rule.ts';
import type { Acceptance, StaleSuppression } from '../model/suppression.ts';
import { idleAllowances } from './allowances.ts';
import { compareWith } from './baseline.ts';
import { findingsOf } from './graded.ts';
import { weightOf } from './presets.ts';
import { suppress } from './suppress.ts';

/** All that rules say of a model, and what they could not decide. */
export type Judgement = {
  /** Silenced and accepted ones too: see `isOpen`. */
  readonly findings: readonly Finding[];
  readonly undecided: readonly (Undecided & { readonly rule: string })[];
  /** Entries of the baseline whose findings are gone. */
  readonly stale: readonly Acceptance[];
};

/** On what terms rules are run. */
export type Terms = {
  readonly preset: Preset;
  /** Suppressions end; on no day by default. */
  readonly today?: Day | undefined;
  /** The baseline, where there is one. */
  readonly accepted?: readonly Acceptance[] | undefined;
};

/**
 * Runs rules over a model: their sayings, graded, named, silenced and in one fixed order. Every rule given is on, if not
 * told otherwise. The last ones see what became of the findings of the others.
 */
export function check(model: Model, rules: readonly Rule[], terms: Terms = { preset: 'all' }): Judgement {
  const first = judge(
    model,
    rules.filter(({ isLast }) => !isLast),
    terms,
  );
  const known = rules.map(({ id }) => id);
  const silenced = suppress(first.findings, model.suppressions, { known, ran: first.ran, today: terms.today ?? '' });
  const compared = compareWith(silenced.findings, terms.accepted, { known, ran: first.ran });
  const upkeep = { suppressions: [...silenced.stale, ...first.idle], baseline: compared.stale };
  const last = judge(
    { ...model, upkeep },
    rules.filter(({ isLast }) => isLast),
    terms,
  );
  const ownSilenced = suppress(last.findings, model.suppressions, { known, ran: last.ran, today: terms.today ?? '' });
  const own = compareWith(ownSilenced.findings, terms.accepted, { known, ran: new Set() });
  return {
    findings: [...compared.findings, ...own.findings].sort(compareFindings),
    undecided: [...first.undecided, ...last.undecided],
    stale: compared.stale,
  };
}

type Judged = Omit<Judgement, 'stale'> & {
  /** Ids of the rules that are on. */
  readonly ran: ReadonlySet<string>;
  readonly idle: readonly StaleSuppression[];
};

function judge(model: Model, rules: readonly Rule[], { preset }: Terms): Judged {
  const findings: Finding[] = [];
  const undecided: (Undecided & { readonly rule: string })[] = [];
  const idle: StaleSuppression[] = [];
  const ran = new Set<string>();
  for (const rule of rules) {
    const settings = model.config.rules[rule.id];
    const weight = weightOf(rule, preset, settings);
    if (!weight) continue;
    ran.add(rule.id);
    const sayings: Saying[] = [];
    for (const said of rule.check(model, settings?.options ?? {})) {
      if ('undecided' in said) undecided.push({ ...said, undecided: mask(said.undecided), rule: rule.id });
      else sayings.push(said);
    }
    findings.push(...findingsOf(rule, sayings, weight));
    if (settings) idle.push(...idleAllowances(rule, model, { settings, sayings }));
  }
  return { findings, undecided, ran, idle };
}

/** Whether a finding weighs at least as much as `level`. */
export const isAtLeast = (finding: Finding, level: Severity): boolean => rankOf(finding.severity) <= rankOf(level);

const compareFindings = (a: Finding, b: Finding): number =>
  rankOf(a.severity) - rankOf(b.severity) ||
  compareTexts(a.rule, b.rule) ||
  comparePlaces(a.at, b.at) ||
  compareTexts(a.fingerprint, b.fingerprint);
