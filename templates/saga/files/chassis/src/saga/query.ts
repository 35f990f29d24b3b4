import type { Selectable } from 'kysely';
import type { Database } from '../database.ts';
import type { Saga } from './saga.ts';
import { sagasOf, type SagaStatus, type SagaTable } from './tables.ts';

/** Where a saga stands. */
export type SagaView = {
  readonly id: string;
  readonly subjectId: string;
  readonly status: SagaStatus;
  readonly step: string;
  readonly attempts: number;
  readonly reason: string;
  readonly trouble: string;
  readonly dueAt: Date | undefined;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly history: readonly {
    readonly at: string;
    readonly heard: string;
    readonly step: string;
    readonly reason?: string;
  }[];
};

/** What a person may ask and do. */
export type SagaDesk = {
  find(subjectId: string): Promise<SagaView | undefined>;
  /** The oldest first. */
  list(status: string, limit: number): Promise<readonly SagaView[]>;
  /** `retry` asks again to undo the step it is stuck at; `settle` says that a person has undone it. False when it is not stuck. */
  release(subjectId: string, how: 'retry' | 'settle'): Promise<boolean>;
};

export function sagaDesk<Tables>(database: Database<Tables>, saga: Saga<Tables>): SagaDesk {
  const all = sagasOf(database).selectFrom('saga').selectAll().where('name', '=', saga.name);
  const rowOf = (subjectId: string) => all.where('subject_id', '=', subjectId).executeTakeFirst();
  return {
    async find(subjectId) {
      const row = await rowOf(subjectId);
      return row && viewOf(row);
    },
    async list(status, limit) {
      const rows = await all
        .where('status', '=', status as SagaStatus)
        .orderBy('started_at')
        .limit(limit)
        .execute();
      return rows.map(viewOf);
    },
    async release(subjectId, how) {
      const row = await rowOf(subjectId);
      if (row?.status !== 'STUCK') return false;
      await database.atomically((tx) => saga.hear(tx, row.id, { kind: how }));
      return true;
    },
  };
}

function viewOf(row: Selectable<SagaTable>): SagaView {
  const { id, status, step, attempts, reason, trouble } = row;
  const times = { dueAt: row.due_at ?? undefined, startedAt: row.started_at, updatedAt: row.updated_at };
  // A jsonb column arrives parsed; saga.ts wrote it.
  const history = row.history as unknown as SagaView['history'];
  return { id, subjectId: row.subject_id, status, step, attempts, reason, trouble, ...times, history };
}
