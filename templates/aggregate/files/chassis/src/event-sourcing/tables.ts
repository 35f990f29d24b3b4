import { sql, type Generated, type Kysely, type Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Something that happened to one thing. Rows are added, and neither changed nor deleted. */
export type EventTable = {
  /** With `transaction`, the order of all events, for whoever wants to read them across streams. */
  position: Generated<string>;
  transaction: Generated<string>;
  /** All that happened to one thing: `account-6f1c…`. */
  stream: string;
  /** Its place in the stream, from 1 on, without gaps. */
  version: number;
  type: string;
  /** The version of its data: see kept.ts. */
  event_version: number;
  data: string;
  /** Of the request that led here; on the last of its events. */
  idempotency_key: string | null;
  /** Trace headers as JSON. */
  headers: string;
  recorded_at: Generated<Date>;
};

/** Where replaying may begin; can be deleted at any time. */
export type SnapshotTable = {
  stream: string;
  /** That of the last event it contains. */
  version: number;
  /** The version of its own shape. */
  snapshot_version: number;
  state: string;
  taken_at: Generated<Date>;
};

export type EventSourcingTables = { event: EventTable; snapshot: SnapshotTable };

/** A context's transaction, seen with the tables above. */
export function withEvents<Tables>(tx: Transaction<Tables>): Transaction<EventSourcingTables> {
  return tx as unknown as Transaction<EventSourcingTables>;
}

/** Goes into the migrations of a context that has event-sourced aggregates. */
export const eventSourcingTables: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table event (
        position bigint generated always as identity,
        transaction xid8 not null default pg_current_xact_id(),
        stream text not null,
        version integer not null,
        type text not null,
        event_version integer not null,
        data jsonb not null,
        idempotency_key text,
        headers jsonb not null,
        recorded_at timestamptz not null default clock_timestamp(),
        primary key (stream, version)
      )`.execute(db);
    await sql`
      create unique index event_idempotency_key on event (stream, idempotency_key)
      where idempotency_key is not null`.execute(db);
    await sql`
      create table snapshot (
        stream text primary key,
        version integer not null,
        snapshot_version integer not null,
        state jsonb not null,
        taken_at timestamptz not null default clock_timestamp()
      )`.execute(db);
  },
};
