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
  readonly proof: readonly ProofLine[];
};

/** Every place a finding names, its own first. */
export const placesOf = (finding: Finding): readonly Place[] => [finding.at, ...finding.related];
