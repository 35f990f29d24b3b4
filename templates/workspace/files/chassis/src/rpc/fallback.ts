import { create, type DescMethod, type Message } from '@bufbuild/protobuf';
import type { AnyFallback, Callee, LastAnswer } from './policy.ts';

/** What stands in for one method's answer. Requests are told apart by their bytes. */
export type StandIn = {
  remember(request: Uint8Array, answer: Message): void;
  answer(request: Uint8Array, message: Message): Message | undefined;
};

/** The stand-ins that a callee was declared with, by the local name of their method. */
export function standInsOf({ service, fallback }: Callee): ReadonlyMap<string, StandIn> {
  const methods = service.methods.filter((method) => fallback[method.localName] !== undefined);
  return new Map(methods.map((method) => [method.localName, standIn(method, fallback[method.localName])]));
}

function standIn(method: DescMethod, fallback: AnyFallback | undefined): StandIn {
  if (typeof fallback !== 'function') return new LastAnswers(fallback ?? { maxAgeMs: 0, keep: 0 });
  // Its parameter was checked against this method where the callee was declared.
  const build = fallback as (request: Message) => Record<string, unknown>;
  return { remember: () => {}, answer: (_request, message) => create(method.output, build(message)) };
}

class LastAnswers implements StandIn {
  readonly #answers = new Map<string, { readonly answer: Message; readonly at: number }>();
  readonly #limits: LastAnswer;

  constructor(limits: LastAnswer) {
    this.#limits = limits;
  }

  remember(request: Uint8Array, answer: Message): void {
    const key = keyOf(request);
    // Put behind the others: the one that was heard of longest ago goes first.
    this.#answers.delete(key);
    this.#answers.set(key, { answer, at: performance.now() });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#limits.keep && oldest !== undefined) this.#answers.delete(oldest);
  }

  answer(request: Uint8Array): Message | undefined {
    const found = this.#answers.get(keyOf(request));
    return found && performance.now() - found.at <= this.#limits.maxAgeMs ? found.answer : undefined;
  }
}

const keyOf = (request: Uint8Array): string => Buffer.from(request).toString('base64');
