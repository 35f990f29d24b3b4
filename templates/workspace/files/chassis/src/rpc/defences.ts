import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Breaker } from './breaker.ts';
import { Bulkhead } from './bulkhead.ts';
import { observed } from './observed.ts';
import type { Policy } from './policy.ts';
import { NotCalled, Retries, type Retryable } from './retry.ts';

/** Who calls whom. */
export type Between = {
  /** The context that calls, and the name it gave its callee. */
  readonly caller: string;
  readonly callee: string;
  readonly metrics: Metrics;
  readonly log: Log;
};

const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 };

/**
 * What keeps an ailing callee from its caller, and counts it: retries around a bulkhead around a circuit breaker. The
 * breaker is asked before there is room, so that nobody waits for a callee that is not called; it judges what had room.
 */
export class Defences {
  readonly #metrics: Metrics;
  readonly #labels: { readonly context: string; readonly callee: string };
  readonly #retries: Retries;
  readonly #breaker: Breaker;
  readonly #bulkhead: Bulkhead;

  constructor(policy: Policy, { caller, callee, metrics, log }: Between) {
    this.#metrics = metrics;
    this.#labels = { context: caller, callee };
    this.#retries = new Retries(policy.retry);
    this.#bulkhead = new Bulkhead(callee, policy.bulkhead);
    this.#breaker = new Breaker(callee, policy, () => {
      metrics.count('client_breaker_opened_total', 'How often a circuit opened', this.#labels);
      log.warn({ callee, openMs: policy.breaker.openMs }, 'a callee fails: its circuit is open');
    });
  }

  /** Each attempt takes a place in the bulkhead and is judged by the circuit. */
  call<T>(call: Retryable, attempt: () => Promise<T>): Promise<T> {
    const once = () => this.#held(call, () => this.#judged(call, attempt));
    const retried = () =>
      this.count('client_retries_total', 'Calls that were tried again', { method: call.method.name });
    return this.#observed(call, () => this.#retries.run(call, once, retried));
  }

  /** A call whose place is held already, as a stream's: it is judged by how it begins, and tried once. */
  begin<T>(call: Retryable, attempt: () => Promise<T>): Promise<T> {
    return this.#observed(call, () => this.#judged(call, attempt));
  }

  /** A place in the bulkhead, where the circuit lets the call through; answers with how to give it back. */
  async enter({ signal }: Pick<Retryable, 'signal'>): Promise<() => void> {
    await this.#refusable('breaker', async () => this.#breaker.admit());
    return this.#refusable('bulkhead', () => this.#bulkhead.enter(signal));
  }

  /** Gauges are set when somebody looks. */
  measure(): void {
    const state = BREAKER_STATES[this.#breaker.state];
    this.#metrics.set('client_breaker_state', '0 closed, 1 trying again, 2 open', this.#labels, state);
    this.#metrics.set('client_under_way', 'Calls to a callee under way', this.#labels, this.#bulkhead.underWay);
  }

  count(name: string, help: string, labels: Readonly<Record<string, string>>): void {
    this.#metrics.count(name, help, { ...this.#labels, ...labels });
  }

  /** Takes a place in the bulkhead for as long as the work lasts. */
  async #held<T>(call: Retryable, work: () => Promise<T>): Promise<T> {
    const leave = await this.enter(call);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  #judged<T>(call: Retryable, attempt: () => Promise<T>): Promise<T> {
    return this.#refusable('breaker', () => this.#breaker.run(call, attempt));
  }

  async #refusable<T>(by: 'breaker' | 'bulkhead', work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof NotCalled) this.count('client_rejected_total', 'Calls that were held back', { by });
      throw error;
    }
  }

  #observed<T>({ method }: Retryable, work: () => Promise<T>): Promise<T> {
    return observed(this.#metrics, 'client', { ...this.#labels, method: method.name }, work);
  }
}
