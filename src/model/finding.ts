import type { Note, ProofLine, Severity } from './rule.ts';
import type { Place } from './evidence.ts';

/** One violation with its proof, ready to report. `fingerprint` is 12 hex digits over rule and subject. */
export type Finding = {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly detail?: string;
  readonly services: readonly string[];
  readonly at: Place;
  readonly related: readonly Note[];
  readonly subject: readonly string[];
  readonly fingerprint: string;
  readonly remedy: string;
  readonly url: string;
  /** The reason it was silenced with, or null. */
  readonly suppressed: string | null;
  /** Where a baseline was compared: whether it stands there. */
  readonly baseline?: 'new' | 'unchanged';
  readonly proof: readonly ProofLine[];
};

/** Neither silenced nor accepted by the baseline: what a run reports and fails on. */
export const isOpen = ({ suppressed, baseline }: Finding): boolean => suppressed === null && baseline !== 'unchanged';

/** Every place a finding names, its own first. */
export const placesOf = (finding: Finding): readonly Place[] => [finding.at, ...finding.related];
