import type { Transaction } from 'kysely';
import type { Worker } from '../context.ts';
import type { Database } from '../database.ts';
import { takeDueTurns, type Waiting } from './due.ts';
import type { SagaStep } from './participant.ts';

/** A step of a choreography, and how its context says that whoever comes next did not answer. */
export type WaitingStep<Tables> = {
  readonly step: SagaStep<Tables>;
  readonly giveUp: (tx: Transaction<Tables>, sagaId: string) => Promise<void>;
};

/** Watches over steps that wait for whoever comes next. Who gives up only says so; whoever began decides. */
export function sagaStepWatch<Tables>(database: Database<Tables>, steps: readonly WaitingStep<Tables>[]): Worker {
  const byName = new Map(steps.map((waiting) => [waiting.step.name, waiting]));
  const waiting: Waiting<Tables> = {
    rows: { table: 'saga_step', id: 'saga_id', name: 'step' },
    names: [...byName.keys()],
    async turn(tx, { sagaId, name }) {
      const due = byName.get(name);
      await due?.step.stopWaiting(tx, { sagaId });
      await due?.giveUp(tx, sagaId);
    },
  };
  return { run: (host) => takeDueTurns(database, waiting, host) };
}
