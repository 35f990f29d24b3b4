import { comparePlaces } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { mask } from '../model/mask.ts';
import type { Model } from '../model/model.ts';
import { type Note, type Preset, type Rule, type Saying, type Severity, type Undecided } from '../model/rule.ts';
import { fingerprintOf } from './fingerprint.ts';
import { severityIn } from './presets.ts';

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** All that rules say of a model, and what they could not decide. */
export type Judgement = {
  readonly findings: readonly Finding[];
  readonly undecided: readonly (Undecided & { readonly rule: string })[];
};

/** On what terms rules are run. */
export type Terms = { readonly preset: Preset };

/** Runs rules over a model: their sayings, graded, named and in one fixed order. Every rule given is on, if not told otherwise. */
export function check(model: Model, rules: readonly Rule[], { preset }: Terms = { preset: 'all' }): Judgement {
  const findings: Finding[] = [];
  const undecided: (Undecided & { readonly rule: string })[] = [];
  for (const rule of rules) {
    const settings = model.config.rules[rule.id];
    const severity = settings ? (settings.severity ?? severityIn(asked(preset), rule)) : severityIn(preset, rule);
    if (severity === 'off') continue;
    const sayings: Saying[] = [];
    for (const said of rule.check(model, settings?.options ?? {})) {
      if ('undecided' in said) undecided.push({ ...said, undecided: mask(said.undecided), rule: rule.id });
      else sayings.push(said);
    }
    findings.push(...findingsOf(rule, sayings, { severity, isFixed: settings?.severity !== undefined }));
  }
  return { findings: findings.sort(compareFindings), undecided };
}

/** Whether a finding weighs at least as much as `level`. */
export const isAtLeast = (finding: Finding, level: Severity): boolean => rank[finding.severity] <= rank[level];

/** Who writes an opt-in rule into msvc.yaml wants it. */
const asked = (preset: Preset): Preset => (preset === 'recommended' ? 'all' : preset);

/** `isFixed`: msvc.yaml says so, whatever the rule makes of the single case. */
type Weight = { readonly severity: Severity; readonly isFixed: boolean };

function findingsOf(rule: Rule, sayings: readonly Saying[], weight: Weight): Finding[] {
  const seen = new Map<string, number>();
  return sayings.toSorted(compareSayings).map((saying) => {
    const key = saying.subject.join('\n');
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return {
      rule: rule.id,
      severity: weight.isFixed ? weight.severity : (saying.grade ?? weight.severity),
      message: mask(saying.message),
      ...(saying.detail === undefined ? {} : { detail: mask(saying.detail) }),
      services: saying.services,
      at: { file: saying.at.file, line: saying.at.line, column: saying.at.column },
      related: saying.related.map(masked),
      subject: saying.subject.map(mask),
      fingerprint: fingerprintOf(rule.id, saying.subject, ordinal),
      remedy: saying.remedy ?? rule.remedy,
      url: pageOf(rule.id),
      suppressed: null,
      proof: (saying.proof ?? []).map((line) => ({ ...line, text: mask(line.text) })),
    };
  });
}

/** Where a rule's page stands, relative to this package. */
export const pageOf = (rule: string): string => `rules/${rule}/README.md`;

const masked = ({ file, line, column, note, label, depth }: Note): Note => ({
  file,
  line,
  column,
  ...(note === undefined ? {} : { note: mask(note) }),
  ...(label === undefined ? {} : { label: mask(label) }),
  ...(depth === undefined ? {} : { depth }),
});

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compareSayings = (a: Saying, b: Saying): number =>
  comparePlaces(a.at, b.at) || compareTexts(a.message, b.message);

const compareFindings = (a: Finding, b: Finding): number =>
  rank[a.severity] - rank[b.severity] ||
  compareTexts(a.rule, b.rule) ||
  comparePlaces(a.at, b.at) ||
  compareTexts(a.fingerprint, b.fingerprint);
