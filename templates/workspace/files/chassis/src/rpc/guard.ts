import type { Message } from '@bufbuild/protobuf';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Breaker, isAnswer } from './breaker.ts';
import { Bulkhead } from './bulkhead.ts';
import { RpcError } from './errors.ts';
import { standInsOf, type StandIn } from './fallback.ts';
import type { Callee } from './policy.ts';
import { NotCalled, Retries } from './retry.ts';
import type { Outgoing } from './transport.ts';

/** Stands between a client and its transport. */
export type Guard = {
  unary(call: Outgoing, request: Message, attempt: () => Promise<Message>): Promise<Message>;
  stream(call: Outgoing, open: () => AsyncIterable<Message>): AsyncIterable<Message>;
};

/** For a client on its own, as in a test. */
export const unguarded: Guard = {
  unary: (_call, _request, attempt) => attempt(),
  stream: (_call, open) => open(),
};

export type GuardOptions = {
  /** The context that calls, and the name it gave its callee. */
  readonly caller: string;
  readonly callee: string;
  readonly metrics: Metrics;
  readonly log: Log;
};

const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 };

/**
 * Keeps what ails a callee from its caller: retries, circuit breaker, bulkhead, and last of all a stand-in answer. The
 * breaker is asked before there is room, so that nobody waits for a callee that is not called; it judges what had room.
 */
export class CalleeGuard implements Guard {
  readonly #options: GuardOptions;
  readonly #labels: { readonly context: string; readonly callee: string };
  readonly #retries: Retries;
  readonly #breaker: Breaker;
  readonly #bulkhead: Bulkhead;
  readonly #standIns: ReadonlyMap<string, StandIn>;

  constructor(declared: Callee, options: GuardOptions) {
    const { policy } = declared;
    this.#options = options;
    this.#labels = { context: options.caller, callee: options.callee };
    this.#retries = new Retries(policy.retry);
    this.#bulkhead = new Bulkhead(options.callee, policy.bulkhead);
    this.#standIns = standInsOf(declared);
    this.#breaker = new Breaker(options.callee, policy, () => {
      options.metrics.count('client_breaker_opened_total', 'How often a circuit opened', this.#labels);
      options.log.warn({ callee: options.callee, openMs: policy.breaker.openMs }, 'a callee fails: its circuit is open');
    });
  }

  async unary(call: Outgoing, request: Message, attempt: () => Promise<Message>): Promise<Message> {
    const standIn = this.#standIns.get(call.method.localName);
    try {
      const once = () => this.#once(call, attempt);
      const answer = await this.#observed(call, () => this.#retries.run(call, once, () => this.#retried(call)));
      standIn?.remember(call.request, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof RpcError) || isAnswer(error) || error.code === 'CANCELLED') throw error;
      const answer = standIn?.answer(call.request, request);
      if (!answer) throw error;
      this.#count('client_fallbacks_total', 'Calls answered by a stand-in', { method: call.method.name });
      return answer;
    }
  }

  /** A stream keeps its place until it ends; whether it begins is what the circuit judges. Streams are not retried. */
  async *stream(call: Outgoing, open: () => AsyncIterable<Message>): AsyncIterable<Message> {
    const leave = await this.#refusable(() => this.#enter(call));
    try {
      const messages = open()[Symbol.asyncIterator]();
      try {
        let next = await this.#observed(call, () =>
          this.#refusable(() => this.#breaker.run(call, () => messages.next())),
        );
        for (; !next.done; next = await messages.next()) yield next.value;
      } finally {
        await messages.return?.();
      }
    } finally {
      leave();
    }
  }

  /** Gauges are set when somebody looks. */
  measure(): void {
    const { metrics } = this.#options;
    const state = BREAKER_STATES[this.#breaker.state];
    metrics.set('client_breaker_state', '0 closed, 1 trying again, 2 open', this.#labels, state);
    metrics.set('client_under_way', 'Calls to a callee under way', this.#labels, this.#bulkhead.underWay);
  }

  #once(call: Outgoing, attempt: () => Promise<Message>): Promise<Message> {
    return this.#refusable(async () => {
      const leave = await this.#enter(call);
      try {
        return await this.#breaker.run(call, attempt);
      } finally {
        leave();
      }
    });
  }

  async #enter({ signal }: Outgoing): Promise<() => void> {
    this.#breaker.admit();
    return this.#bulkhead.enter(signal);
  }

  async #refusable<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const by = error instanceof NotCalled && (error.code === 'UNAVAILABLE' ? 'breaker' : 'bulkhead');
      if (by) this.#count('client_rejected_total', 'Calls that were held back', { by });
      throw error;
    }
  }

  async #observed<T>({ method }: Outgoing, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const finish = (outcome: string) => {
      const labels = { ...this.#labels, method: method.name };
      this.#options.metrics.operation('client', labels, outcome, performance.now() - started);
    };
    try {
      const result = await work();
      finish('OK');
      return result;
    } catch (error) {
      finish(error instanceof RpcError ? error.code : 'INTERNAL');
      throw error;
    }
  }

  #retried({ method }: Outgoing): void {
    this.#count('client_retries_total', 'Calls that were tried again', { method: method.name });
  }

  #count(name: string, help: string, labels: Readonly<Record<string, string>>): void {
    this.#options.metrics.count(name, help, { ...this.#labels, ...labels });
  }
}
