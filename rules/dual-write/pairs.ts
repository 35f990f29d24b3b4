import {
  canFollow,
  isCaptured,
  indexOf,
  isDeadLetter,
  isHandlersOwn,
  isTelemetry,
  keepsEvents,
  keepsMemory,
  marksTold,
  partingPlace,
  sharedSteps,
} from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Effect, Model, Operation } from '../../src/model/model.ts';

type Write = Extract<Effect, { kind: 'data' }>;
type Publish = Extract<Effect, { kind: 'publish' | 'call' }>;

/** A write and a publish of one use case. `lost`: the event is, when the process dies between them; `ghost`: it tells what never happened. */
export type Pair = {
  readonly write: Write;
  readonly publish: Publish;
  readonly order: 'lost' | 'ghost';
  /** Where the use case publishes, helpers left behind. */
  readonly site: Evidence;
};

/** Queues inside the database: their insert can share its transaction. */
const INSIDE = new Set(['outbox', 'pg-boss', 'graphile', 'agenda']);
const BROKERS = new Set(['kafka', 'rabbitmq', 'nats', 'redis', 'mqtt', 'nest-request']);

/** The first publish of each place that stands beside a write, with the write nearest to it. */
export function pairsOf(model: Model, operation: Operation): Pair[] {
  const { effects } = operation;
  if (!effects.some(isPublish)) return [];
  const writes = effects.filter((effect) => isWrite(model, operation, effect));
  if (writes.length === 0) return [];
  return effects.flatMap((effect, index) => {
    if (!isPublish(effect) || isTelemetry(effect) || isDeadLetter(effect)) return [];
    if (isHandlersOwn(model, operation, effect)) return [];
    if (effects.some((cover) => isCover(cover, effect) && isOneUseCase(operation, cover, effect))) return [];
    const before = new Set(effects.slice(0, index));
    const pair = pairOf(operation, effect, writes, before);
    return pair ? [pair] : [];
  });
}

/** The event is kept for somebody who publishes it. A relay that is woken here tidies up in a transaction of its own. */
const isCover = (effect: Effect, { around }: Publish): boolean =>
  effect.kind === 'data' &&
  keepsEvents(effect) &&
  (effect.verb === 'insert' ||
    effect.verb === 'upsert' ||
    (effect.verb !== 'read' && effect.around.transaction === around.transaction));

function pairOf(
  operation: Operation,
  publish: Publish,
  writes: readonly Write[],
  before: ReadonlySet<Effect>,
): Pair | undefined {
  const near = writes.filter((write) => isOneUseCase(operation, write, publish));
  const earlier = near.findLast((write) => before.has(write) && canFollow(write, publish));
  if (earlier) {
    const order = isUncommitted(earlier, publish) ? 'ghost' : 'lost';
    return { write: earlier, publish, order, site: partingPlace(publish, earlier) };
  }
  // A request is asked for its answer, even where nobody takes it: what is written later has nothing to do with it.
  if (publish.kind === 'call') return undefined;
  const later = near.find(
    (write) => !before.has(write) && canFollow(publish, write) && isSameFile(publish, write) && !marksTold(write),
  );
  return later && { write: later, publish, order: 'ghost', site: partingPlace(publish, later) };
}

const isUncommitted = (write: Write, publish: Publish): boolean =>
  publish.around.transaction !== undefined && publish.around.transaction === write.around.transaction;

/** Who starts a process starts all there is in it: only what is done in one function below belongs together. */
const isOneUseCase = ({ trigger }: Operation, a: Effect, b: Effect): boolean =>
  trigger !== 'start' || sharedSteps(a, b) > 0 || a.trail.length === 1;

/** What is written after a publish belongs to it where one function does both. */
const isSameFile = (publish: Publish, write: Write): boolean =>
  partingPlace(publish, write).file === partingPlace(write, publish).file;

const isPublish = (effect: Effect): effect is Publish =>
  effect.kind === 'publish'
    ? !INSIDE.has(effect.protocol)
    : effect.kind === 'call' && effect.around.unheard === true && BROKERS.has(effect.protocol);

function isWrite(model: Model, { service }: Operation, effect: Effect): effect is Write {
  if (effect.kind !== 'data' || effect.verb === 'read' || effect.twoPhase) return false;
  if (keepsEvents(effect) || keepsMemory(effect) || isCaptured(model, service, effect)) return false;
  return effect.engine !== 'redis' || isKept(model, service, effect.table);
}

/** Redis is a database where the service keeps documents in it, and a cache or a lock else. */
const isKept = (model: Model, service: string, table: string | undefined): boolean =>
  table !== undefined && keptInRedis(model).has(`${service}\n${table}`);

const keptInRedis = indexOf(({ stores }) => {
  const users = stores.filter(({ kind, role }) => kind === 'redis' && role === 'data').flatMap(({ users }) => users);
  return new Set(users.flatMap(({ service, tables }) => tables.map(({ table }) => `${service}\n${table}`)));
});
