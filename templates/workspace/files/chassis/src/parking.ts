import { sql, type Kysely, type Transaction } from 'kysely';
import { backoffMs } from './clock.ts';
import type { MessagingTables } from './messaging-tables.ts';
import { lock, type Row } from './outbox-shard.ts';
import { unawaited } from './pipeline.ts';

/*
 * An event that cannot be published leaves the relay's way together with those of its aggregate that come after it:
 * they have `parked_at`. The first of them, the head, also has `retry_at`. When that time has come the relay publishes
 * the parked events of the aggregate in their order; what comes in meanwhile is parked behind them. All of this happens
 * under the lock of the shard.
 */

type Tx = Transaction<MessagingTables>;
export type Aggregate = Pick<Row, 'aggregatetype' | 'aggregateid'>;

const PAUSE = { first: 1000, most: 60_000 };
const AT_ONCE = 100;

/** Sets an event aside: until a while later, or until an operator releases it. */
export async function parkHead(tx: Tx, row: Row, reason: string, isHopeless: boolean): Promise<void> {
  const pause = backoffMs(row.attempts, PAUSE) / 1000;
  await sql`
    update outbox
    set parked_at = coalesce(parked_at, now()), attempts = attempts + 1, last_error = ${reason},
      retry_at = ${isHopeless ? sql`'infinity'` : sql`now() + make_interval(secs => ${pause})`}
    where id = ${row.id}`.execute(tx);
}

/** Sets events aside that have a parked one before them. */
export async function parkBehind(tx: Tx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`update outbox set parked_at = now() where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx);
}

/** An aggregate of the shard whose head is due. */
export async function dueAggregate(tx: Tx, shard: number): Promise<Aggregate | undefined> {
  const { rows } = await sql<Aggregate>`
    select aggregatetype, aggregateid from outbox where shard = ${shard} and retry_at <= now()
    order by retry_at limit 1`.execute(tx);
  return rows[0];
}

export async function parkedOf(tx: Tx, { aggregatetype, aggregateid }: Aggregate): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select position, id, aggregatetype, aggregateid, type, payload, headers, occurred_at, attempts
    from outbox
    where aggregatetype = ${aggregatetype} and aggregateid = ${aggregateid} and parked_at is not null
    order by position
    limit ${AT_ONCE}`.execute(tx);
  return rows;
}

/** Parked events that the broker has stored are gone. */
export async function removeParked(tx: Tx, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`delete from outbox where id = any(${rows.map(({ id }) => id)}::uuid[]) ${unawaited}`.execute(tx);
}

/** The head is gone, so the next parked event of the aggregate is the head, and due. */
export async function promote(tx: Tx, { aggregatetype, aggregateid }: Aggregate): Promise<void> {
  await sql`
    update outbox set retry_at = now()
    where id = (
      select id from outbox
      where aggregatetype = ${aggregatetype} and aggregateid = ${aggregateid} and parked_at is not null
      order by position
      limit 1
    ) and retry_at is null`.execute(tx);
}

/** A parked aggregate, as an operator sees it. */
export type Parked = Aggregate & {
  readonly id: string;
  readonly type: string;
  readonly reason: string;
  readonly attempts: number;
  readonly since: Date;
  /** Null where it waits for an operator. */
  readonly retryAt: Date | null;
  /** How many events wait, this one included. */
  readonly waiting: number;
};

export async function parkedAggregates(db: Kysely<MessagingTables>): Promise<Parked[]> {
  const { rows } = await sql<Parked>`
    select aggregatetype, aggregateid, id, type, coalesce(last_error, '') as reason, attempts, parked_at as since,
      nullif(retry_at, 'infinity') as "retryAt",
      (
        select count(*)::int from outbox w
        where w.parked_at is not null and w.aggregatetype = h.aggregatetype and w.aggregateid = h.aggregateid
      ) as waiting
    from outbox h
    where retry_at is not null
    order by parked_at`.execute(db);
  return rows;
}

/** The relay tries these aggregates again at once. Answers with those that were parked. */
export async function release(db: Kysely<MessagingTables>, aggregate: Partial<Aggregate>): Promise<Aggregate[]> {
  const { rows } = await sql<Aggregate>`
    update outbox set retry_at = now(), attempts = 0
    where retry_at is not null and ${isOf(aggregate)}
    returning aggregatetype, aggregateid`.execute(db);
  return rows;
}

/**
 * Gives up on a parked event that holds up its aggregate, and keeps it in `outbox_dropped` with the reason. The events
 * behind it go on. False when no such event holds anything up.
 */
export async function drop(db: Kysely<MessagingTables>, id: string, reason: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<Aggregate & { shard: number }>`
      select aggregatetype, aggregateid, shard from outbox where id = ${id} and retry_at is not null`.execute(tx);
    const [head] = rows;
    if (!head) return false;
    await lock(tx, head.shard);
    const { numAffectedRows = 0n } = await sql`
      with dropped as (delete from outbox where id = ${id} and retry_at is not null returning *)
      insert into outbox_dropped
        (id, aggregatetype, aggregateid, type, payload, headers, occurred_at, last_error, reason)
      select id, aggregatetype, aggregateid, type, payload, headers, occurred_at, last_error, ${reason} from dropped`.execute(tx);
    await promote(tx, head);
    return numAffectedRows > 0n;
  });
}

const isOf = ({ aggregatetype, aggregateid }: Partial<Aggregate>) => sql`
  (${aggregatetype ?? null}::text is null or aggregatetype = ${aggregatetype ?? null})
  and (${aggregateid ?? null}::text is null or aggregateid = ${aggregateid ?? null})`;
