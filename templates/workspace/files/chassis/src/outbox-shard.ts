import { sql, type Kysely, type Transaction } from 'kysely';
import type { Message } from './broker.ts';
import type { MessagingTables } from './messaging-tables.ts';
import { SHARDS } from './outbox.ts';
import { unawaited } from './pipeline.ts';

/** An event of the outbox as the relay handles it. */
export type Row = {
  readonly position: string;
  readonly id: string;
  readonly aggregatetype: string;
  readonly aggregateid: string;
  readonly type: string;
  readonly payload: unknown;
  readonly headers: Record<string, string>;
  readonly occurred_at: Date;
  readonly attempts: number;
};
type Tx = Transaction<MessagingTables>;

/** So many events are read, published and deleted at once, or as many as hold so many bytes. */
const BATCH = 200;
const BATCH_BYTES = 2 * 1024 * 1024;
/** Any number will do, as long as nothing else in the context's database locks under it. */
const LOCK_CLASS = 7_071;

/** False while another relay, or an operator, works on the shard. */
export async function tryLock(tx: Tx, shard: number): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(${LOCK_CLASS}::int, ${shard}::int) as mine`.execute(tx);
  return rows[0]?.mine ?? false;
}

/** Waits until nobody else works on the shard. */
export async function lock(tx: Tx, shard: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK_CLASS}::int, ${shard}::int)`.execute(tx);
}

/** What a look at all shards finds. */
export type Look = {
  /** The shards in which something can be published now. */
  readonly waiting: readonly number[];
  /** Those where a parked aggregate's time has come. */
  readonly due: readonly number[];
  /** The last event that waits in each shard: another than before where somebody writes. */
  readonly newest: string;
};

export async function look(db: Kysely<MessagingTables>): Promise<Look> {
  const { rows } = await sql<{ shard: number; newest: string | null; due: boolean }>`
    select shard,
      (select position from outbox o where o.shard = s.shard and o.parked_at is null order by position desc limit 1) as newest,
      exists (select from outbox o where o.shard = s.shard and o.retry_at <= now()) as due
    from generate_series(0, ${SHARDS - 1}::int) s (shard)
    order by shard`.execute(db);
  return {
    waiting: rows.filter(({ newest }) => newest !== null).map(({ shard }) => shard),
    due: rows.filter(({ due }) => due).map(({ shard }) => shard),
    newest: rows.map(({ newest }) => newest).join(),
  };
}

/** The oldest events of a shard. Those behind a parked event of their aggregate are `blocked`. */
export async function oldest(
  tx: Tx,
  shard: number,
): Promise<{ readonly free: Row[]; readonly blocked: Row[]; readonly isAll: boolean }> {
  const { rows } = await sql<Row & { blocked: boolean; before: string; found: string }>`
    select *, exists (
        select from outbox p
        where p.parked_at is not null and p.aggregatetype = o.aggregatetype and p.aggregateid = o.aggregateid
      ) as blocked
    from (
      select *, count(*) over () as found, sum(bytes) over (order by position) - bytes as before
      from (
        select position, id, aggregatetype, aggregateid, type, payload, headers, occurred_at, attempts,
          pg_column_size(payload) as bytes
        from outbox
        where shard = ${shard} and parked_at is null
        order by position
        limit ${BATCH}
      ) waiting
    ) o
    where before < ${BATCH_BYTES}
    order by position`.execute(tx);
  const found = Number(rows[0]?.found ?? 0);
  return {
    free: rows.filter((row) => !row.blocked),
    blocked: rows.filter((row) => row.blocked),
    isAll: found < BATCH && found === rows.length,
  };
}

/** What the broker has stored is gone. Found by where it lies, side by side, at half the work of as many identities. */
export async function removeWaiting(tx: Tx, shard: number, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    delete from outbox
    where shard = ${shard} and parked_at is null and position = any(${rows.map(({ position }) => position)}::bigint[])
    ${unawaited}`.execute(tx);
}

/** Counting a backlog of millions at every scrape would be a burden of its own. */
export const COUNTED = 100_000;

/** How far the relay is behind. */
export async function backlogOf(
  db: Kysely<MessagingTables>,
): Promise<{ readonly pending: number; readonly parked: number; readonly lagSeconds: number }> {
  const { rows } = await sql<{ pending: number; parked: number; lag: number }>`
    select
      (select count(*)::float8 from (select from outbox where parked_at is null limit ${COUNTED}) counted) as pending,
      (select count(*)::float8 from outbox where retry_at is not null) as parked,
      (
        select coalesce(extract(epoch from now() - min(first.occurred_at)), 0)::float8
        from generate_series(0, ${SHARDS - 1}::int) s (shard), lateral (
          select occurred_at from outbox o where o.shard = s.shard and o.parked_at is null order by position limit 1
        ) first
      ) as lag`.execute(db);
  const { pending = 0, parked = 0, lag = 0 } = rows[0] ?? {};
  return { pending, parked, lagSeconds: Math.max(0, lag) };
}

export function messageOf(row: Row): Message {
  return {
    id: row.id,
    channel: row.type,
    key: `${row.aggregatetype}/${row.aggregateid}`,
    occurredAt: row.occurred_at.toISOString(),
    headers: row.headers,
    payload: row.payload,
  };
}
