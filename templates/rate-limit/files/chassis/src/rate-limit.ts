import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Worker } from './context.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { openRedis, type Redis } from './redis.ts';
import { callerOf, type Call } from './rpc/call.ts';
import { exhausted, RpcError } from './rpc/errors.ts';
import type { RpcService } from './rpc/service.ts';

/** For the `settings` of a context. */
export const rateLimitVariables = {
  /** So many calls a second and caller. */
  RATE_LIMIT_PER_SECOND: z.coerce.number().int().positive().default(50),
  /** Where replicas count together; without it each counts for itself. */
  RATE_LIMIT_REDIS_URL: z.string().regex(/^rediss?:\/\//, 'expected redis://host:port').optional(),
  /** When Redis is away: `open` lets each replica count for itself, `closed` answers UNAVAILABLE. */
  RATE_LIMIT_FAILS: z.enum(['open', 'closed']).default('open'),
};

export type RateLimitOptions = {
  readonly context: string;
  readonly settings: { readonly [Name in keyof typeof rateLimitVariables]: z.output<(typeof rateLimitVariables)[Name]> };
  readonly metrics: Metrics;
  readonly log: Log;
};

/** Counts calls by caller. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #redis: Redis | undefined;
  /** Counts with the other replicas. */
  readonly #shared: RateLimiterAbstract | undefined;
  /** Counts for this replica. */
  readonly #alone: RateLimiterAbstract;

  constructor(options: RateLimitOptions) {
    const { context, settings, log } = options;
    const rate = { points: settings.RATE_LIMIT_PER_SECOND, duration: 1, keyPrefix: `${context}:rate` };
    const url = settings.RATE_LIMIT_REDIS_URL;
    this.#options = options;
    this.#redis = url === undefined ? undefined : openRedis(url, log);
    this.#shared =
      this.#redis &&
      new RateLimiterRedis({ ...rate, storeClient: this.#redis.client, useRedisPackage: true, rejectIfRedisNotReady: true });
    this.#alone = new RateLimiterMemory(rate);
  }

  /** Throws RESOURCE_EXHAUSTED with the time until the caller may come again. */
  async take(call: Pick<Call, 'metadata'>): Promise<void> {
    const caller = callerOf(call);
    try {
      await this.#consume(caller);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const { metrics, context, settings } = this.#options;
      // Not by caller: it may call itself anything, and each name would be kept for ever.
      metrics.count('rate_limited_total', 'Calls above the rate', { context });
      const message = `${caller} may call ${settings.RATE_LIMIT_PER_SECOND} times a second`;
      throw exhausted('RATE_LIMITED', context, message, error.msBeforeNext);
    }
  }

  async #consume(caller: string): Promise<void> {
    const [redis, shared] = [this.#redis, this.#shared];
    if (!redis || !shared) return void (await this.#alone.consume(caller));
    try {
      await redis.run(() => shared.consume(caller));
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error;
      const { metrics, context, settings } = this.#options;
      metrics.count('rate_limit_failures_total', 'Times that Redis could not be asked', { context });
      if (settings.RATE_LIMIT_FAILS === 'closed') throw new RpcError('UNAVAILABLE', 'calls cannot be counted just now');
      await this.#alone.consume(caller);
    }
  }

  /** Lets go of Redis when the process stops. */
  readonly worker: Worker = {
    run: ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          this.#redis?.close();
          resolve();
        });
      }),
  };
}

/** The same service, for callers who keep to the rate. */
export function rateLimited(rpc: RpcService, limit: RateLimit): RpcService {
  type Handler = RpcService['handlers'][string];
  const guarded = rpc.service.methods.map((method): [string, Handler] => {
    const handler = rpc.handlers[method.localName];
    if (!handler) throw new Error(`${method.name} has no handler`);
    if (method.methodKind !== 'server_streaming') {
      return [
        method.localName,
        async (request, call) => {
          await limit.take(call);
          // A unary method has a handler of this kind: see implement().
          return (handler as (request: unknown, call: Call) => Promise<Record<string, unknown>>)(request, call);
        },
      ];
    }
    const stream: Handler = async function* (request, call) {
      await limit.take(call);
      yield* handler(request, call) as AsyncIterable<Record<string, unknown>>;
    };
    return [method.localName, stream];
  });
  return { ...rpc, handlers: Object.fromEntries(guarded) };
}
