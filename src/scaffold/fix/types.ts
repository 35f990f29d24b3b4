import type { Finding } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import type { Change } from '../kit/change.ts';
import type { WorkspaceFiles } from '../workspace.ts';

/** What a fix may look at: to see, not to change. */
export type FixInput = { readonly finding: Finding; readonly model: Model; readonly files: WorkspaceFiles };

/** The changes that clear one finding. */
export type Repair = {
  /** Completes "fixed: …", as in "gives up after 5 s". Values that were chosen stand in it. */
  readonly done: string;
  readonly changes: readonly Change[];
};

/** Repairs findings of one rule, where that is safe. It plans; it never writes. Throws `CannotFix` where it is not. */
export type Fix = {
  readonly rule: string;
  /** What it does, for the rule's page. */
  readonly summary: string;
  /** Undefined for a finding that it was not made for. */
  readonly plan: (input: FixInput) => Promise<Repair | undefined>;
};

/** A repair that could not be placed safely. The message is a sentence for people: what is in the way and what to do. */
export class CannotFix extends Error {
  override readonly name = 'CannotFix';
}
