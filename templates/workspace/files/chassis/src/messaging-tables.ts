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
  attempts: Generated<number>;
  /** Set when the broker keeps refusing this event: its aggregate waits, the others go on. */
  parked_at: Date | null;
  last_error: string | null;
};

/** A message that took effect here. */
export type InboxTable = { message_id: string; channel: string; received_at: Generated<Date> };

export type MessagingTables = { outbox: OutboxTable; inbox: InboxTable };

/** A context's transaction, seen with the tables above, which every context's database has. */
export function withMessaging<Tables>(tx: Transaction<Tables>): Transaction<MessagingTables> {
  return tx as unknown as Transaction<MessagingTables>;
}

/** Kept apart from the context's own migrations, so that either can grow without the other. */
export const messagingMigrations: Migrations = {
  '0001-outbox-and-inbox': {
    async up(db: Kysely<unknown>) {
      await sql`
        create table outbox (
          position bigint generated always as identity primary key,
          id uuid not null unique,
          aggregatetype text not null,
          aggregateid text not null,
          shard smallint not null,
          type text not null,
          payload jsonb not null,
          headers jsonb not null,
          occurred_at timestamptz not null,
          attempts integer not null default 0,
          parked_at timestamptz,
          last_error text
        )`.execute(db);
      await sql`create index outbox_shard on outbox (shard, position)`.execute(db);
      await sql`create index outbox_parked on outbox (aggregatetype, aggregateid) where parked_at is not null`.execute(
        db,
      );
      await sql`
        create table inbox (
          message_id uuid primary key,
          channel text not null,
          received_at timestamptz not null default now()
        )`.execute(db);
      await sql`create index inbox_received_at on inbox (received_at)`.execute(db);
    },
  },
};
