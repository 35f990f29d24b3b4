import { create, fromJson, toJson, type DescMessage, type JsonValue, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import { pino } from 'pino';
import type { Message, Verdict } from '../broker.ts';
import { openBroker } from '../brokers.ts';
import type { Responder } from '../context.ts';
import type { Database } from '../database.ts';
import { eventId } from '../event-id.ts';
import { Metrics } from '../metrics.ts';
import { askedIn, repliedIn, replyMessage, requestMessage, type Answer } from '../request/headers.ts';
import type { Harness } from './harness.ts';

const log = pino({ level: 'silent' });

/** A request as a broker would carry it. */
export function requestOf<D extends DescMessage>(
  schema: D,
  request: MessageInitShape<D>,
  { inMs = 5000 }: { readonly inMs?: number } = {},
): Message {
  const id = eventId();
  const asked = { correlationId: id, replyTo: 'nowhere', deadline: Date.now() + inMs, key: id };
  return requestMessage(schema.typeName, toJson(schema, create(schema, request)), asked);
}

export type Asked = { readonly verdict: Verdict; readonly answer: Answer | undefined };

/** Hands requests to a context's responders the way a process does, without a broker between. */
export function requestsTo<Tables>(
  responders: readonly Responder<Tables>[],
  database: Database<Tables>,
): (message: Message) => Promise<Asked> {
  return async (message) => {
    const replies: Message[] = [];
    const post = async (_address: string, reply: Message) => void replies.push(reply);
    const responder = responders.find(({ channel }) => channel === message.channel);
    if (!responder) throw new Error(`nobody here answers ${message.channel}`);
    const host = { context: 'test', database, log, metrics: new Metrics(), post };
    const verdict = await responder.respond({ message, attempt: 1 }, host);
    const [reply] = replies;
    if (!reply) return { verdict, answer: undefined };
    const { code, body } = repliedIn(reply);
    return { verdict, answer: { code, body } };
  };
}

type StandIn<Q extends DescMessage, A extends DescMessage> = {
  readonly url: string;
  readonly request: Q;
  readonly reply: A;
  /** What it answers and when; never, where that is undefined. */
  readonly answer: (request: MessageShape<Q>) => Promise<MessageInitShape<A> | undefined>;
};

/** Stands in for another context that is asked over the broker. */
export async function standIn<Q extends DescMessage, A extends DescMessage>(
  harness: Harness,
  { url, request, reply, answer }: StandIn<Q, A>,
): Promise<void> {
  const broker = await openBroker({ url, name: 'stand-in', log });
  await broker.start();
  harness.onClose(async () => {
    await broker.drain();
    await broker.close();
  });
  const handle = async ({ message }: { readonly message: Message }): Promise<Verdict> => {
    // Sent by the chassis, so it is JSON and says where to answer.
    const answered = await answer(fromJson(request, message.payload as JsonValue));
    const asked = askedIn(message);
    if (!asked || !answered) return { kind: 'done' };
    const body = toJson(reply, create(reply, answered));
    await broker.post(asked.replyTo, replyMessage(reply.typeName, { code: 'OK', body }, asked.correlationId));
    return { kind: 'done' };
  };
  await broker.subscribe({ group: 'stand-in', channels: [request.typeName], concurrency: 8, handle });
}
