import type { Books } from '../../sagas/books.ts';

/** What a caller asked for, and what it was told: `nothing` when the answer did not come, `refused` for want of room. */
export type Asked = { readonly id: string; readonly told: 'done' | 'nothing' | 'refused' };

/** One change of one aggregate. */
export type Change = {
  readonly aggregate: string;
  /** Of the aggregate; grows by one with every change. */
  readonly version: number;
  /** In cents. */
  readonly amount: number;
  /** Which request it belongs to. */
  readonly request: string;
};

/** The orders of one style of saga, and what every context that has a part in them wrote down. */
export type Traded = { readonly style: string; readonly asked: readonly Asked[]; readonly books: Books };

/** Everything there is to judge after a run. */
export type History = {
  readonly transfers: readonly Asked[];
  /** What the publisher's database holds. */
  readonly changes: readonly Change[];
  /** What the consumer's database holds, in the order in which it took effect. */
  readonly effects: readonly Change[];
  /** The publisher's balances. */
  readonly balances: ReadonlyMap<string, number>;
  readonly traded: readonly Traded[];
  /** What lies where messages go that nobody could handle, and events that wait behind a refused one. */
  readonly setAside: readonly string[];
};
