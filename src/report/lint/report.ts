import { compareTexts, rankOf } from '../../model/order.ts';
import { comparePlaces } from '../../model/evidence.ts';
import type { Finding } from '../../model/finding.ts';
import { mask } from '../../model/mask.ts';
import type { Note, RuleNotes } from '../../model/rule.ts';
import type { Doubt, LintReport, LintResult, Surroundings } from '../types.ts';

/** A result ready for any format: credentials masked once for all of them, lists in one order. */
export const reportOf = (result: LintResult, about: Surroundings): LintReport => ({
  ...result,
  ...about,
  model: {
    ...result.model,
    unresolved: result.model.unresolved.map((one) => ({ ...one, what: mask(one.what), service: mask(one.service) })),
  },
  findings: result.findings.map(maskedFinding).toSorted(byWeightIn(about.rules)),
  undecided: eachOnce(result.undecided.map(maskedDoubt).toSorted(compareDoubts)),
});

/** The severest first; then rules as they are listed, what the product exists for before how a service is run; then by place. */
function byWeightIn(rules: readonly RuleNotes[]): (a: Finding, b: Finding) => number {
  const order = new Map(rules.map(({ id }, index) => [id, index]));
  const orderOf = ({ rule }: Finding): number => order.get(rule) ?? rules.length;
  return (a, b) =>
    rankOf(a.severity) - rankOf(b.severity) ||
    orderOf(a) - orderOf(b) ||
    compareTexts(a.rule, b.rule) ||
    comparePlaces(a.at, b.at) ||
    compareTexts(a.fingerprint, b.fingerprint);
}

const maskedFinding = (finding: Finding): Finding => ({
  ...finding,
  message: mask(finding.message),
  ...(finding.detail === undefined ? {} : { detail: mask(finding.detail) }),
  services: finding.services.map(mask),
  related: finding.related.map(maskedNote),
  subject: finding.subject.map(mask),
  remedy: mask(finding.remedy),
  suppressed: finding.suppressed === null ? null : mask(finding.suppressed),
  proof: finding.proof.map((line) => ({ ...line, about: mask(line.about), text: mask(line.text) })),
});

const maskedNote = (note: Note): Note => ({
  ...note,
  ...(note.note === undefined ? {} : { note: mask(note.note) }),
  ...(note.label === undefined ? {} : { label: mask(note.label) }),
});

const maskedDoubt = (doubt: Doubt): Doubt => ({
  ...doubt,
  undecided: mask(doubt.undecided),
  services: doubt.services.map(mask),
});

/** A line through which many requests go is in doubt once. */
const eachOnce = (sorted: readonly Doubt[]): readonly Doubt[] =>
  sorted.filter((doubt, index) => {
    const before = sorted[index - 1];
    return !before || compareDoubts(before, doubt) !== 0 || before.services.join() !== doubt.services.join();
  });

const compareDoubts = (a: Doubt, b: Doubt): number =>
  compareTexts(a.rule, b.rule) || comparePlaces(a.at, b.at) || compareTexts(a.undecided, b.undecided);
