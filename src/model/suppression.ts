import type { Day } from './day.ts';
import type { Place } from './evidence.ts';

/** A wish to silence findings, from a comment or from msvc.yaml, as it was written. */
export type Suppression = {
  readonly at: Place;
  /** Ids as they were written; they may be of no rule. */
  readonly rules: readonly string[];
  /** Absent where none was given: then it silences nothing. */
  readonly reason?: string;
  /** The last day on which it holds, as it was written. */
  readonly until?: Day;
  readonly covers: Cover;
};

/** What a suppression speaks of. In `some`, all that is given must hold. */
export type Cover =
  | { readonly kind: 'lines'; readonly file: string; readonly from: number; readonly to: number }
  | { readonly kind: 'file'; readonly file: string }
  | {
      readonly kind: 'some';
      /** A glob of files or folders: the finding's own place lies there. */
      readonly at?: string;
      /** Every service of the finding is one of these. */
      readonly services?: readonly string[];
      /** As many of its first digits as were given. */
      readonly fingerprint?: string;
    };

/** Something written to keep the tool quiet that no longer does, or never did. */
export type StaleSuppression = {
  readonly at: Place;
  /** A sentence without its full stop. */
  readonly message: string;
  readonly remedy: string;
  /** Names it across edits. */
  readonly subject: readonly string[];
  /** It does no harm: it merely matches nothing. */
  readonly isHarmless?: true;
};

/** A finding that was accepted as it is, as the baseline names it. */
export type Acceptance = {
  readonly at: Place;
  readonly rule: string;
  readonly fingerprint: string;
  /** What was said when it was accepted, for whoever reads the file. */
  readonly message: string;
};

/** What the engine learned while it judged, for the rules about the tool's own upkeep. Empty before. */
export type Upkeep = {
  readonly suppressions: readonly StaleSuppression[];
  /** Entries of the baseline whose findings are gone. */
  readonly baseline: readonly Acceptance[];
};
export const noUpkeep: Upkeep = { suppressions: [], baseline: [] };
