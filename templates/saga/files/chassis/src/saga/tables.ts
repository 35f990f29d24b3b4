import { sql, type Generated, type Kysely, type Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../database.ts';

export type SagaStatus = 'RUNNING' | 'COMPENSATING' | 'COMPLETED' | 'COMPENSATED' | 'STUCK';

/** A saga of this context: one row, from its first step to its end. */
export type SagaTable = {
  id: string;
  name: string;
  /** What it is about, such as an order; unique together with the name. */
  subject_id: string;
  /** What its steps need to know, as protobuf JSON: a newer version of the code still reads it. */
  data: string;
  status: SagaStatus;
  /** The step whose answer is awaited; empty at the end. */
  step: string;
  /** How often that step, or what undoes it, was asked for. */
  attempts: number;
  /** Why it is given up. */
  reason: string;
  /** Why undoing does not succeed. */
  trouble: string;
  /** When waiting ends, by the clock of the database; nobody waits where there is none. It began at `updated_at`. */
  due_at: Date | null;
  /** JSON: what happened and when. */
  history: string;
  /** Grows by one with every turn; a turn made to an older version is refused. */
  version: number;
  started_at: Generated<Date>;
  updated_at: Generated<Date>;
};

/** A step that this context performs for sagas of others: what became of it. */
export type SagaStepTable = {
  saga_id: string;
  step: string;
  status: 'NEW' | 'DONE' | 'REFUSED' | 'UNDONE';
  reason: string;
  /** In a choreography: when it stops waiting for whoever comes after it. */
  due_at: Date | null;
  updated_at: Generated<Date>;
};

export type SagaTables = { saga: SagaTable; saga_step: SagaStepTable };

/** A context's transaction, seen with the tables above. */
export function withSagas<Tables>(tx: Transaction<Tables>): Transaction<SagaTables> {
  return tx as unknown as Transaction<SagaTables>;
}

/** The same outside a transaction. */
export function sagasOf<Tables>({ query }: Pick<Database<Tables>, 'query'>): Kysely<SagaTables> {
  return query as unknown as Kysely<SagaTables>;
}

/** By the clock of the database, which all replicas share; nothing is due where nobody waits. */
export const dueAt = (inMs: number | undefined) =>
  inMs === undefined ? null : sql<Date>`clock_timestamp() + make_interval(secs => ${inMs / 1000})`;

/** Goes into the migrations of a context that has sagas, or steps of them. */
export const sagaTables: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table saga (
        id uuid primary key,
        name text not null,
        subject_id text not null,
        data jsonb not null,
        status text not null,
        step text not null,
        attempts integer not null,
        reason text not null,
        trouble text not null,
        due_at timestamptz,
        history jsonb not null,
        version integer not null,
        started_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (name, subject_id)
      )`.execute(db);
    await sql`create index saga_due on saga (due_at) where due_at is not null`.execute(db);
    await sql`create index saga_open on saga (status, name) where status in ('RUNNING', 'COMPENSATING', 'STUCK')`.execute(
      db,
    );
    // For people who look through one kind of saga, the oldest first.
    await sql`create index saga_listed on saga (name, status, started_at)`.execute(db);
    await sql`create index saga_ended on saga (updated_at) where status in ('COMPLETED', 'COMPENSATED')`.execute(db);
    await sql`
      create table saga_step (
        saga_id uuid not null,
        step text not null,
        status text not null,
        reason text not null,
        due_at timestamptz,
        updated_at timestamptz not null default now(),
        primary key (saga_id, step)
      )`.execute(db);
    await sql`create index saga_step_due on saga_step (due_at) where due_at is not null`.execute(db);
    await sql`create index saga_step_updated on saga_step (updated_at)`.execute(db);
    await sql`create index outbox_of_sagas on outbox (aggregateid) where aggregatetype = 'Saga'`.execute(db);
  },
};
