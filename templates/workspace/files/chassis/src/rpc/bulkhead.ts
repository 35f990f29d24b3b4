import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from 'cockatiel';
import { abortable, abortError } from './call.ts';
import { exhausted } from './errors.ts';
import type { Policy } from './policy.ts';
import { NotCalled } from './retry.ts';

/** About as long as calls take; whoever was refused comes back then. */
const RETRY_MS = 100;

/** Room for so many calls of one callee: when it hangs, it takes no more of its caller than that. */
export class Bulkhead {
  readonly #callee: string;
  readonly #bulkhead: BulkheadPolicy;
  readonly #calls: number;

  constructor(callee: string, { calls, waiting }: Policy['bulkhead']) {
    this.#callee = callee;
    this.#calls = calls;
    this.#bulkhead = bulkhead(calls, waiting);
  }

  get underWay(): number {
    return this.#calls - this.#bulkhead.executionSlots;
  }

  /** Waits for room until the signal aborts and answers with how to give it back. Throws NotCalled where all is taken. */
  async enter(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw abortError(signal);
    const entered = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const stay = () => {
      entered.resolve();
      return left.promise;
    };
    this.#bulkhead.execute(stay, signal).catch(entered.reject);
    try {
      await abortable(entered.promise, signal);
      return left.resolve;
    } catch (error) {
      // Whoever gave up while waiting must not keep the room that comes later.
      left.resolve();
      throw error instanceof BulkheadRejectedError ? this.#refusal() : abortError(signal);
    }
  }

  #refusal(): NotCalled {
    const text = `${this.#calls} calls to ${this.#callee} are under way already`;
    const { code, message, details } = exhausted('BULKHEAD_FULL', this.#callee, text, RETRY_MS);
    return new NotCalled(code, message, details);
  }
}
