import { sql, type Kysely, type Transaction } from 'kysely';
import { MessageRejected, type Broker, type Message } from './broker.ts';
import { backoffMs, sleep } from './clock.ts';
import type { Log } from './log.ts';
import type { MessagingTables } from './messaging-tables.ts';
import type { Metrics } from './metrics.ts';
import { SHARDS } from './outbox.ts';

type Row = {
  position: string;
  id: string;
  aggregatetype: string;
  aggregateid: string;
  type: string;
  payload: unknown;
  headers: Record<string, string>;
  occurred_at: Date;
  attempts: number;
};
type Outcome = { readonly published: readonly Row[]; readonly failed?: { readonly row: Row; readonly error: Error } };

export type RelayOptions = {
  readonly context: string;
  readonly db: Kysely<MessagingTables>;
  readonly broker: Broker;
  readonly log: Log;
  readonly metrics: Metrics;
};

const BATCH = 100;
const POLL_MS = 500;
const PAUSE = { first: 100, most: 5000 };
/** A refused event is tried this often while the broker is in good health; then its aggregate is parked. */
const MAX_ATTEMPTS = 5;
/** Any number will do, as long as nothing else in the context's database locks under it. */
const LOCK_CLASS = 7_071;

/**
 * Publishes the outbox: at least once, in order per aggregate. Aggregates are spread over shards; a shard is worked on
 * by whichever replica holds its advisory lock, and a row is deleted once the broker has it.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #stop = new AbortController();
  readonly #wakes = Array.from({ length: SHARDS }, () => new AbortController());
  #loops: Promise<void>[] = [];

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loops = Array.from({ length: SHARDS }, (_, shard) => this.#run(shard));
  }

  /** There is something to publish in these shards; without this it is found by the next poll. */
  wake(shards: Iterable<number>): void {
    for (const shard of shards) {
      const woken = this.#wakes[shard];
      this.#wakes[shard] = new AbortController();
      woken?.abort();
    }
  }

  /** Finishes the batches in hand. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.wake(this.#wakes.keys());
    await Promise.all(this.#loops);
  }

  /** How far the relay is behind, for `/metrics`. */
  async measure(): Promise<void> {
    const { db, metrics, context } = this.#options;
    const lag = sql<number>`coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8`;
    const parked = sql<number>`count(*) filter (where parked_at is not null)::float8`;
    const row = await db
      .selectFrom('outbox')
      .select([sql<number>`count(*)::float8`.as('pending'), lag.as('lag'), parked.as('parked')])
      .executeTakeFirstOrThrow();
    metrics.set('outbox_pending', 'Events not yet published', { context }, row.pending);
    metrics.set('outbox_lag_seconds', 'Age of the oldest event not yet published', { context }, row.lag);
    metrics.set('outbox_parked', 'Events the broker refuses; their aggregates wait', { context }, row.parked);
  }

  async #run(shard: number): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      const signal = this.#wakes[shard]?.signal ?? this.#stop.signal;
      try {
        const found = await this.#publishBatch(shard);
        failures = 0;
        if (found < BATCH) await sleep(POLL_MS, signal);
      } catch (error) {
        this.#options.log.warn({ err: error, context: this.#options.context }, 'relay');
        await sleep(backoffMs(failures++, PAUSE), this.#stop.signal);
      }
    }
  }

  /** Resolves with the number of events found. */
  async #publishBatch(shard: number): Promise<number> {
    return this.#options.db.transaction().execute(async (tx) => {
      const { rows: locked } = await sql<{
        mine: boolean;
      }>`select pg_try_advisory_xact_lock(${LOCK_CLASS}::int, ${shard}::int) as mine`.execute(tx);
      if (!locked[0]?.mine) return 0;
      const rows = await nextBatch(tx, shard);
      if (rows.length === 0) return 0;
      const { published, failed } = await publishAll(this.#options.broker, rows);
      if (published.length > 0)
        await tx
          .deleteFrom('outbox')
          .where(
            'position',
            'in',
            published.map((row) => row.position),
          )
          .execute();
      if (failed) await this.#note(tx, failed.row, failed.error);
      return rows.length;
    });
  }

  async #note(tx: Transaction<MessagingTables>, row: Row, error: Error): Promise<void> {
    const { log, metrics, context } = this.#options;
    const parks = error instanceof MessageRejected || row.attempts + 1 >= MAX_ATTEMPTS;
    const change = { attempts: row.attempts + 1, last_error: error.message, parked_at: parks ? new Date() : null };
    await tx.updateTable('outbox').set(change).where('position', '=', row.position).execute();
    const fields = { context, channel: row.type, id: row.id, aggregate: row.aggregateid, err: error };
    if (parks) log.error(fields, 'outbox: event parked, its aggregate waits');
    else log.warn(fields, 'outbox: event refused');
    metrics.count('outbox_refused_total', 'Events the broker refused', { context, parked: String(parks) });
  }
}

/** The oldest events of a shard, without those that wait behind a parked one. */
async function nextBatch(tx: Transaction<MessagingTables>, shard: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select position, id, aggregatetype, aggregateid, type, payload, headers, occurred_at, attempts
    from outbox o
    where shard = ${shard}
      and not exists (
        select from outbox p
        where p.parked_at is not null and p.aggregatetype = o.aggregatetype and p.aggregateid = o.aggregateid
      )
    order by position
    limit ${BATCH}`.execute(tx);
  return rows;
}

/** All at once; where that fails, one by one up to the first that is refused. */
async function publishAll(broker: Broker, rows: readonly Row[]): Promise<Outcome> {
  try {
    await broker.publish(rows.map(messageOf));
    return { published: rows };
  } catch (error) {
    if (!(error instanceof MessageRejected) && !(await broker.isReachable())) throw error;
  }
  const published: Row[] = [];
  for (const row of rows) {
    try {
      await broker.publish([messageOf(row)]);
      published.push(row);
    } catch (error) {
      if (!(error instanceof MessageRejected) && !(await broker.isReachable())) throw error;
      return { published, failed: { row, error: error instanceof Error ? error : new Error(String(error)) } };
    }
  }
  return { published };
}

function messageOf(row: Row): Message {
  return {
    id: row.id,
    channel: row.type,
    key: `${row.aggregatetype}/${row.aggregateid}`,
    occurredAt: row.occurred_at.toISOString(),
    headers: row.headers,
    payload: row.payload,
  };
}
