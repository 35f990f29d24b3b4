import { sql, type Generated, type Kysely, type Transaction } from 'kysely';
import type { Migrations } from './migrate.ts';

/**
 * An event that waits to be published. Column names are those of Debezium's outbox event router, which can therefore
 * take over from the relay; the rest is ours.
 */
export type OutboxTable = {
  position: Generated<string>;
  id: string;
  aggregatetype: string;
  aggregateid: string;
  /** One relay at a time publishes the events of one shard; an aggregate is always in the same. */
  shard: number;
  type: string;
  /** The event as protobuf JSON. */
  payload: string;
  /** Trace headers as JSON. */
  headers: string;
  occurred_at: Date;
  /** Set when the event, or one of its aggregate before it, could not be published: see parking.ts. */
  parked_at: Date | null;
  /** Set on the first parked event of an aggregate; `infinity` waits for an operator. */
  retry_at: Date | null;
  attempts: Generated<number>;
  last_error: string | null;
};

/** An event that an operator gave up on. */
export type DroppedTable = Pick<
  OutboxTable,
  'id' | 'aggregatetype' | 'aggregateid' | 'type' | 'payload' | 'headers' | 'occurred_at' | 'last_error'
> & { reason: string; dropped_at: Generated<Date> };

/** A message that took effect here. */
export type InboxTable = {
  message_id: string;
  channel: string;
  /** What the event is about to the business, where its consumer names it. */
  business_key: string | null;
  received_at: Generated<Date>;
};

export type MessagingTables = { outbox: OutboxTable; outbox_dropped: DroppedTable; inbox: InboxTable };

/** A context's transaction, seen with the tables above, which every context's database has. */
export function withMessaging<Tables>(tx: Transaction<Tables>): Transaction<MessagingTables> {
  return tx as unknown as Transaction<MessagingTables>;
}

/** Both tables live on inserts and deletes: they are vacuumed by what was deleted, not by their size, and at full speed. */
const BUSY = `
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000, vacuum_truncate = false,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000, toast.vacuum_truncate = false`;

/** Kept apart from the context's own migrations, so that either can grow without the other. */
export const messagingMigrations: Migrations = {
  '0001-outbox-and-inbox': {
    async up(db: Kysely<unknown>) {
      await outbox(db);
      await inbox(db);
    },
  },
  '0002-last-chances': {
    async up(db: Kysely<unknown>) {
      await sql`create table delivery_attempts (message_id uuid primary key, taken integer not null)`.execute(db);
    },
  },
};

async function outbox(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outbox (
      position bigint generated always as identity,
      id uuid primary key,
      aggregatetype text not null,
      aggregateid text not null,
      shard smallint not null,
      type text not null,
      payload jsonb not null,
      headers jsonb not null,
      occurred_at timestamptz not null,
      parked_at timestamptz,
      retry_at timestamptz,
      attempts integer not null default 0,
      last_error text
    ) with (${sql.raw(BUSY)})`.execute(db);
  // What the relay reads; parked events are not in its way, however many they are.
  await sql`create index outbox_waiting on outbox (shard, position) where parked_at is null`.execute(db);
  await sql`
    create index outbox_parked on outbox (aggregatetype, aggregateid, position) where parked_at is not null`.execute(db);
  await sql`create index outbox_retry on outbox (shard, retry_at) where retry_at is not null`.execute(db);
  await sql`
    create table outbox_dropped (
      id uuid primary key,
      aggregatetype text not null,
      aggregateid text not null,
      type text not null,
      payload jsonb not null,
      headers jsonb not null,
      occurred_at timestamptz not null,
      last_error text,
      reason text not null,
      dropped_at timestamptz not null default now()
    )`.execute(db);
}

async function inbox(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table inbox (
      message_id uuid primary key,
      channel text not null,
      business_key text,
      received_at timestamptz not null default now()
    ) with (${sql.raw(BUSY)})`.execute(db);
  await sql`create index inbox_received_at on inbox (received_at)`.execute(db);
  await sql`
    create unique index inbox_business_key on inbox (channel, business_key) where business_key is not null`.execute(db);
}
