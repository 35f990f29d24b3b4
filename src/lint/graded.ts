import { comparePlaces } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { mask } from '../model/mask.ts';
import type { Note, Rule, Saying, Severity } from '../model/rule.ts';
import { fingerprintOf } from './fingerprint.ts';
import { together } from './together.ts';

/** How much a rule weighs. `isFixed`: msvc.yaml says so, whatever the rule makes of the single case. */
export type Weight = { readonly severity: Severity; readonly isFixed: boolean };

/** What a rule says, graded and named. Nothing of it holds a credential. */
export function findingsOf(rule: Rule, sayings: readonly Saying[], weight: Weight): Finding[] {
  const seen = new Map<string, number>();
  return together(sayings.toSorted(compareSayings)).map((saying) => {
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

const compareSayings = (a: Saying, b: Saying): number =>
  comparePlaces(a.at, b.at) || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0);
