import { sql, type Kysely } from 'kysely';
import type { MessagingTables } from './messaging-tables.ts';
import type { Metrics } from './metrics.ts';
import { COUNTED } from './outbox-shard.ts';

type Captured = { readonly kept: number; readonly readers: number; readonly unread: number };

/**
 * How far whoever publishes the outbox instead of the relay is behind, for `/metrics`. Rows stay after they were
 * published; only the replication slots of the database know what was read of its log.
 */
export async function measureCaptured(db: Kysely<MessagingTables>, metrics: Metrics, context: string): Promise<void> {
  const { rows } = await sql<Captured>`
    select
      (select count(*)::float8 from (select from outbox limit ${COUNTED}) counted) as kept,
      count(*) filter (where active)::float8 as readers,
      coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)), 0)::float8 as unread
    from pg_replication_slots
    where slot_type = 'logical' and database = current_database()`.execute(db);
  const { kept = 0, readers = 0, unread = 0 } = rows[0] ?? {};
  metrics.set('outbox_kept', `Events in the outbox, published or not, counted to ${COUNTED}`, { context }, kept);
  metrics.set('outbox_readers', 'Who reads the outbox from the log of the database', { context }, readers);
  metrics.set('outbox_unread_bytes', 'Log of the database that they have not confirmed', { context }, unread);
}

/** How many events the outbox holds, and whether the log of the database is kept until somebody has read them there. */
export async function keptForReaders(db: Kysely<MessagingTables>): Promise<{ readonly kept: number; readonly isRead: boolean }> {
  const { rows } = await sql<{ kept: number; isRead: boolean }>`
    select
      (select count(*)::float8 from (select from outbox limit ${COUNTED}) counted) as kept,
      exists (
        select from pg_replication_slots
        where slot_type = 'logical' and database = current_database() and wal_status <> 'lost'
      ) as "isRead"`.execute(db);
  const { kept = 0, isRead = false } = rows[0] ?? {};
  return { kept, isRead };
}
