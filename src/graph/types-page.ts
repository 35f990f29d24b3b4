import type { View, ViewFinding } from './types.ts';

/** What a page is made from: views, and once for all of them what they share. */
export type PageData = {
  readonly version: 1;
  readonly name: string;
  readonly views: readonly PageView[];
  readonly findings: readonly ViewFinding[];
  readonly unresolved: View['unresolved'];
  /** An address with `{file}` and `{line}` where source can be looked at; no credentials. */
  readonly source?: string;
};

/** A view without what all views share. */
export type PageView = Omit<View, 'findings' | 'unresolved'> & {
  readonly findings: undefined;
  readonly unresolved: undefined;
};
