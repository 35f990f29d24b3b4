import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import type { Undecided } from '../model/rule.ts';

/** Everything that `msvc lint` has to say, before it is put into words. */
export type LintResult = {
  /** As the user named it. */
  readonly root: string;
  readonly model: Model;
  readonly findings: readonly Finding[];
  /** What rules looked at and could not decide. */
  readonly undecided: readonly (Undecided & { readonly rule: string })[];
  readonly seconds: number;
  /** Set where only changed files are reported: how many findings stand elsewhere. */
  readonly elsewhere?: { readonly findings: number; readonly scope: string };
};

/** How text may look where it is shown. */
export type Style = { readonly color: boolean; readonly columns: number };
