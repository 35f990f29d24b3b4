import { create, toJson, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { SpanKind } from '@opentelemetry/api';
import type { Transaction } from 'kysely';
import { eventId } from './event-id.ts';
import { fnv1a } from './hash.ts';
import { withMessaging } from './messaging-tables.ts';
import { unawaited } from './pipeline.ts';
import { inSpan, traceHeaders } from './telemetry.ts';

/** So many relays of one context can be busy at once. Change it while the outbox is empty. */
export const SHARDS = 4;
const written = new WeakMap<object, Set<number>>();

/** The shards of the outbox that a transaction wrote to. */
export function shardsIn(tx: object): ReadonlySet<number> {
  return written.get(tx) ?? new Set();
}

/** An event of one aggregate, as the contract describes it. */
export type OutgoingEvent<D extends DescMessage> = {
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly schema: D;
  readonly event: MessageInitShape<D>;
  readonly occurredAt: Date;
};

/** No broker takes more by default; what no broker takes would make its aggregate wait for ever. */
export const MAX_EVENT_BYTES = 1_000_000;

/**
 * Puts an event beside the state it tells of, in the same transaction: both are kept or neither. Write the aggregate's
 * row first; its lock is what puts the events of one aggregate in order.
 */
export async function appendToOutbox<Tables, D extends DescMessage>(
  tx: Transaction<Tables>,
  outgoing: OutgoingEvent<D>,
): Promise<void> {
  const { aggregateType, aggregateId, schema, event, occurredAt } = outgoing;
  const shard = fnv1a(aggregateId) % SHARDS;
  const payload = JSON.stringify(toJson(schema, create(schema, event)));
  const bytes = Buffer.byteLength(payload);
  if (bytes > MAX_EVENT_BYTES) {
    const what = `${schema.typeName} of ${aggregateType} ${aggregateId}`;
    throw new Error(`${what} has ${bytes} bytes, more than ${MAX_EVENT_BYTES}: publish where it can be read instead`);
  }
  const id = eventId();
  const attributes = { 'messaging.destination.name': schema.typeName, 'messaging.message.id': id };
  // Whoever consumes it goes on from here; the relay only carries it.
  await inSpan(`${schema.typeName} create`, { kind: SpanKind.PRODUCER, attributes }, async () => {
    const row = {
      id,
      aggregatetype: aggregateType,
      aggregateid: aggregateId,
      shard,
      type: schema.typeName,
      payload,
      headers: JSON.stringify(traceHeaders()),
      occurred_at: occurredAt,
    };
    await withMessaging(tx).insertInto('outbox').values(row).modifyEnd(unawaited).execute();
  });
  written.set(tx, (written.get(tx) ?? new Set()).add(shard));
}
