import type { Message } from '@bufbuild/protobuf';
import { isAnswer } from './breaker.ts';
import { Defences, type Between } from './defences.ts';
import { RpcError } from './errors.ts';
import { standInsOf, type StandIn } from './fallback.ts';
import type { Callee } from './policy.ts';
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

/** Keeps what ails a callee from its caller; where nothing else helps, a stand-in answers. */
export class CalleeGuard implements Guard {
  readonly #defences: Defences;
  readonly #standIns: ReadonlyMap<string, StandIn>;

  constructor(declared: Callee, between: Between) {
    this.#defences = new Defences(declared.policy, between);
    this.#standIns = standInsOf(declared);
  }

  async unary(call: Outgoing, request: Message, attempt: () => Promise<Message>): Promise<Message> {
    const standIn = this.#standIns.get(call.method.localName);
    try {
      const answer = await this.#defences.call(call, attempt);
      standIn?.remember(call.request, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof RpcError) || isAnswer(error) || error.code === 'CANCELLED') throw error;
      const answer = standIn?.answer(call.request, request);
      if (!answer) throw error;
      this.#defences.count('client_fallbacks_total', 'Calls answered by a stand-in', { method: call.method.name });
      return answer;
    }
  }

  /** A stream keeps its place until it ends; whether it begins is what the circuit judges. Streams are not retried. */
  async *stream(call: Outgoing, open: () => AsyncIterable<Message>): AsyncIterable<Message> {
    const leave = await this.#defences.enter(call);
    try {
      const messages = open()[Symbol.asyncIterator]();
      try {
        let next = await this.#defences.begin(call, () => messages.next());
        for (; !next.done; next = await messages.next()) yield next.value;
      } finally {
        await messages.return?.();
      }
    } finally {
      leave();
    }
  }

  measure(): void {
    this.#defences.measure();
  }
}
