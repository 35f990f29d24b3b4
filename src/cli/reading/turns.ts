import type { MessagePort } from 'node:worker_threads';
import type { Written } from './batch.ts';

/** What a worker is given: the files of a root in batches, and whose turn it is. */
export type Work = {
  readonly root: string;
  readonly batches: readonly (readonly string[])[];
  readonly turns: Int32Array;
  readonly port: MessagePort;
};
/** What a worker hands over. */
export type Batch = { readonly batch: number; readonly written: readonly Written[] };

const TAKEN = 0;
const HANDED_OVER = 1;

/** Shared between all threads: how many batches were taken, and how many the workers have handed over. */
export const startTurns = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));

/** The next batch that nobody has taken. */
export const takeTurn = (turns: Int32Array): number => Atomics.add(turns, TAKEN, 1);

export const handedOver = (turns: Int32Array): number => Atomics.load(turns, HANDED_OVER);

export function handOver(turns: Int32Array): void {
  Atomics.add(turns, HANDED_OVER, 1);
  Atomics.notify(turns, HANDED_OVER);
}

/** Waits until workers have handed over another number of batches than `before`; false where nothing comes. */
export const awaitOther = (turns: Int32Array, before: number, milliseconds: number): boolean =>
  Atomics.wait(turns, HANDED_OVER, before, milliseconds) !== 'timed-out';
