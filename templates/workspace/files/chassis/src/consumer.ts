import { fromJson, type DescMessage, type JsonValue, type MessageShape } from '@bufbuild/protobuf';
import { SpanKind } from '@opentelemetry/api';
import type { Transaction } from 'kysely';
import type { Delivery, Message, Verdict } from './broker.ts';
import type { Database } from './database.ts';
import { firstDelivery } from './inbox.ts';
import { LastChances, Room } from './last-chances.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { reasonOf } from './reason.ts';
import { abortable, bounded, withinCall } from './rpc/call.ts';
import { isForLater, toRpcError } from './rpc/errors.ts';
import { inSpan, traceFrom } from './telemetry.ts';

/** What an event's handler knows besides the event. */
export type Occurrence = {
  readonly messageId: string;
  /** The aggregate the event is about. */ readonly subjectId: string;
  readonly occurredAt: Date;
};

/** Applies one kind of event. */
export type Consumer<Tables> = {
  readonly channel: string;
  readonly businessKey?: (payload: JsonValue) => string;
  /** All it writes belongs in `tx`, which also holds the note that the event took effect. */
  readonly apply: (tx: Transaction<Tables>, payload: JsonValue, occurrence: Occurrence) => Promise<void>;
};

/** The message does not fit the contract; trying again would not help. */
class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

/** Nobody came back from the last attempts to tell how they went. */
class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

/**
 * Joins an event of a contract to its handler. Two messages with one id have one effect; with a `key`, so have two
 * messages of which it says the same, such as two payments of one invoice.
 */
export function on<Tables, D extends DescMessage>(
  schema: D,
  handle: (tx: Transaction<Tables>, event: MessageShape<D>, occurrence: Occurrence) => Promise<void>,
  { key }: { readonly key?: (event: MessageShape<D>) => string } = {},
): Consumer<Tables> {
  return {
    channel: schema.typeName,
    ...(key && { businessKey: (payload) => key(readEvent(schema, payload)) }),
    apply: async (tx, payload, occurrence) => handle(tx, readEvent(schema, payload), occurrence),
  };
}

function readEvent<D extends DescMessage>(schema: D, payload: JsonValue): MessageShape<D> {
  try {
    // A newer publisher may send fields and enum values that this version does not know.
    return fromJson(schema, payload, { ignoreUnknownFields: true });
  } catch (error) {
    throw new UnreadableMessage(`this is no ${schema.typeName}: ${reasonOf(error)}`, { cause: error });
  }
}

export type ConsumerHost<Tables> = {
  readonly context: string;
  readonly database: Database<Tables>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How long a handler may take. */
  readonly timeoutMs?: number;
};

/** So many attempts by the broker's count, and so many more by ours: see last-chances.ts. */
const ATTEMPTS = 3;
const LAST_CHANCES = 5;
const TIMEOUT_MS = 20_000;

/** Handles what the broker delivers to one context: once per message, with a bounded number of attempts. */
export function deliveryHandler<Tables>(
  consumers: readonly Consumer<Tables>[],
  host: ConsumerHost<Tables>,
): (delivery: Delivery) => Promise<Verdict> {
  const byChannel = together(consumers);
  const station = { ...host, chances: new LastChances(host.database), room: new Room() };
  return async ({ message, attempt }) => {
    const attributes = { 'messaging.destination.name': message.channel, 'messaging.message.id': message.id };
    const options = { kind: SpanKind.CONSUMER, parent: traceFrom(message.headers), attributes };
    const started = performance.now();
    return inSpan(`${message.channel} process`, options, async () => {
      const { outcome, error } = await attempted(byChannel.get(message.channel), message, attempt, station);
      const ms = Math.round((performance.now() - started) * 10) / 10;
      host.metrics.operation('message', { context: host.context, channel: message.channel }, outcome, ms);
      const fields = { context: host.context, channel: message.channel, outcome, attempt, ms, messageId: message.id };
      if (error === undefined) host.log.info(fields, 'message');
      else host.log[outcome === 'dead' ? 'error' : 'warn']({ ...fields, err: error }, 'message');
      if (outcome === 'dead') return { kind: 'dead', reason: reasonOf(error) };
      return { kind: outcome === 'retry' ? 'retry' : 'done' };
    });
  };
}

/** Those of one channel take effect together; a business key that one of them names holds for all. */
function together<Tables>(consumers: readonly Consumer<Tables>[]): ReadonlyMap<string, Consumer<Tables>> {
  const joined = [...Map.groupBy(consumers, ({ channel }) => channel)].map(([channel, alike]) => {
    const apply: Consumer<Tables>['apply'] = async (...given) => {
      for (const each of alike) await each.apply(...given);
    };
    const businessKey = alike.find((each) => each.businessKey)?.businessKey;
    return [channel, { channel, apply, ...(businessKey && { businessKey }) }] as const;
  });
  return new Map(joined);
}

type Attempt = { readonly outcome: 'ok' | 'duplicate' | 'retry' | 'dead'; readonly error?: unknown };

/** A host, and what the deliveries to it have in common. */
type Station<Tables> = ConsumerHost<Tables> & { readonly chances: LastChances<Tables>; readonly room: Room };

/** What may take the process down has it for itself, so that nobody else is blamed for being there. */
async function attempted<Tables>(
  consumer: Consumer<Tables> | undefined,
  message: Message,
  attempt: number,
  station: Station<Tables>,
): Promise<Attempt> {
  if (!consumer) return { outcome: 'dead', error: new Error(`nobody here handles ${message.channel}`) };
  const isCounted = attempt > ATTEMPTS;
  const leave = isCounted ? await station.room.enterAlone() : await station.room.enter();
  try {
    return await tryOnce(consumer, message, isCounted, station);
  } finally {
    leave();
  }
}

async function tryOnce<Tables>(
  consumer: Consumer<Tables>,
  message: Message,
  isCounted: boolean,
  { database, chances, timeoutMs = TIMEOUT_MS }: Station<Tables>,
): Promise<Attempt> {
  const deadline = Date.now() + timeoutMs;
  const { signal, done } = bounded(deadline);
  let chance = 0;
  try {
    if (isCounted) chance = await chances.take(message.id);
    if (chance > LAST_CHANCES) throw new GivenUp(`took the process down or timed out in its last ${LAST_CHANCES} attempts`);
    const first = await withinCall({ deadline, signal }, () => applyOnce(consumer, message, database, signal));
    if (isCounted) await chances.giveBack(message.id);
    return { outcome: first ? 'ok' : 'duplicate' };
  } catch (error) {
    // However long this lasts: what is out of reach, or full, says nothing about the message.
    const isInnocent = isForLater(toRpcError(error));
    const isHopeless = error instanceof UnreadableMessage || error instanceof GivenUp || chance >= LAST_CHANCES;
    if (isCounted && (isInnocent || isHopeless)) await chances.giveBack(message.id);
    return { outcome: isHopeless && !isInnocent ? 'dead' : 'retry', error };
  } finally {
    done();
  }
}

/**
 * The inbox row and the effect commit together; false when the message took effect before. A handler that has not ended
 * when the signal aborts is left to itself: its transaction is over, and takes nothing more from it.
 */
async function applyOnce<Tables>(
  consumer: Consumer<Tables>,
  message: Message,
  database: Database<Tables>,
  signal: AbortSignal,
): Promise<boolean> {
  const occurrence = occurrenceOf(message);
  // The broker stored what our own relay wrote, which is JSON.
  const payload = message.payload as JsonValue;
  const businessKey = consumer.businessKey?.(payload);
  return database.atomically(async (tx) => {
    if (!(await firstDelivery(tx, { id: message.id, channel: message.channel, businessKey }))) return false;
    await abortable(consumer.apply(tx, payload, occurrence), signal);
    return true;
  });
}

function occurrenceOf({ id, key, occurredAt }: Message): Occurrence {
  const time = new Date(occurredAt);
  if (Number.isNaN(time.getTime())) throw new UnreadableMessage(`"${occurredAt}" is no time`);
  return { messageId: id, subjectId: key.slice(key.indexOf('/') + 1), occurredAt: time };
}

