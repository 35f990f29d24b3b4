import { sql, type Transaction } from 'kysely';
import { sleep } from '../clock.ts';
import type { Shift } from '../context.ts';
import type { Database } from '../database.ts';
import { sagasOf, withSagas } from './tables.ts';

/** Rows that have a due time, and what happens when it has come. */
export type Waiting<Tables> = {
  /** Their table, and its columns for the saga's id and for the name of what waits. */
  readonly rows:
    | { readonly table: 'saga'; readonly id: 'id'; readonly name: 'name' }
    | { readonly table: 'saga_step'; readonly id: 'saga_id'; readonly name: 'step' };
  /** Rows of other names are for others to watch. */
  readonly names: readonly string[];
  readonly turn: (tx: Transaction<Tables>, key: Key) => Promise<void>;
};
export type Key = { readonly sagaId: string; readonly name: string };

const POLL_MS = 500;
const BATCH = 50;
/** A turn that failed, as when the database refuses it, is tried again after so many seconds. */
const PAUSE_S = 10;

/**
 * Takes the turns that are due until the signal aborts. Due times stand in the database, so they survive restarts, and
 * of two replicas only one takes a turn.
 */
export async function takeDueTurns<Tables>(
  database: Database<Tables>,
  waiting: Waiting<Tables>,
  { log, signal, keepsOutbox }: Shift,
): Promise<void> {
  while (!signal.aborted) {
    const keys = await dueKeys(database, waiting, keepsOutbox).catch((error: unknown) => {
      log.warn({ err: error }, 'sagas');
      return [];
    });
    for (const key of keys) {
      try {
        if (await database.atomically((tx) => takeTurn(tx, waiting, key))) log.warn(key, 'saga: no answer in time');
      } catch (error) {
        log.error({ ...key, err: error }, 'saga: the turn failed');
        await postpone(database, waiting, key).catch(() => {});
      }
    }
    if (keys.length < BATCH) await sleep(POLL_MS, signal);
  }
}

/** Those that are due, the longest first. */
async function dueKeys<Tables>(
  database: Database<Tables>,
  { rows: { table, id, name }, names }: Waiting<Tables>,
  keepsOutbox = false,
): Promise<readonly Key[]> {
  const isDue = sql`${sql.ref(name)} = any(${names}) and due_at <= now()`;
  // Whoever was not even asked cannot answer: waiting begins anew while the outbox holds what was said.
  if (!keepsOutbox)
    await sql`
      update ${sql.table(table)}
      set due_at = clock_timestamp() + (due_at - updated_at), updated_at = clock_timestamp()
      where ${isDue} and exists (
        select from outbox where aggregatetype = 'Saga' and aggregateid = ${sql.ref(`${table}.${id}`)}::text
      )`.execute(sagasOf(database));
  const { rows } = await sql<Key>`
    select ${sql.ref(id)} as "sagaId", ${sql.ref(name)} as name from ${sql.table(table)}
    where ${isDue} order by due_at limit ${BATCH}`.execute(sagasOf(database));
  return rows;
}

/** False where another replica has it in hand, or had it just now. */
async function takeTurn<Tables>(tx: Transaction<Tables>, waiting: Waiting<Tables>, key: Key): Promise<boolean> {
  const row = sql`
    select from ${sql.table(waiting.rows.table)} where ${isStillDue(waiting, key)} for update skip locked`;
  if ((await row.execute(withSagas(tx))).rows.length === 0) return false;
  await waiting.turn(tx, key);
  return true;
}

async function postpone<Tables>(database: Database<Tables>, waiting: Waiting<Tables>, key: Key): Promise<void> {
  await sql`
    update ${sql.table(waiting.rows.table)} set due_at = clock_timestamp() + make_interval(secs => ${PAUSE_S})
    where ${isStillDue(waiting, key)}`.execute(sagasOf(database));
}

const isStillDue = <Tables>({ rows: { id, name } }: Waiting<Tables>, key: Key) =>
  sql`${sql.ref(id)} = ${key.sagaId} and ${sql.ref(name)} = ${key.name} and due_at <= now()`;
