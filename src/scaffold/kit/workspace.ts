import type { Answers } from './question.ts';

/** The workspace that is added to, as its own files tell. */
export type Workspace = {
  readonly name: string;
  readonly scope: string;
  readonly services: readonly ServicePlace[];
  /** Full names of the events in `contracts/`: `orders.v1.OrderPlaced`, sorted. */
  readonly events: readonly string[];
  /** Contexts that have a contract in `contracts/`, sorted. */
  readonly contexts: readonly string[];
  /** What carries the events, as it was chosen last; `postgres` where nothing was. */
  readonly broker?: string;
  /** The range or place that a generated package.json names msvc by. */
  readonly msvc: string;
};

export type ServicePlace = {
  readonly name: string;
  readonly path: string;
  readonly contexts: readonly string[];
  /** Counts from 1 in the order of birth and never changes: for ports. */
  readonly number: number;
  /** Files that switch its relay off, so that somebody else publishes its outbox, such as Debezium. */
  readonly relayOffIn?: readonly string[] | undefined;
  /** What `.msvc/` says was made here, in order, with the answers that were given. */
  readonly applied?: readonly { readonly capability: string; readonly answers: Answers }[];
};
