import {
  create,
  fromJson,
  toJson,
  type DescMessage,
  type JsonValue,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { sql, type Selectable, type Transaction } from 'kysely';
import { eventId } from '../event-id.ts';
import { exhausted } from '../rpc/errors.ts';
import { dueAt, withSagas, type SagaTable } from './tables.ts';
import type { Signal, State, Turn, Turns } from './turn.ts';

/** A saga as its context defines it. `D` describes what its steps need to know. */
export type SagaDefinition<Tables, D extends DescMessage, M extends string> = {
  readonly name: string;
  readonly data: D;
  readonly turns: Turns<M>;
  /** So many may be under way at once; more are not begun. */
  readonly most: number;
  /** Publishes one of its messages, through the outbox. */
  readonly say: (tx: Transaction<Tables>, message: M, saga: { id: string; data: MessageShape<D> }) => Promise<void>;
};

/** What its context makes of the end. Runs once, in the transaction that notes it. */
export type Ends<Tables, D extends DescMessage> = {
  readonly complete: (tx: Transaction<Tables>, data: MessageShape<D>) => Promise<void>;
  readonly giveUp: (tx: Transaction<Tables>, data: MessageShape<D>) => Promise<void>;
};

/** A saga that goes on when it hears something. */
export type Saga<Tables> = {
  readonly name: string;
  readonly hear: (tx: Transaction<Tables>, id: string, signal: Signal) => Promise<void>;
};

export type SagaTurn = { readonly saga: string; readonly heard: string; readonly status: string };

const turned = new WeakMap<object, SagaTurn[]>();

/** The turns that sagas took in a transaction. */
export function turnsIn(tx: object): readonly SagaTurn[] {
  return turned.get(tx) ?? [];
}

const FULL_RETRY_MS = 1000;

/**
 * Begins a saga in the transaction that gives rise to it. Once for each subject: beginning again changes nothing. Throws
 * RESOURCE_EXHAUSTED when so many are under way that the participants do not keep up; then nothing of it has happened.
 */
export async function beginSaga<Tables, D extends DescMessage, M extends string>(
  tx: Transaction<Tables>,
  definition: SagaDefinition<Tables, D, M>,
  { subjectId, data }: { readonly subjectId: string; readonly data: MessageInitShape<D> },
): Promise<void> {
  const { name, turns, data: schema } = definition;
  const { state, effects, dueInMs } = turns.first();
  const message = create(schema, data);
  const row = {
    id: eventId(),
    name,
    subject_id: subjectId,
    data: JSON.stringify(toJson(schema, message)),
    ...state,
    due_at: dueAt(dueInMs),
    history: JSON.stringify([entryOf('begun', state.step)]),
    version: 1,
  };
  const begun = await withSagas(tx)
    .insertInto('saga')
    .values(row)
    .onConflict((conflict) => conflict.columns(['name', 'subject_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!begun) return;
  if (await isFull(tx, definition))
    throw exhausted('SAGAS_UNDER_WAY', name, `${definition.most} of ${name} are under way already`, FULL_RETRY_MS);
  note(tx, { saga: name, heard: 'begun', status: state.status });
  for (const effect of effects)
    if (effect.kind === 'say') await definition.say(tx, effect.message, { id: row.id, data: message });
}

/** Whether more are under way than may be. Many that begin at the same moment do not see each other: then it is a few more. */
async function isFull<Tables>(
  tx: Transaction<Tables>,
  { name, most }: { readonly name: string; readonly most: number },
): Promise<boolean> {
  const underWay = withSagas(tx).selectFrom('saga').select('id').where('name', '=', name);
  const open = underWay.where('status', 'in', ['RUNNING', 'COMPENSATING']);
  return (await open.offset(most).limit(1).executeTakeFirst()) !== undefined;
}

/** Joins a saga to its ends. What it hears, it hears in the transaction that remembers the message. */
export function saga<Tables, D extends DescMessage, M extends string>(
  definition: SagaDefinition<Tables, D, M>,
  ends: Ends<Tables, D>,
): Saga<Tables> {
  const { name, data: schema, turns } = definition;
  return {
    name,
    async hear(tx, id, signal) {
      const row = await lockedRow(tx, name, id);
      const turn = row && turns.next(stateOf(row), signal);
      note(tx, { saga: name, heard: signal.kind, status: turn?.state.status ?? 'ignored' });
      if (!row || !turn) return;
      await write(tx, row, turn, signal);
      const data = fromJson(schema, row.data as unknown as JsonValue, { ignoreUnknownFields: true });
      for (const effect of turn.effects) {
        if (effect.kind === 'say') await definition.say(tx, effect.message, { id, data });
        else await ends[effect.kind](tx, data);
      }
    },
  };
}

/** The row stays locked until the transaction ends, so whatever else this saga hears waits its turn. */
async function lockedRow<Tables>(tx: Transaction<Tables>, name: string, id: string) {
  const rows = withSagas(tx).selectFrom('saga').selectAll().where('id', '=', id).where('name', '=', name);
  return rows.forUpdate().executeTakeFirst();
}

async function write<Tables>(
  tx: Transaction<Tables>,
  row: Selectable<SagaTable>,
  { state, dueInMs }: Turn<string>,
  signal: Signal,
): Promise<void> {
  const entry = entryOf(
    signal.kind,
    'step' in signal ? signal.step : row.step,
    'reason' in signal ? signal.reason : '',
  );
  const { numUpdatedRows } = await withSagas(tx)
    .updateTable('saga')
    .set({
      ...state,
      due_at: dueAt(dueInMs),
      history: sql`history || ${JSON.stringify([entry])}::jsonb`,
      version: row.version + 1,
      updated_at: sql`now()`,
    })
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error(`saga ${row.id} took another turn meanwhile`);
}

const stateOf = ({ status, step, attempts, reason, trouble }: Selectable<SagaTable>): State => ({
  status,
  step,
  attempts,
  reason,
  trouble,
});

const entryOf = (heard: string, step: string, reason = '') => ({
  at: new Date().toISOString(),
  heard,
  step,
  ...(reason === '' ? {} : { reason }),
});

function note(tx: object, turn: SagaTurn): void {
  turned.set(tx, [...(turned.get(tx) ?? []), turn]);
}
