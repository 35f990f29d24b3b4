import type { Effect, Model, Operation } from '../../model/model.ts';
import { indexOf } from './index-of.ts';
import { plainTable } from './names.ts';
import { operationCalledBy } from './operations.ts';
import { canFollow } from './order.ts';
import { isConditional, isDeadLetter, isTelemetry, keepsMemory } from './traces.ts';

/** Queues of jobs: each one that is added runs, unless its id is given. */
const JOBS = new Set(['bull', 'agenda', 'pg-boss', 'graphile']);
const surrogate = /^_?(id|uuid|guid|pk)$/i;

/** What an operation does that a second delivery would do again, with nothing in front of it that would stop that. */
export function effectsAtRisk(model: Model, operation: Operation, depth = 0): Effect[] {
  const effects = operation.effects.filter(({ around }) => around.remembered === undefined);
  const forwards = effects.every(({ kind }) => kind === 'publish' || kind === 'call') || !effects.some(changesState);
  return effects.filter(
    (effect, index) =>
      isRepeatable(model, operation, effect, depth) &&
      !(effect.kind === 'publish' && forwards && !JOBS.has(effect.protocol)) &&
      !effects.slice(0, index).some((before) => isGuard(model, operation, before, effect)) &&
      !(effect.kind === 'data' && effect.verb === 'insert' && hasUniqueKey(model, operation.service, effect.table)),
  );
}

/** What was found in front of the effects that could have stopped a second one. */
export const guardsOf = (model: Model, operation: Operation): Effect[] =>
  operation.effects.filter((effect) => effect.kind === 'data' && remembers(model, operation, effect));

/** Whether doing it twice differs from doing it once. Unknown answers no. */
function isRepeatable(model: Model, { service }: Operation, effect: Effect, depth: number): boolean {
  switch (effect.kind) {
    case 'data':
      return (
        (effect.verb === 'increment' && !isConditional(effect)) ||
        (effect.verb === 'insert' && addsAnew(model, service, effect))
      );
    case 'external':
      return ['mail', 'charge', 'sms', 'push'].includes(effect.what) && !effect.idempotencyKey;
    case 'publish':
      return effect.deduplicated !== true && !isDeadLetter(effect) && !isTelemetry(effect);
    case 'call': {
      if (effect.idempotencyKey === true) return false;
      const called = depth < 2 && effect.to !== service ? operationCalledBy(model, effect) : undefined;
      return called !== undefined && effectsAtRisk(model, called, depth + 1).length > 0;
    }
  }
}

/** A row under a key of its own: made on the spot, or by a table whose definition is here and asks for nothing else. */
const addsAnew = (model: Model, service: string, { keyed, table }: Extract<Effect, { kind: 'data' }>): boolean =>
  keyed === 'fresh' || (keyed === 'unknown' && declaredTables(model).has(`${service}\n${table}`));

const declaredTables = indexOf(
  (model) =>
    new Set(
      model.stores.flatMap(({ users }) =>
        users.flatMap(({ service, tables }) =>
          tables.filter(({ access }) => access === 'declares').map(({ table }) => `${service}\n${table}`),
        ),
      ),
    ),
);

/** A memory of the message, a unique key that fails the second time, or a check of stored state around the effect. */
function isGuard(model: Model, operation: Operation, before: Effect, effect: Effect): boolean {
  if (before.kind !== 'data' || !canFollow(before, effect)) return false;
  if (claims(before) && isAskedAfter(before, effect)) return true;
  if (remembers(model, operation, before)) return !before.around.branch || effect.around.branch;
  // A change of state that is refused the second time fails: whoever asks others with what it gave, has nothing to ask with.
  if (effect.kind === 'call' && before.verb !== 'read' && before.around.checks) return true;
  if (before.verb !== 'read') return false;
  return isCheckedAfter(before, effect);
}

/**
 * A write that only goes well once: a key of Redis that is taken if nobody has it, a change of state from a
 * certain one, a row that is left alone where it is there. */
const claims = (write: Extract<Effect, { kind: 'data' }>): boolean =>
  isConditional(write) || write.verb === 'upsert' || (write.engine === 'redis' && write.verb === 'insert');

/** Whether an effect stands behind a question whether the write before changed anything. */
const isAskedAfter = (write: Effect, { around }: Effect): boolean =>
  [...(around.changes ?? []), ...(around.checks ?? [])].some(
    (place) => !write.around.changes?.includes(place) && !write.around.checks?.includes(place),
  );

/** A check that the read stands behind too, says nothing about what was read. */
const isCheckedAfter = (read: Effect, effect: Effect): boolean =>
  (effect.around.checks ?? []).some((check) => !read.around.checks?.includes(check));

const remembers = (model: Model, { service }: Operation, effect: Extract<Effect, { kind: 'data' }>): boolean =>
  effect.verb !== 'read' &&
  (keepsMemory(effect) || (effect.verb === 'insert' && hasUniqueKey(model, service, effect.table)));

const hasUniqueKey = (model: Model, service: string, table: string | undefined): boolean =>
  table !== undefined && uniqueTables(model).has(`${service}\n${plainTable(table)}`);

/** Tables with a key that says what a row is about. */
const uniqueTables = indexOf(({ uniqueKeys }) => {
  const keys = uniqueKeys.filter(({ columns }) => !columns.every((column) => surrogate.test(column)));
  return new Set(keys.map(({ service, table }) => `${service}\n${plainTable(table)}`));
});

const changesState = (effect: Effect): boolean =>
  (effect.kind === 'data' && effect.verb !== 'read') || (effect.kind === 'external' && effect.what !== 'other');
