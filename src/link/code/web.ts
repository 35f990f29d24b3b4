import type { Evidence } from '../../model/evidence.ts';
import type { Contracts } from '../../model/contract.ts';

export type VersionedBy = { readonly by: Contracts['versioned'][number]['by']; readonly at: Evidence };

/** What holds for all routes of a service, or for those of one controller. */
export type Web = {
  /** Prefixes that routers were given when they were made, by the router's key. */
  readonly prefixes: Map<string, string>;
  /** `app.setGlobalPrefix('api', { exclude })` of Nest, `routePrefix` of routing-controllers. */
  global?: { readonly prefix: string; readonly exclude: readonly string[] };
  /** Set where versions stand in the path: `v1`. */
  versions?: { readonly prefix: string; readonly standard?: string };
  /** Where versions are taken from something else than the path. */
  versionedBy?: VersionedBy;
  /** Paths that modules of Nest are mounted under, by the controller's key. */
  readonly controllers: Map<string, string>;
};

export const newWeb = (): Web => ({ prefixes: new Map(), controllers: new Map() });
