import { sql } from 'kysely';
import { sleep } from '../clock.ts';
import type { Shift, Worker, WorkerHost } from '../context.ts';
import type { Database } from '../database.ts';
import { turnsIn, type Saga } from './saga.ts';
import { dueAt, isUnsent, sagasOf, waitingAnew, withSagas } from './tables.ts';

/** Something with a due time: where it is found, and what happens then. */
export type Due<Tables> = {
  /** Whoever was not even asked cannot answer: waits begin anew while the outbox holds what was said. */
  readonly excuse: () => Promise<unknown>;
  /** Keys of rows that are due, the longest first. */
  readonly find: (limit: number) => Promise<readonly Key[]>;
  /** False where another replica has it in hand, or had it just now. */
  readonly turn: (tx: Parameters<Parameters<Database<Tables>['atomically']>[0]>[0], key: Key) => Promise<boolean>;
  readonly postpone: (key: Key) => Promise<void>;
};
export type Key = { readonly sagaId: string; readonly name: string };

const POLL_MS = 500;
const BATCH = 50;
/** A turn that failed, as when the database refuses it, is tried again after this long. */
export const PAUSE_MS = 10_000;

/**
 * Watches over the sagas of a context: what is not answered in time goes on all the same. Due times stand in the
 * database, so they survive restarts, and of two replicas only one takes the turn.
 */
export function sagaWatch<Tables>(database: Database<Tables>, sagas: readonly Saga<Tables>[]): Worker {
  return {
    run(host) {
      database.onCommit((tx) => {
        for (const turn of turnsIn(tx))
          host.metrics.count('saga_turns_total', 'Turns of sagas', { context: host.context, ...turn });
      });
      return watched(database, dueSagas(database, sagas), host);
    },
    measure: (host) => measure(database, sagas, host),
  };
}

/** Takes turns until the signal aborts. */
export async function watched<Tables>(
  database: Database<Tables>,
  due: Due<Tables>,
  { log, signal, keepsOutbox }: Shift,
): Promise<void> {
  const find = async () => {
    if (!keepsOutbox) await due.excuse();
    return due.find(BATCH);
  };
  while (!signal.aborted) {
    const keys = await find().catch((error: unknown) => {
      log.warn({ err: error }, 'sagas');
      return [];
    });
    for (const key of keys) {
      try {
        if (await database.atomically((tx) => due.turn(tx, key))) log.warn(key, 'saga: no answer in time');
      } catch (error) {
        log.error({ ...key, err: error }, 'saga: the turn failed');
        await due.postpone(key).catch(() => {});
      }
    }
    if (keys.length < BATCH) await sleep(POLL_MS, signal);
  }
}

function dueSagas<Tables>(database: Database<Tables>, sagas: readonly Saga<Tables>[]): Due<Tables> {
  const now = sql<Date>`clock_timestamp()`;
  return {
    excuse: () =>
      sagasOf(database)
        .updateTable('saga')
        .set(waitingAnew)
        .where('due_at', '<=', now)
        .where(isUnsent('saga.id'))
        .execute(),
    find: (limit) =>
      sagasOf(database)
        .selectFrom('saga')
        .select(['id as sagaId', 'name'])
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute(),
    async turn(tx, { sagaId, name }) {
      const row = withSagas(tx).selectFrom('saga').select('id').where('id', '=', sagaId).where('due_at', '<=', now);
      if (!(await row.forUpdate().skipLocked().executeTakeFirst())) return false;
      const saga = sagas.find((one) => one.name === name);
      if (!saga) throw new Error(`there is no saga "${name}" here`);
      await saga.hear(tx, sagaId, { kind: 'due' });
      return true;
    },
    async postpone({ sagaId }) {
      const row = sagasOf(database).updateTable('saga').where('id', '=', sagaId).where('due_at', '<=', now);
      await row.set({ due_at: dueAt(PAUSE_MS) }).execute();
    },
  };
}

async function measure<Tables>(
  database: Database<Tables>,
  sagas: readonly Saga<Tables>[],
  { context, metrics }: WorkerHost,
): Promise<void> {
  const statuses = ['RUNNING', 'COMPENSATING', 'STUCK'] as const;
  const counts = await sagasOf(database)
    .selectFrom('saga')
    .select(['name', 'status', sql<number>`count(*)::float8`.as('count')])
    .select(sql<number>`extract(epoch from now() - min(started_at))::float8`.as('age'))
    .where('status', 'in', statuses)
    .groupBy(['name', 'status'])
    .execute();
  for (const { name } of sagas) {
    for (const status of statuses) {
      const row = counts.find((one) => one.name === name && one.status === status);
      const labels = { context, saga: name, status };
      metrics.set('sagas_open', 'Sagas that are not at their end', labels, row?.count ?? 0);
      metrics.set('saga_oldest_seconds', 'Age of the oldest of them', labels, row?.age ?? 0);
    }
  }
}
