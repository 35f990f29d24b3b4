import { sql } from 'kysely';
import type { Worker, WorkerHost } from '../context.ts';
import type { Database } from '../database.ts';
import { takeDueTurns, type Waiting } from './due.ts';
import { turnsIn, type Saga } from './saga.ts';
import { sagasOf } from './tables.ts';

/** Watches over these sagas of a context: what is not answered in time goes on all the same. */
export function sagaWatch<Tables>(database: Database<Tables>, sagas: readonly Saga<Tables>[]): Worker {
  const byName = new Map(sagas.map((saga) => [saga.name, saga]));
  const waiting: Waiting<Tables> = {
    rows: { table: 'saga', id: 'id', name: 'name' },
    names: [...byName.keys()],
    turn: async (tx, { sagaId, name }) => byName.get(name)?.hear(tx, sagaId, { kind: 'due' }),
  };
  return {
    run(host) {
      database.onCommit((tx) => countTurns(tx, byName, host));
      return takeDueTurns(database, waiting, host);
    },
    measure: (host) => measure(database, sagas, host),
  };
}

/** A context has a watch for each of its sagas, and each of them counts its own. */
function countTurns(tx: object, sagas: ReadonlyMap<string, unknown>, { metrics, context }: WorkerHost): void {
  for (const turn of turnsIn(tx))
    if (sagas.has(turn.saga)) metrics.count('saga_turns_total', 'Turns of sagas', { context, ...turn });
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
