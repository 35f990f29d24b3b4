import { sql, type Transaction } from 'kysely';
import type { Worker } from '../context.ts';
import type { Database } from '../database.ts';
import type { SagaStep } from './participant.ts';
import { dueAt, isUnsent, sagasOf, waitingAnew, withSagas } from './tables.ts';
import { PAUSE_MS, watched, type Due } from './watch.ts';

/** A step of a choreography, and how its context says that whoever comes next did not answer. */
export type WaitingStep<Tables> = {
  readonly step: SagaStep<Tables>;
  readonly giveUp: (tx: Transaction<Tables>, sagaId: string) => Promise<void>;
};

/** Watches over steps that wait for whoever comes next. Who gives up only says so; whoever began decides. */
export function sagaStepWatch<Tables>(database: Database<Tables>, steps: readonly WaitingStep<Tables>[]): Worker {
  const now = sql<Date>`clock_timestamp()`;
  const due: Due<Tables> = {
    excuse: () =>
      sagasOf(database)
        .updateTable('saga_step')
        .set(waitingAnew)
        .where('due_at', '<=', now)
        .where(isUnsent('saga_step.saga_id'))
        .execute(),
    find: (limit) =>
      sagasOf(database)
        .selectFrom('saga_step')
        .select(['saga_id as sagaId', 'step as name'])
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute(),
    async turn(tx, { sagaId, name }) {
      const rows = withSagas(tx).selectFrom('saga_step').select('step').where('saga_id', '=', sagaId);
      const mine = rows.where('step', '=', name).where('due_at', '<=', now).forUpdate().skipLocked();
      if (!(await mine.executeTakeFirst())) return false;
      const waiting = steps.find(({ step }) => step.name === name);
      if (!waiting) throw new Error(`there is no step "${name}" here`);
      await waiting.step.stopWaiting(tx, { sagaId });
      await waiting.giveUp(tx, sagaId);
      return true;
    },
    async postpone({ sagaId, name }) {
      const rows = sagasOf(database).updateTable('saga_step').where('saga_id', '=', sagaId).where('step', '=', name);
      await rows
        .where('due_at', '<=', now)
        .set({ due_at: dueAt(PAUSE_MS) })
        .execute();
    },
  };
  return { run: (host) => watched(database, due, host) };
}
