import type { Day } from '../day.ts';
import type { At } from './module.ts';

/** `// msvc-ignore rule, other -- why, 2027-03-01`: findings that were looked at where they stand. */
export type SuppressionFact = {
  readonly kind: 'suppression';
  /** Ids as they were written. */
  readonly rules: readonly string[];
  readonly reason?: string;
  /** The last day on which it holds, as it was written. */
  readonly until?: Day;
  /** The lines it speaks of, both included; absent for the whole file. */
  readonly lines?: readonly [from: number, to: number];
  readonly at: At;
};
