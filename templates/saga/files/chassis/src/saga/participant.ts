import { sql, type Transaction } from 'kysely';
import { reasonOf } from '../reason.ts';
import { dueAt, withSagas, type SagaStepTable } from './tables.ts';

/** A refusal is an answer: the work was taken back, and the saga hears why. */
export type Outcome = { readonly refusal: string | undefined };

type Asked = { readonly sagaId: string };
type Work = () => Promise<void>;

/** A step that a context performs for sagas of others. */
export type SagaStep<Tables> = {
  readonly name: string;
  /** Does the work once for each saga. Refuses what was undone before it came. */
  readonly perform: (tx: Transaction<Tables>, asked: Asked, work: Work) => Promise<Outcome>;
  /** Undoes the work once, where it was done; what was not done before is never done after. */
  readonly undo: (tx: Transaction<Tables>, asked: Asked, work: Work) => Promise<Outcome>;
  /** Whoever comes next has answered: nothing to wait for any more. */
  readonly stopWaiting: (tx: Transaction<Tables>, asked: Asked) => Promise<void>;
};

export type SagaStepOptions = {
  /** Tells answers of the domain from faults, which are tried again. */
  readonly isRefusal: (error: unknown) => boolean;
  /** In a choreography: how long to wait, once it is done, for whoever comes next. */
  readonly withinSeconds?: number;
};

/**
 * Remembers for each saga what became of the step, beside the inbox: what a saga asks for may come twice under two ids,
 * and what undoes a step may come before it.
 */
export function sagaStep<Tables>(name: string, { isRefusal, withinSeconds }: SagaStepOptions): SagaStep<Tables> {
  return {
    name,
    async perform(tx, { sagaId }, work) {
      const { status, reason } = await lockedStep(tx, sagaId, name);
      if (status === 'DONE') return accepted;
      if (status === 'REFUSED') return { refusal: reason };
      if (status === 'UNDONE') return { refusal: 'undone before it was done' };
      const outcome = await attempted(tx, work, isRefusal);
      const due_at = dueAt(withinSeconds === undefined ? undefined : withinSeconds * 1000);
      const { refusal } = outcome;
      await note(
        tx,
        sagaId,
        name,
        refusal === undefined ? { status: 'DONE', due_at } : { status: 'REFUSED', reason: refusal },
      );
      return outcome;
    },

    async undo(tx, { sagaId }, work) {
      const { status } = await lockedStep(tx, sagaId, name);
      const outcome = status === 'DONE' ? await attempted(tx, work, isRefusal) : accepted;
      if (outcome.refusal === undefined) await note(tx, sagaId, name, { status: 'UNDONE', due_at: null });
      return outcome;
    },

    stopWaiting: (tx, { sagaId }) => note(tx, sagaId, name, { due_at: null }),
  };
}

const accepted: Outcome = { refusal: undefined };

/** Takes back what the work wrote where it refuses; anything else it throws goes on to whoever delivers again. */
async function attempted<Tables>(
  tx: Transaction<Tables>,
  work: Work,
  isRefusal: SagaStepOptions['isRefusal'],
): Promise<Outcome> {
  await sql`savepoint saga_step`.execute(tx);
  try {
    await work();
    return accepted;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await sql`rollback to savepoint saga_step`.execute(tx);
    return { refusal: reasonOf(error) };
  }
}

/** The row of the step, locked until the transaction ends; made where there is none. */
async function lockedStep<Tables>(tx: Transaction<Tables>, sagaId: string, step: string) {
  const db = withSagas(tx);
  const fresh = { saga_id: sagaId, step, status: 'NEW', reason: '', due_at: null } as const;
  await db
    .insertInto('saga_step')
    .values(fresh)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = db.selectFrom('saga_step').selectAll().where('saga_id', '=', sagaId).where('step', '=', step);
  return rows.forUpdate().executeTakeFirstOrThrow();
}

type Change = {
  readonly status?: SagaStepTable['status'];
  readonly reason?: string;
  readonly due_at?: ReturnType<typeof dueAt>;
};

async function note<Tables>(tx: Transaction<Tables>, sagaId: string, step: string, change: Change): Promise<void> {
  const rows = withSagas(tx).updateTable('saga_step').where('saga_id', '=', sagaId).where('step', '=', step);
  await rows.set({ ...change, updated_at: sql`now()` }).execute();
}
