import type { Evidence } from './evidence.ts';

/** How a caller waits for an answer: how long, how often it asks again, and what stops it from asking a service that is down. */
export type Waiting = {
  /** Where the client was made that the call goes through. */
  readonly client?: Evidence;
  readonly limits?: readonly Limit[];
  readonly retries?: readonly Retry[];
  readonly guards?: readonly Guard[];
  /** The client comes from elsewhere: what it was made with is not known. */
  readonly isHandedIn?: true;
};

/** A deadline. `ms` where it could be told; `by`: who keeps it. */
export type Limit = {
  readonly ms?: number;
  readonly by: 'call' | 'client' | 'wrapper' | 'library';
  readonly at: Evidence;
};

/** Asking again after a failure. `attempts` counts the first one too. `library`: by itself, nobody asked for it. */
export type Retry = {
  readonly attempts?: number;
  /** Whether it waits between attempts, and whether that wait differs from caller to caller. */
  readonly paced: 'yes' | 'no' | 'unknown';
  readonly jitter: 'yes' | 'no' | 'unknown';
  readonly by: 'call' | 'client' | 'wrapper' | 'library';
  readonly at: Evidence;
};

/** `breaker`: asks no more where too much failed. `bulkhead`: only so many ask at once. */
export type Guard = { readonly kind: 'breaker' | 'bulkhead'; readonly library: string; readonly at: Evidence };

const both = <T>(outer: readonly T[] | undefined, inner: readonly T[] | undefined): readonly T[] | undefined =>
  outer && inner ? [...outer, ...inner] : (outer ?? inner);

/** What is around a call and what it is made with, the outer first. */
export function waitingThrough(outer: Waiting | undefined, inner: Waiting | undefined): Waiting | undefined {
  if (!outer || !inner) return outer ?? inner;
  const client = inner.client ?? outer.client;
  const limits = both(outer.limits, inner.limits);
  const retries = both(outer.retries, inner.retries);
  const guards = both(outer.guards, inner.guards);
  return {
    ...(client ? { client } : {}),
    ...(limits ? { limits } : {}),
    ...(retries ? { retries } : {}),
    ...(guards ? { guards } : {}),
    ...(outer.isHandedIn || inner.isHandedIn ? { isHandedIn: true } : {}),
  };
}

/** The deadline that ends first; one of unknown length only where no other is known. */
export const shortestOf = (limits: readonly Limit[]): Limit | undefined =>
  limits.toSorted((a, b) => (a.ms ?? Number.POSITIVE_INFINITY) - (b.ms ?? Number.POSITIVE_INFINITY))[0];
