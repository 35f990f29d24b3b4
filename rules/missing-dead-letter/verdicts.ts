import { grouped, indexOf, unique } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Hear, Queue } from '../../src/model/messaging.ts';
import type { Effect, Model, Operation } from '../../src/model/model.ts';

/** What becomes of a message that cannot be worked on. */
export type Verdict =
  | { readonly kind: 'endless'; readonly why: string; readonly places: readonly Evidence[] }
  | { readonly kind: 'early'; readonly why: string; readonly at: Evidence }
  | { readonly kind: 'unknown'; readonly what: string };

/** Channels in which code itself puts what it gave up on. */
const PARKED = /dead|dl[qtx](?:\b|_|$)|poison|parking|retry|quarantine|failed|error/i;

const operations = indexOf((model) => new Map(model.operations.map((operation) => [operation.id, operation])));

export const operationOf = (model: Model, { operation }: Hear): Operation | undefined =>
  operations(model).get(operation);

/** Effects on the world, without which there is nothing to lose. */
export const workOf = (operation: Operation): readonly Effect[] =>
  operation.effects.filter((effect) => effect.kind !== 'data' || effect.verb !== 'read');

const parks = (operation: Operation): boolean =>
  operation.effects.some((effect) => effect.kind === 'publish' && PARKED.test(effect.channel ?? ''));

/** The verdict on one handler; undefined where its messages are looked after, or nothing could be lost. */
export function verdictOn(model: Model, hear: Hear): Verdict | undefined {
  const operation = operationOf(model, hear);
  if (!operation || workOf(operation).length === 0 || PARKED.test(hear.names.join(' ')) || parks(operation))
    return undefined;
  // What Nest does with an acknowledgement hangs on its transport.
  const early = hear.protocol.startsWith('nest-') ? undefined : acknowledgedEarly(hear, operation);
  if (early) return early;
  switch (hear.protocol) {
    case 'rabbitmq':
      return operation.delivery?.redelivers === false
        ? isAnswering(hear)
          ? undefined
          : { kind: 'early', why: 'noAck: the broker forgets it when it is delivered', at: hear.evidence[0] }
        : ofQueue(model, hear, 'rabbitmq');
    case 'nats':
      return operation.delivery?.redelivers ? ofQueue(model, hear, 'nats') : undefined;
    case 'pubsub':
    case 'sqs':
      return ofQueue(model, hear, hear.protocol);
    case 'kafka':
      return hear.conduct.catches
        ? { kind: 'unknown', what: 'what its error handling does' }
        : { kind: 'endless', why: 'an error stops the partition at this message', places: [] };
    default:
      return undefined;
  }
}

/** A queue that the broker names itself carries answers. */
const isAnswering = ({ names, feeds }: Hear): boolean =>
  names.every((name) => name.startsWith('(')) && feeds.length === 0;

/** The message is acknowledged by hand in the handler, and all work stands behind it. */
function acknowledgedEarly({ conduct: { acknowledges } }: Hear, operation: Operation): Verdict | undefined {
  if (!acknowledges) return undefined;
  const places = workOf(operation).map(({ trail }) => trail.findLast(({ file }) => file === acknowledges.file));
  const isBehind = places.every((place) => place !== undefined && place.line > acknowledges.line);
  return isBehind ? { kind: 'early', why: 'it is acknowledged here, before the work', at: acknowledges } : undefined;
}

const queuesNamed = (model: Model, protocol: string, names: readonly string[]): readonly Queue[] =>
  unique(names.flatMap((name) => queuesByName(model).get(`${protocol} ${name}`) ?? []));

const queuesByName = indexOf(({ messaging }) =>
  grouped(
    messaging.queues.flatMap((queue) =>
      unique(queue.names).map((name) => [`${queue.protocol} ${name}`, queue] as const),
    ),
  ),
);

function ofQueue(model: Model, hear: Hear, protocol: string): Verdict | undefined {
  const queues = queuesNamed(model, protocol, hear.names);
  if (queues.length === 0) return { kind: 'unknown', what: 'how its queue is set up' };
  if (queues.some(({ hasDeadLetter, isBounded }) => hasDeadLetter || isBounded)) return undefined;
  if (queues.some(({ hasDeadLetter, isBounded }) => hasDeadLetter === undefined || isBounded === undefined))
    return { kind: 'unknown', what: 'the options of its queue' };
  const { refuses, catches } = hear.conduct;
  const places = queues.map(({ evidence }) => ({ ...evidence[0], note: 'set up without a dead letter or a limit' }));
  if (refuses?.requeues === true) {
    const at = { ...refuses.at, note: 'puts it back at once' };
    return {
      kind: 'endless',
      why: 'a message that fails is put back and comes again at once',
      places: [at, ...places],
    };
  }
  if (refuses?.requeues === false) return undefined;
  if (refuses || catches) return { kind: 'unknown', what: 'what its error handling does' };
  return { kind: 'endless', why: 'a message that fails comes again for ever', places };
}
