import type { DescMessage, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';

/** How a callee is called. All times in milliseconds. */
export type Policy = {
  /** How long a call waits that names no timeout of its own, retries included. */
  readonly timeoutMs: number;
  /** Held back from the deadline of the call being answered, so that there is time to answer it. */
  readonly marginMs: number;
  /** Only where the contract says `idempotency_level`; `budget` is how many retries each success pays for. */
  readonly retry: {
    readonly attempts: number;
    readonly firstMs: number;
    readonly mostMs: number;
    readonly budget: number;
  };
  /** Opens when more than a share of the last calls failed, and lets one call through after `openMs`. */
  readonly breaker: {
    readonly share: number;
    readonly ofLast: number;
    readonly atLeast: number;
    readonly openMs: number;
  };
  /** So many calls under way at once, and so many more waiting for their turn; the rest are refused. */
  readonly bulkhead: { readonly calls: number; readonly waiting: number };
};

export const defaultPolicy: Policy = {
  timeoutMs: 5000,
  marginMs: 20,
  retry: { attempts: 3, firstMs: 50, mostMs: 1000, budget: 0.1 },
  breaker: { share: 0.5, ofLast: 20, atLeast: 10, openMs: 5000 },
  bulkhead: { calls: 100, waiting: 100 },
};

/** Answers with what the callee said last time to the same request. */
export type LastAnswer = { readonly maxAgeMs: number; readonly keep: number };

/** Remembers as many answers as `keep` says, for reads that may be a little old when the callee is away. */
export function lastAnswer({ maxAgeMs, keep = 1000 }: { readonly maxAgeMs: number; readonly keep?: number }): LastAnswer {
  return { maxAgeMs, keep };
}

type Fallback<M> = M extends {
  methodKind: 'unary';
  input: infer I extends DescMessage;
  output: infer O extends DescMessage;
}
  ? LastAnswer | ((request: MessageShape<I>) => MessageInitShape<O>)
  : never;
type Fallbacks<S extends DescService> = { readonly [Name in keyof S['method']]?: Fallback<S['method'][Name]> };
/** The same without the types of one service. */
export type AnyFallback = LastAnswer | ((request: never) => Record<string, unknown>);

/** A service that is called and how. */
export type Callee<S extends DescService = DescService> = {
  readonly service: S;
  readonly policy: Policy;
  /** By method, what stands in when the callee does not answer. */
  readonly fallback: Readonly<Record<string, AnyFallback>>;
};

type Wishes<S extends DescService> = {
  readonly [Part in keyof Policy]?: Policy[Part] extends number ? number : Partial<Policy[Part]>;
} & {
  readonly fallback?: Fallbacks<S>;
};

/** `calls: { orders: callee(OrdersService, { timeoutMs: 800 }) }`; what is not named is as in {@link defaultPolicy}. */
export function callee<S extends DescService>(service: S, wishes: Wishes<S> = {}): Callee<S> {
  const { fallback = {}, timeoutMs, marginMs, retry, breaker, bulkhead } = wishes;
  return {
    service,
    policy: {
      timeoutMs: timeoutMs ?? defaultPolicy.timeoutMs,
      marginMs: marginMs ?? defaultPolicy.marginMs,
      retry: { ...defaultPolicy.retry, ...retry },
      breaker: { ...defaultPolicy.breaker, ...breaker },
      bulkhead: { ...defaultPolicy.bulkhead, ...bulkhead },
    },
    // Checked above against the descriptor; below, methods are looked up by name.
    fallback: fallback as Callee['fallback'],
  };
}

/** A callee that was named without a policy has the usual one. */
export function calleeOf(declared: DescService | Callee): Callee {
  return 'policy' in declared ? declared : callee(declared);
}
