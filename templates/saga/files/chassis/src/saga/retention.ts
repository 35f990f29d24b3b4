import { sql } from 'kysely';
import { z } from 'zod';
import type { Worker } from '../context.ts';
import type { Database } from '../database.ts';
import { inSteps, keepSmall } from '../retention.ts';
import { sagasOf } from './tables.ts';

export const sagaVariables = {
  /** Sagas that ended longer ago are deleted; what tells of one again would begin another. */
  SAGA_RETENTION_HOURS: z.coerce.number().positive().default(720),
  /**
   * Steps that changed last longer ago are deleted. Whoever asks for one again, by a dead letter that is replayed, gets it
   * once more, and what undoes it finds nothing to undo.
   */
  SAGA_STEP_RETENTION_HOURS: z.coerce.number().positive().default(2160),
};
type Hours = { readonly [Name in keyof typeof sagaVariables]: number };

/** Keeps the tables of sagas from growing for ever. */
export function sagaRetention<Tables>(database: Database<Tables>, hours: Hours): Worker {
  const forget = async () => (await forgetSagas(database, hours)) + (await forgetSteps(database, hours));
  return { run: ({ log, signal }) => keepSmall(forget, log, signal) };
}

/** Deletes, in small steps, sagas that ended longer ago. Returns how many went. */
export async function forgetSagas<Tables>(database: Database<Tables>, hours: Hours): Promise<number> {
  return inSteps((limit) =>
    sql`
      delete from saga where id in (
        select id from saga
        where status in ('COMPLETED', 'COMPENSATED')
          and updated_at < now() - make_interval(secs => ${hours.SAGA_RETENTION_HOURS * 3600})
        order by updated_at limit ${limit}
        for update skip locked
      )`.execute(sagasOf(database)),
  );
}

/** Deletes, in small steps, what became of steps that nobody spoke of for longer. Returns how many went. */
export async function forgetSteps<Tables>(database: Database<Tables>, hours: Hours): Promise<number> {
  return inSteps((limit) =>
    sql`
      delete from saga_step where (saga_id, step) in (
        select saga_id, step from saga_step
        where updated_at < now() - make_interval(secs => ${hours.SAGA_STEP_RETENTION_HOURS * 3600})
        order by updated_at limit ${limit}
        for update skip locked
      )`.execute(sagasOf(database)),
  );
}
