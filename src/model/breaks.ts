import type { Evidence } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** How the contracts differ from those of a base commit. Gathered by the command: see `complete` in src/cli/lint. */
export type Breaks = {
  /** What it was compared with, as people say it: `origin/main`. Undefined where there was nothing to compare with. */
  readonly base?: string;
  readonly breaks: readonly Break[];
  /** What could not be compared, and why, in a few words. */
  readonly undecided: readonly { readonly what: string; readonly at: Evidence }[];
};

/** One change that a caller of the base's contract does not survive. */
export type Break = {
  readonly of: 'proto' | 'openapi';
  /** The check that failed: `FIELD_SAME_TYPE`, `operation-removed`. */
  readonly check: string;
  readonly what: string;
  /** Names without lines: the file and what in it changed. */
  readonly subject: readonly [string, ...string[]];
  /** OpenAPI: the operation, `GET /orders/{id}`. */
  readonly operation?: string;
  readonly at: Evidence;
};

/** A service that uses what breaks, with the place. */
export type Consumer = { readonly service: ServiceName; readonly at: Evidence };
