import type { JsonValue } from '@bufbuild/protobuf';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Consumer, Occurrence } from './consumer.ts';
import type { Database } from './database.ts';

/**
 * Rows made of events, for queries. They have a generation: a rebuild makes the next one beside the one that is read. What
 * an event does to them depends on the event and on the rows, and on nothing else.
 */
export type ReadModel<Tables> = {
  /** Its row in `read_model`. */
  readonly name: string;
  /** Where its rows are; one column is `generation`. */
  readonly table: keyof Tables & string;
  readonly projectors: (generation: number) => readonly Consumer<Tables>[];
};

/** Made by the context's own migration: see `readModelTables`. */
type ReadModelTables = {
  read_model: { name: string; generation: number; building: number | null };
  read_model_event: {
    message_id: string;
    channel: string;
    subject_id: string;
    occurred_at: Date;
    payload: unknown;
  };
};
const own = <Tables>(tx: Kysely<Tables>) => tx as unknown as Kysely<ReadModelTables>;

/** The consumers that keep a read model up to date: each event is kept, and changes the rows, in one transaction. */
export function projecting<Tables>(model: ReadModel<Tables>): readonly Consumer<Tables>[] {
  return model.projectors(0).map(({ channel }) => ({
    channel,
    async apply(tx, payload, occurrence) {
      // Waits here while a rebuild changes generations, and then asks which one it is.
      await keepEvent(tx, { channel, payload, occurrence });
      const generation = await generationNow(tx, model.name);
      await project(tx, model.projectors(generation), { channel, payload, occurrence });
    },
  }));
}

/** Which rows are read, for a `where`. */
export const currentGeneration = (name: string) =>
  sql<number>`(select generation from read_model where name = ${name})`;

type Event = { readonly channel: string; readonly payload: JsonValue; readonly occurrence: Occurrence };

async function keepEvent<Tables>(
  tx: Transaction<Tables>,
  { channel, payload, occurrence: { messageId, subjectId, occurredAt } }: Event,
): Promise<void> {
  const row = { message_id: messageId, channel, subject_id: subjectId, occurred_at: occurredAt };
  await own(tx)
    .insertInto('read_model_event')
    .values({ ...row, payload: JSON.stringify(payload) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function generationNow<Tables>(tx: Transaction<Tables>, name: string): Promise<number> {
  const row = own(tx).selectFrom('read_model').select('generation').where('name', '=', name);
  return (await row.executeTakeFirstOrThrow()).generation;
}

async function project<Tables>(
  tx: Transaction<Tables>,
  projectors: readonly Consumer<Tables>[],
  { channel, payload, occurrence }: Event,
): Promise<void> {
  for (const projector of projectors)
    if (projector.channel === channel) await projector.apply(tx, payload, occurrence);
}

const BATCH = 500;

/**
 * Makes the rows anew from all events that were kept, while new ones arrive: batch by batch into the next generation, then,
 * with arriving events held up for a moment, the rest and the change. Whatever breaks off leaves the rows that are read as
 * they are; the next rebuild starts from zero. Returns the number of events.
 */
export async function rebuild<Tables>(database: Database<Tables>, model: ReadModel<Tables>): Promise<number> {
  const generation = await begin(database, model.name);
  const projectors = model.projectors(generation);
  let cursor: Cursor = { transaction: '0', position: '0' };
  let total = 0;
  const step = async (tx: Transaction<Tables>, settled: boolean) => {
    const rows = await eventsBehind(tx, cursor, { channels: projectors.map(({ channel }) => channel), settled });
    for (const row of rows) await project(tx, projectors, eventOf(row));
    const last = rows.at(-1);
    return { found: rows.length, next: last ? { transaction: last.transaction, position: last.position } : cursor };
  };
  const advance = ({ found, next }: { found: number; next: Cursor }) => {
    cursor = next;
    total += found;
    return found;
  };
  while (advance(await database.atomically((tx) => step(tx, true))) === BATCH);
  await database.atomically(async (tx) => {
    await sql`lock table read_model_event in share row exclusive mode`.execute(tx);
    while (advance(await step(tx, false)) === BATCH);
    await change(tx, model.name, generation);
  });
  await forgetBefore(database.query, model.table, generation);
  return total;
}

/** The number of the generation that is built; a build that is still going on will notice and give up. */
async function begin<Tables>(database: Database<Tables>, name: string): Promise<number> {
  const next = sql<number>`greatest(generation, coalesce(building, 0)) + 1`;
  const update = own(database.query).updateTable('read_model').set({ building: next }).where('name', '=', name);
  const row = await update.returning('building').executeTakeFirstOrThrow();
  return Number(row.building);
}

async function change<Tables>(tx: Transaction<Tables>, name: string, generation: number): Promise<void> {
  const row = await own(tx)
    .updateTable('read_model')
    .set({ generation, building: null })
    .where('name', '=', name)
    .where('building', '=', generation)
    .returning('name')
    .executeTakeFirst();
  if (!row) throw new Error(`another rebuild of ${name} began meanwhile; this one gave up`);
}

type Cursor = { readonly transaction: string; readonly position: string };
type Row = Cursor & {
  readonly message_id: string;
  readonly channel: string;
  readonly subject_id: string;
  readonly occurred_at: Date;
  readonly payload: JsonValue;
};

/**
 * In the order of their transactions. `settled` leaves out what is younger than the oldest transaction under way: rows that
 * commit later can have lower positions, and would be missed. (Without `e.`, PostgreSQL sorts by the selected text.)
 */
async function eventsBehind<Tables>(
  tx: Transaction<Tables>,
  { transaction, position }: Cursor,
  { channels, settled }: { readonly channels: readonly string[]; readonly settled: boolean },
): Promise<readonly Row[]> {
  const old = settled ? sql`and e.transaction < pg_snapshot_xmin(pg_current_snapshot())` : sql``;
  const { rows } = await sql<Row>`
    select transaction::text, position::text, message_id, channel, subject_id, occurred_at, payload
    from read_model_event e
    where (e.transaction, e.position) > (${transaction}::xid8, ${position}::bigint)
      and channel = any(${[...channels]}) ${old}
    order by e.transaction, e.position
    limit ${BATCH}`.execute(tx);
  return rows;
}

function eventOf({ message_id, channel, subject_id, occurred_at, payload }: Row): Event {
  return { channel, payload, occurrence: { messageId: message_id, subjectId: subject_id, occurredAt: occurred_at } };
}

async function forgetBefore<Tables>(query: Kysely<Tables>, table: string, generation: number): Promise<void> {
  const rows = sql.table(table);
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${rows} where ctid = any(array(
        select ctid from ${rows} where generation < ${generation} limit 1000))`.execute(query);
    if (numAffectedRows < 1000n) return;
  }
}

/** For the context's migration: what read models share. May run again for the next one. */
export async function readModelTables<Tables>(db: Kysely<Tables>, name: string): Promise<void> {
  await sql`
    create table if not exists read_model (
      name text primary key, generation integer not null default 1, building integer
    )`.execute(db);
  await sql`
    create table if not exists read_model_event (
      position bigint generated always as identity,
      transaction xid8 not null default pg_current_xact_id(),
      message_id uuid primary key,
      channel text not null,
      subject_id text not null,
      occurred_at timestamptz not null,
      payload jsonb not null
    )`.execute(db);
  await sql`
    create index if not exists read_model_event_order on read_model_event (transaction, position)`.execute(db);
  await sql`insert into read_model (name) values (${name})`.execute(db);
}
