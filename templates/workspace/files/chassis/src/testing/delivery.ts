import { create, toJson, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { pino } from 'pino';
import type { Message, Verdict } from '../broker.ts';
import { deliveryHandler, type Consumer } from '../consumer.ts';
import type { Database } from '../database.ts';
import { eventId } from '../event-id.ts';
import { Metrics } from '../metrics.ts';

/** An event as a broker would carry it. */
export function messageOf<D extends DescMessage>(schema: D, subjectId: string, event: MessageInitShape<D>): Message {
  const payload = toJson(schema, create(schema, event));
  return {
    id: eventId(),
    channel: schema.typeName,
    key: `Aggregate/${subjectId}`,
    occurredAt: new Date().toISOString(),
    headers: {},
    payload,
  };
}

/** Delivers messages to a context's consumers the way a process does, inbox and all, without a broker between. */
export function deliveriesTo<Tables>(
  consumers: readonly Consumer<Tables>[],
  database: Database<Tables>,
  options: { readonly timeoutMs?: number } = {},
): (message: Message, attempt?: number) => Promise<Verdict> {
  const handle = deliveryHandler(consumers, {
    context: 'test',
    database,
    log: pino({ level: 'silent' }),
    metrics: new Metrics(),
    ...options,
  });
  return (message, attempt = 1) => handle({ message, attempt });
}
