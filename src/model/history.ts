import type { ServiceName } from './model.ts';

/** What the last commits of a repository say of its services. Counts, and a commit or two as proof: nobody is named. */
export type History = {
  /** Commits that counted: no merges, no bulk changes, none by bots. */
  readonly commits: number;
  /** Why not all commits were looked at: `shallow`: the clone ends there; `many`, `slow`: enough was read. */
  readonly cut?: 'shallow' | 'many' | 'slow';
  readonly services: readonly { readonly service: ServiceName; readonly commits: number; readonly authors: number }[];
  /** Services that at least two commits changed together; names in order. */
  readonly pairs: readonly CoChange[];
};

export type CoChange = {
  readonly services: readonly [ServiceName, ServiceName];
  readonly commits: number;
  /** The latest of them, as short ids. */
  readonly latest: readonly string[];
};
