import { circuitBreaker, CircuitState, CountBreaker, handleWhen, type CircuitBreakerPolicy } from 'cockatiel';
import { failed, RpcError, type Code } from './errors.ts';
import type { Policy } from './policy.ts';
import { NotCalled } from './retry.ts';
import type { Outgoing } from './transport.ts';

/** Codes by which a callee shows that it is not well. All others but CANCELLED and RESOURCE_EXHAUSTED are answers. */
const FAILURES: ReadonlySet<Code> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL', 'UNKNOWN', 'DATA_LOSS']);
/** Less than this share of the usual timeout is too little to blame a callee for. */
const FAIR_SHARE = 0.1;

/** The callee understood and said no: as good a sign of life as any. */
export const isAnswer = ({ code }: RpcError): boolean =>
  !FAILURES.has(code) && code !== 'CANCELLED' && code !== 'RESOURCE_EXHAUSTED';

/** Stops calling a callee that fails, and tries it with one call now and then. */
export class Breaker {
  readonly #breaker: CircuitBreakerPolicy;
  readonly #callee: string;
  readonly #fairMs: number;
  /** Until then an open circuit lets nobody through. */
  #heldUntil = 0;

  constructor(callee: string, { breaker, timeoutMs }: Policy, onOpen: () => void) {
    this.#callee = callee;
    this.#fairMs = timeoutMs * FAIR_SHARE;
    const { share, ofLast, atLeast, openMs } = breaker;
    // The one call that tries a callee again must be answered; to be given up on is not to be well.
    const isFailure = (error: unknown) => error instanceof Failure || this.state === 'half-open';
    this.#breaker = circuitBreaker(handleWhen(isFailure), {
      halfOpenAfter: { next: () => this.#hold(openMs) },
      breaker: new CountBreaker({ threshold: share, size: ofLast, minimumNumberOfCalls: Math.min(atLeast, ofLast) }),
    });
    this.#breaker.onBreak(onOpen);
  }

  get state(): 'closed' | 'half-open' | 'open' {
    const { state } = this.#breaker;
    return state === CircuitState.Closed ? 'closed' : state === CircuitState.HalfOpen ? 'half-open' : 'open';
  }

  /** Throws NotCalled where {@link run} would now: whoever waits for room asks before. */
  admit(): void {
    // cockatiel would let the others wait for the one that tries, without a deadline and without end.
    if (this.state === 'half-open' || (this.state === 'open' && this.#isHeld)) throw this.#refusal();
  }

  /** Throws NotCalled while the circuit is open. */
  async run<T>({ deadline }: Pick<Outgoing, 'deadline'>, attempt: () => Promise<T>): Promise<T> {
    this.admit();
    const isFair = deadline - Date.now() >= this.#fairMs;
    const judged = () => attempt().then(whole, (error: unknown) => broken(error, isFair));
    const outcome = await this.#breaker.execute(judged).catch((error: unknown) => {
      if (error instanceof Failure) throw error.cause;
      throw error instanceof RpcError ? error : this.#refusal();
    });
    if ('answer' in outcome) throw outcome.answer;
    return outcome.result;
  }

  /** A pause by a clock that nobody sets back: cockatiel asks for the duration and compares it with the time of day. */
  #hold(openMs: number) {
    this.#heldUntil = performance.now() + openMs;
    const isHeld = () => this.#isHeld;
    return {
      get duration() {
        return isHeld() ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
      },
      next: () => this.#hold(openMs),
    };
  }

  get #isHeld(): boolean {
    return performance.now() < this.#heldUntil;
  }

  #refusal(): NotCalled {
    const { code, message, details } = failed(
      'UNAVAILABLE',
      'CIRCUIT_OPEN',
      this.#callee,
      `${this.#callee} is not called for a while: too many of the last calls failed`,
    );
    return new NotCalled(code, message, details);
  }
}

type Outcome<T> = { readonly result: T } | { readonly answer: RpcError };

/** What speaks against the callee, apart from whatever else may be thrown. */
class Failure extends Error {}

const whole = <T>(result: T): Outcome<T> => ({ result });

function broken(error: unknown, isFair: boolean): Outcome<never> {
  if (!(error instanceof RpcError)) throw error;
  if (isAnswer(error)) return { answer: error };
  const isBlamed = FAILURES.has(error.code) && (isFair || error.code !== 'DEADLINE_EXCEEDED');
  throw isBlamed ? new Failure('failed', { cause: error }) : error;
}
