import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import type { DescMethod } from '@bufbuild/protobuf';
import { backoffMs, sleep } from '../clock.ts';
import { abortError } from './call.ts';
import { RefusedError, RpcError } from './errors.ts';
import type { Policy } from './policy.ts';
import type { Outgoing } from './transport.ts';

/** What is known of a call that may be tried again. */
export type Retryable = Pick<Outgoing, 'deadline' | 'signal'> & {
  readonly method: Pick<DescMethod, 'name' | 'idempotency'>;
};

/** Retries that were not needed are saved for later, but not without end. */
const MOST_SAVED = 10;

/** The call was never sent: the caller itself held it back. */
export class NotCalled extends RpcError {}

/** The contract says that doing it twice is like doing it once. */
export const isIdempotent = ({ idempotency }: Pick<DescMethod, 'idempotency'>): boolean =>
  idempotency !== MethodOptions_IdempotencyLevel.IDEMPOTENCY_UNKNOWN;

/**
 * Tries again while the callee is UNAVAILABLE, the contract allows it, the deadline leaves room and the budget lasts:
 * when everything fails, nearly nothing is retried, so that retries never become the load that keeps a callee down.
 */
export class Retries {
  readonly #policy: Policy['retry'];
  #saved = MOST_SAVED;

  constructor(policy: Policy['retry']) {
    this.#policy = policy;
  }

  async run<T>(call: Retryable, attempt: () => Promise<T>, onRetry: () => void): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        const result = await attempt();
        this.#saved = Math.min(MOST_SAVED, this.#saved + this.#policy.budget);
        return result;
      } catch (error) {
        const pause = backoffMs(tried - 1, { first: this.#policy.firstMs, most: this.#policy.mostMs });
        if (tried >= this.#policy.attempts || !isWorthIt(call, error, pause) || !this.#spend()) throw error;
        onRetry();
        await sleep(pause, call.signal);
        if (call.signal.aborted) throw abortError(call.signal);
      }
    }
  }

  #spend(): boolean {
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}

function isWorthIt({ method, deadline }: Retryable, error: unknown, pause: number): boolean {
  if (!(error instanceof RpcError) || error instanceof NotCalled || error.code !== 'UNAVAILABLE') return false;
  return (isIdempotent(method) || error instanceof RefusedError) && Date.now() + pause < deadline;
}
