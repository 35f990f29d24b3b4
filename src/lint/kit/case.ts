import type { Severity } from '../../model/rule.ts';

/** One example of a rule: a small workspace and exactly what the rule says of it. Run as a test; some stand on the page. */
export type Case = {
  /** Completes "reports …" or "does not report …". */
  readonly title: string;
  /** Text by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The same files as a base commit has them, for what compares with one; only those that differ. */
  readonly base?: Readonly<Record<string, string>>;
  /** Everything the rule reports, in order; none for an example that is right. */
  readonly findings: readonly Expected[];
  /** Where the rule asks for the history: commits, newest first, by what they change; `of` counts one as often. */
  readonly history?: readonly PastCommit[];
  /** Whether it is shown on the rule's page. */
  readonly page?: true;
};
export type PastCommit = {
  readonly files: readonly string[];
  readonly times?: number;
  readonly author?: string;
  readonly subject?: string;
};
export type Expected = {
  readonly severity: Severity;
  readonly message: string;
  /** `file:line` */
  readonly at: string;
};

/** A fault put into a clean workspace, and where it must be found. */
export type Fault = {
  /** Completes "finds …". */
  readonly title: string;
  /** `generated`: what `msvc new` writes. `nest`, `express`: the workspaces in fixtures/workspaces. */
  readonly in: 'generated' | 'nest' | 'express';
  /** By path: the whole new text, replacements of text that stands there exactly once, or null to delete the file. */
  readonly edits: Readonly<Record<string, string | readonly (readonly [from: string, to: string])[] | null>>;
  /** A file that a finding of the rule must name as its own or a related place, on the line that holds this text. */
  readonly at: { readonly file: string; readonly line: string };
};
