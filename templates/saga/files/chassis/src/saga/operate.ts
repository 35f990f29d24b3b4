import { sql, type Kysely } from 'kysely';
import type { Cell, Command, Desk, Report, Request } from '../operate/commands.ts';
import { Misuse } from '../operate/places.ts';
import type { SagaStatus, SagaTables } from './tables.ts';

/** What an operator sees of sagas. Helping one that is stuck goes through its RPCs, since its context knows its steps. */
export const sagaCommands: Readonly<Record<string, Command>> = {
  sagas: {
    words: '[status]',
    what: 'sagas that are not at their end, stuck ones first; or those that are RUNNING, COMPLETED …',
    run: list,
  },
  saga: { words: '<subject>', what: 'what happened to the sagas of one order, or whatever they are about', run: show },
};

const open = ['STUCK', 'COMPENSATING', 'RUNNING'] as const;
const all: readonly SagaStatus[] = [...open, 'COMPLETED', 'COMPENSATED'];
const MOST = 100;

async function list({ context, database }: Desk, { words: [wanted] }: Request): Promise<Report> {
  const statuses = wanted === undefined ? open : all.filter((status) => status === wanted.toUpperCase());
  if (statuses.length === 0) throw new Misuse(`"${wanted}" is no status; there are ${all.join(', ')}.`);
  const rows = await (await sagasIn(database))
    .selectFrom('saga')
    .select(['name', 'subject_id', 'status', 'step', 'attempts', 'reason', 'trouble', 'due_at', 'started_at'])
    .where('status', 'in', statuses)
    .orderBy(sql`status = 'STUCK'`, 'desc')
    .orderBy('started_at')
    .limit(MOST)
    .execute();
  const note = rows.length === 0 ? `No saga of ${context} is ${statuses.join(' or ')}.` : undefined;
  return { rows: rows.map(rowOf), ...(note && { note }) };
}

const rowOf = ({ due_at, subject_id, started_at, ...row }: Record<string, Cell>): Record<string, Cell> => ({
  saga: row['name'] ?? '',
  subject: subject_id ?? '',
  status: row['status'] ?? '',
  step: row['step'] ?? '',
  attempts: row['attempts'] ?? 0,
  'waits until': due_at ?? '',
  reason: row['reason'] ?? '',
  trouble: row['trouble'] ?? '',
  started: started_at ?? null,
});

async function show({ context, database }: Desk, { words: [subject] }: Request): Promise<Report> {
  if (subject === undefined) throw new Misuse('Of which subject? "sagas" lists those that are under way.');
  const found = await (await sagasIn(database))
    .selectFrom('saga')
    .select(['name', 'history'])
    .where('subject_id', '=', subject)
    .execute();
  if (found.length === 0) throw new Misuse(`${context} has no saga about ${subject}.`);
  return {
    rows: found.flatMap(({ name, history }) => {
      // A jsonb column arrives parsed; saga.ts wrote it.
      const entries = history as unknown as readonly Record<string, string>[];
      return entries.map((entry) => ({
        saga: name,
        at: entry['at'] ?? '',
        heard: entry['heard'] ?? '',
        step: entry['step'] ?? '',
        reason: entry['reason'] ?? '',
      }));
    }),
  };
}

const sagasIn = async (database: Desk['database']): Promise<Kysely<SagaTables>> =>
  (await database()) as unknown as Kysely<SagaTables>;
