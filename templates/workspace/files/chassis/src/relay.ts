import type { Kysely, Transaction } from 'kysely';
import { MessageRejected, type Broker } from './broker.ts';
import { backoffMs, sleep } from './clock.ts';
import type { Log } from './log.ts';
import type { MessagingTables } from './messaging-tables.ts';
import type { Metrics } from './metrics.ts';
import { backlogOf, COUNTED, look, messageOf, oldest, removeWaiting, tryLock, type Row } from './outbox-shard.ts';
import { dueAggregate, parkBehind, parkedOf, parkHead, promote, removeParked } from './parking.ts';

type Tx = Transaction<MessagingTables>;
type Failure = { readonly row: Row; readonly error: Error };
type Outcome = { readonly published: readonly Row[]; readonly failure?: Failure };
/** What a step leaves, and how long the database took to hand out what was published in it. */
type Step = { readonly left: 'busy' | 'more' | 'nothing'; readonly readMs: number };

export type RelayOptions = {
  readonly context: string;
  readonly db: Kysely<MessagingTables>;
  readonly broker: Broker;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What no commit in this process told of is found by a look this often. */
  readonly pollMs?: number;
  /** One by one takes no longer. */
  readonly stepMs?: number;
};

const POLL_MS = 500;
const PAUSE = { first: 100, most: 5000 };
const BUSY = { first: 10, most: POLL_MS };
/** A batch that fails so often while the broker can be reached is published one by one, to find out which it is. */
const PATIENCE = 3;
/** Of publishing one by one, since the transaction that holds the shard has nothing to do meanwhile: see sessions.ts. */
const STEP_MS = 20_000;
/**
 * Before the next batch of a backlog, those who write meanwhile have the database for so many times what reading took;
 * no longer, where a batch takes long to find for reasons of its own.
 */
const REST = { times: 3, mostMs: 100 };

/**
 * Publishes the outbox: at least once, in order per aggregate. Aggregates are spread over shards; a shard is worked on
 * by whichever replica holds its advisory lock, and a row is deleted once the broker has it. An event that cannot be
 * published makes its own aggregate wait and no other.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #stop = new AbortController();
  readonly #wanted = new Set<number>();
  readonly #due = new Set<number>();
  readonly #working = new Map<number, Promise<void>>();
  #isWritten = false;
  #polling = Promise.resolve();

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  start(): void {
    this.#polling = this.#poll();
  }

  /** There is something to publish in these shards; without this it is found by the next poll. */
  wake(shards: Iterable<number>): void {
    for (const shard of shards) {
      this.#wanted.add(shard);
      if (!this.#working.has(shard)) this.#working.set(shard, this.#work(shard));
    }
  }

  /** Finishes the batches in hand. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all([this.#polling, ...this.#working.values()]);
  }

  async #poll(): Promise<void> {
    const { db, log, pollMs = POLL_MS } = this.#options;
    let before: string | undefined;
    while (!this.#stop.signal.aborted) {
      try {
        const { waiting, due, newest } = await look(db);
        this.#isWritten = before !== undefined && before !== newest;
        before = newest;
        for (const shard of due) this.#due.add(shard);
        this.wake([...waiting, ...due]);
      } catch (error) {
        log.warn({ err: error }, 'relay');
      }
      await sleep(pollMs, this.#stop.signal);
    }
  }

  /** Until the shard is empty and nobody has asked again. */
  async #work(shard: number): Promise<void> {
    let failures = 0;
    let busy = 0;
    while (this.#wanted.delete(shard) && !this.#stop.signal.aborted) {
      try {
        const { left, readMs } = await this.#options.db
          .transaction()
          .execute((tx) => this.#publishSome(tx, shard, failures));
        if (left !== 'nothing') this.#wanted.add(shard);
        failures = 0;
        busy = left === 'busy' ? busy + 1 : 0;
        if (busy > 0) await sleep(backoffMs(busy, BUSY), this.#stop.signal);
        if (left === 'more' && this.#isWritten) await this.#rest(Math.min(readMs * REST.times, REST.mostMs));
      } catch (error) {
        this.#options.log.warn({ err: error }, 'relay');
        this.#wanted.add(shard);
        await sleep(backoffMs(failures++, PAUSE), this.#stop.signal);
      }
    }
    this.#working.delete(shard);
  }

  async #rest(ms: number): Promise<void> {
    const { metrics, context } = this.#options;
    await sleep(ms, this.#stop.signal);
    metrics.count('outbox_rested_seconds_total', 'Time left to writers while a backlog was there', { context }, ms / 1000);
  }

  /** One step: a parked aggregate whose time has come, then the oldest that wait. */
  async #publishSome(tx: Tx, shard: number, failures: number): Promise<Step> {
    if (!(await tryLock(tx, shard))) return { left: 'busy', readMs: 0 };
    if (this.#due.delete(shard)) await this.#retry(tx, shard);
    const asked = performance.now();
    const { free, blocked, isAll } = await oldest(tx, shard);
    const readMs = performance.now() - asked;
    await parkBehind(tx, blocked);
    if (free.length > 0) {
      const outcome = await publish(this.#options, free, failures);
      await removeWaiting(tx, shard, outcome.published);
      await this.#settle(tx, outcome);
    }
    return { left: isAll ? 'nothing' : 'more', readMs };
  }

  async #retry(tx: Tx, shard: number): Promise<void> {
    const aggregate = await dueAggregate(tx, shard);
    if (!aggregate) return;
    const outcome = await publishEach(this.#options, await parkedOf(tx, aggregate));
    await removeParked(tx, outcome.published);
    await this.#settle(tx, outcome);
    if (outcome.published.length > 0 && !outcome.failure) await promote(tx, aggregate);
  }

  async #settle(tx: Tx, { published, failure }: Outcome): Promise<void> {
    const { log, metrics, context } = this.#options;
    metrics.count('outbox_published_total', 'Events published', { context }, published.length);
    if (!failure) return;
    const { row, error } = failure;
    const isHopeless = error instanceof MessageRejected;
    await parkHead(tx, row, error.message, isHopeless);
    const fields = { channel: row.type, id: row.id, aggregate: row.aggregateid, attempts: row.attempts + 1, err: error };
    if (isHopeless) log.error(fields, 'outbox: event refused, its aggregate waits for an operator');
    else log.warn(fields, 'outbox: event not published, its aggregate waits');
    metrics.count('outbox_refused_total', 'Attempts to publish an event that failed for it alone', { context });
  }

  /** How far the relay is behind, for `/metrics`. */
  async measure(): Promise<void> {
    const { db, metrics, context } = this.#options;
    const { pending, parked, lagSeconds } = await backlogOf(db);
    metrics.set('outbox_pending', `Events not yet published, counted to ${COUNTED}`, { context }, pending);
    metrics.set('outbox_lag_seconds', 'Age of the oldest event not yet published', { context }, lagSeconds);
    metrics.set('outbox_parked', 'Aggregates that wait because an event of theirs is not published', { context }, parked);
  }
}

/** All at once; one by one where the broker refuses one of them, or failed often while it could be reached. */
async function publish(options: RelayOptions, rows: readonly Row[], failures: number): Promise<Outcome> {
  const { broker } = options;
  try {
    await broker.publish(rows.map(messageOf));
    return { published: rows };
  } catch (error) {
    const isOfOne = error instanceof MessageRejected || (failures >= PATIENCE && (await broker.isReachable()));
    if (!isOfOne) throw error;
    return publishEach(options, rows);
  }
}

/** One by one, up to the first that fails or until others should have their turn. */
async function publishEach({ broker, stepMs = STEP_MS }: RelayOptions, rows: readonly Row[]): Promise<Outcome> {
  const published: Row[] = [];
  const started = performance.now();
  for (const row of rows) {
    if (performance.now() - started > stepMs) break;
    try {
      await broker.publish([messageOf(row)]);
      published.push(row);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const isOfOne = error instanceof MessageRejected || (await broker.isReachable());
      return isOfOne ? { published, failure: { row, error } } : { published };
    }
  }
  return { published };
}
