import { create, fromBinary, toBinary, type DescMethod, type Message } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { sleep } from './clock.ts';
import type { Worker } from './context.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { openRedis, type Redis } from './redis.ts';
import type { Call } from './rpc/call.ts';
import { toRpcError } from './rpc/errors.ts';
import type { RpcService } from './rpc/service.ts';

/** For the `settings` of a context. */
export const cacheVariables = {
  /** How old an answer may be. */
  CACHE_MAX_AGE_MS: z.coerce.number().int().positive().default(2000),
  /** What replicas share; without it each keeps its own. */
  CACHE_REDIS_URL: z.string().regex(/^rediss?:\/\//, 'expected redis://host:port').optional(),
};

export type CacheOptions = {
  readonly context: string;
  readonly settings: { readonly [Name in keyof typeof cacheVariables]: z.output<(typeof cacheVariables)[Name]> };
  readonly metrics: Metrics;
  readonly log: Log;
};

type Kept = { readonly bytes: Uint8Array; readonly until: number };
type Load = () => Promise<Uint8Array>;

const MOST_KEPT = 10_000;
/** How long one replica may take to fetch what the others wait for. */
const LOCK_MS = 1000;
const LOOK_AGAIN_MS = 20;
/** Deletes the lock only of whoever holds it. */
const UNLOCK = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end";

/**
 * Keeps answers for a while, and lets one at a time fetch what is missing: others who want it wait for that one, in
 * this process and, with Redis, in all replicas. When Redis is away, the source is asked.
 */
export class Cache {
  readonly #options: CacheOptions;
  readonly #redis: Redis | undefined;
  readonly #kept = new Map<string, Kept>();
  readonly #underWay = new Map<string, Promise<Uint8Array>>();

  constructor(options: CacheOptions) {
    this.#options = options;
    const url = options.settings.CACHE_REDIS_URL;
    this.#redis = url === undefined ? undefined : openRedis(url, options.log);
  }

  async read(key: string, load: Load): Promise<Uint8Array> {
    const name = `${this.#options.context}:cache:${key}`;
    const underWay = this.#underWay.get(name);
    if (underWay) {
      this.#count('shared');
      // Whoever fetches may give up on it, or have too little time; that is not for the others to suffer.
      return underWay.catch((error: unknown) => (isOwnFault(error) ? this.read(key, load) : Promise.reject(error)));
    }
    const fetching = this.#redis ? this.#fromRedis(this.#redis, name, load) : this.#fromHere(name, load);
    this.#underWay.set(name, fetching);
    return fetching.finally(() => this.#underWay.delete(name));
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

  async #fromHere(name: string, load: Load): Promise<Uint8Array> {
    const kept = this.#kept.get(name);
    if (kept && performance.now() < kept.until) return this.#hit(kept.bytes);
    const bytes = await this.#loaded(load);
    this.#kept.delete(name);
    this.#kept.set(name, { bytes, until: performance.now() + this.#ageMs() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return bytes;
  }

  async #fromRedis(redis: Redis, name: string, load: Load): Promise<Uint8Array> {
    const token = randomUUID();
    const lock = `${name}:lock`;
    try {
      const until = performance.now() + LOCK_MS;
      for (;;) {
        const kept = await redis.run((client) => client.get(name));
        if (kept !== null) return this.#hit(Buffer.from(kept, 'base64'));
        const isMine = await redis.run((client) => client.set(lock, token, { NX: true, PX: LOCK_MS }));
        if (isMine || performance.now() > until) break;
        await sleep(LOOK_AGAIN_MS);
      }
    } catch {
      this.#failed();
      return this.#loaded(load);
    }
    try {
      const bytes = await this.#loaded(load);
      const text = Buffer.from(bytes).toString('base64');
      await redis.run((client) => client.set(name, text, { PX: this.#ageMs() })).catch(() => this.#failed());
      return bytes;
    } finally {
      const unlock = redis.run((client) => client.eval(UNLOCK, { keys: [lock], arguments: [token] }));
      unlock.catch(() => this.#failed());
    }
  }

  /** Spread by a tenth, so that what was kept together is not missed together. */
  #ageMs(): number {
    return Math.round(this.#options.settings.CACHE_MAX_AGE_MS * (0.9 + Math.random() * 0.1));
  }

  #loaded(load: Load): Promise<Uint8Array> {
    this.#count('miss');
    return load();
  }

  #hit(bytes: Uint8Array): Uint8Array {
    this.#count('hit');
    return bytes;
  }

  #failed(): void {
    const { metrics, context } = this.#options;
    metrics.count('cache_failures_total', 'Times that Redis could not be asked', { context });
  }

  #count(outcome: 'hit' | 'miss' | 'shared'): void {
    const { metrics, context } = this.#options;
    metrics.count('cache_total', 'Reads by where the answer came from', { context, outcome });
  }
}

const isOwnFault = (error: unknown): boolean => /^(?:CANCELLED|DEADLINE_EXCEEDED)$/.test(toRpcError(error).code);

type Read = (request: unknown, call: Call) => Promise<Record<string, unknown>>;

/** The same service; what its contract calls NO_SIDE_EFFECTS is answered from the cache. Errors are not kept. */
export function cachedReads(rpc: RpcService, cache: Cache): RpcService {
  const cached = rpc.service.methods.filter(isRead).map((method) => {
    // A unary method has a handler of this kind: see implement().
    const handler = rpc.handlers[method.localName] as Read;
    const read: Read = async (request, call) => {
      const wanted = createHash('sha256').update(toBinary(method.input, request as Message)).digest('base64url');
      const load: Load = async () => toBinary(method.output, create(method.output, await handler(request, call)));
      return fromBinary(method.output, await cache.read(`${rpc.service.typeName}/${method.name}:${wanted}`, load));
    };
    return [method.localName, read] as const;
  });
  return { ...rpc, handlers: { ...rpc.handlers, ...Object.fromEntries(cached) } };
}

const isRead = ({ methodKind, idempotency }: DescMethod): boolean =>
  methodKind === 'unary' && idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;
