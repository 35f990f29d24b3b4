import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import type { RuleNotes, Undecided } from '../model/rule.ts';

/** What a rule looked at and could not decide. */
export type Doubt = Undecided & { readonly rule: string };

/** Everything that `msvc lint` has to say, before it is put into words. */
export type LintResult = {
  /** As the user named it. */
  readonly root: string;
  readonly model: Model;
  readonly findings: readonly Finding[];
  /** What rules looked at and could not decide. */
  readonly undecided: readonly Doubt[];
  readonly seconds: number;
  /** Set where only what a change brings is reported: how many findings stood there before, and where. */
  readonly elsewhere?: { readonly findings: number; readonly scope: string };
  /** Set where repairs were asked for; `findings` are those that are left. */
  readonly repairs?: Repairs;
};

/** What `--fix` did, or would do. */
export type Repairs = {
  readonly written: boolean;
  readonly fixed: readonly { readonly finding: Finding; readonly done: string }[];
  /** What there is a repair for that could not be placed safely, and why. */
  readonly refused: readonly { readonly finding: Finding; readonly why: string }[];
  /** The difference of each file, as `git diff` prints it. */
  readonly files: readonly { readonly path: string; readonly diff: string }[];
};

/** Source text around a place, masked. `first` is the number of its first line. */
export type Frame = { readonly first: number; readonly lines: readonly string[] };

/** What formats need to know beside the result. */
export type Surroundings = {
  readonly rules: readonly RuleNotes[];
  /** Ids of the rules that were on. */
  readonly ran: ReadonlySet<string>;
  readonly version: string;
  /** The way to the root, `''` or ending with `/`: from the top of the checkout, and from the working folder. */
  readonly paths: { readonly fromCheckout: string; readonly fromHere: string };
  /** By `file:line`. */
  readonly frames: ReadonlyMap<string, Frame>;
};

/** A result as formats take it: nothing in it gives a credential away. Made by `reportOf` only. */
export type LintReport = LintResult & Surroundings;

/** How text may look where it is shown. */
export type Style = { readonly color: boolean; readonly columns: number };
