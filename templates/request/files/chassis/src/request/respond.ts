import {
  create,
  fromJson,
  toJson,
  type DescMessage,
  type JsonValue,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { SpanKind } from '@opentelemetry/api';
import type { Transaction } from 'kysely';
import type { Delivery, Message, Verdict } from '../broker.ts';
import type { Responder, ResponderHost } from '../context.ts';
import { firstDelivery } from '../inbox.ts';
import { isAnswer } from '../rpc/breaker.ts';
import { abortable, bounded, withinCall } from '../rpc/call.ts';
import { RpcError, toRpcError } from '../rpc/errors.ts';
import { inSpan, traceFrom } from '../telemetry.ts';
import { keepAnswer, keptAnswer } from './answers.ts';
import { askedIn, replyMessage, type Answer } from './headers.ts';
import { answerOf } from './status.ts';

type Handle<Tables, Q extends DescMessage, A extends DescMessage> = (
  /** All it writes belongs in here, which also holds the answer. */
  tx: Transaction<Tables>,
  request: MessageShape<Q>,
) => Promise<MessageInitShape<A>>;

/**
 * Joins a request of a contract to its handler. A request has one effect, however often it comes, and the same answer,
 * refusals included: throw RpcError to refuse. Once nobody waits any more it has none, and is counted.
 */
export function respond<Tables, Q extends DescMessage, A extends DescMessage>(
  request: Q,
  reply: A,
  handle: Handle<Tables, Q, A>,
): Responder<Tables> {
  const work: Work<Tables> = async (tx, payload) =>
    toJson(reply, create(reply, await handle(tx, requestIn(request, payload))));
  return {
    channel: request.typeName,
    respond: (delivery, host) => responded(delivery, { work, reply: reply.typeName }, host),
  };
}

type Work<Tables> = (tx: Transaction<Tables>, payload: JsonValue) => Promise<JsonValue>;
type Duty<Tables> = { readonly work: Work<Tables>; readonly reply: string };

function requestIn<Q extends DescMessage>(schema: Q, payload: JsonValue): MessageShape<Q> {
  try {
    return fromJson(schema, payload, { ignoreUnknownFields: true });
  } catch {
    throw new RpcError('INVALID_ARGUMENT', `this is no ${schema.typeName}`);
  }
}

/** Nobody waits any more; what was done is taken back. */
class TooLate extends Error {
  override readonly name = 'TooLate';
}

async function responded<Tables>(
  { message, attempt }: Delivery,
  duty: Duty<Tables>,
  host: ResponderHost<Tables>,
): Promise<Verdict> {
  const { channel, id, headers } = message;
  const attributes = { 'messaging.destination.name': channel, 'messaging.message.id': id };
  const started = performance.now();
  return inSpan(`${channel} process`, { kind: SpanKind.CONSUMER, parent: traceFrom(headers), attributes }, async () => {
    const { outcome, verdict, error } = await settled(message, duty, host);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    host.metrics.operation('message', { context: host.context, channel }, outcome, ms);
    const fields = { context: host.context, channel, outcome, attempt, ms, messageId: id };
    if (error === undefined) host.log.info(fields, 'request');
    else host.log.warn({ ...fields, err: error }, 'request');
    return verdict;
  });
}

type Settled = { readonly outcome: string; readonly verdict: Verdict; readonly error?: unknown };
const done: Verdict = { kind: 'done' };

async function settled<Tables>(message: Message, duty: Duty<Tables>, host: ResponderHost<Tables>): Promise<Settled> {
  const asked = askedIn(message);
  // Nobody could be answered, now or later.
  if (!asked) return { outcome: 'unreadable', verdict: done, error: new Error('it does not say who asks, or until when') };
  const { signal, done: release } = bounded(asked.deadline);
  try {
    if (Date.now() >= asked.deadline) throw new TooLate();
    const { answer, error } = await withinCall({ deadline: asked.deadline, signal }, () =>
      answered(message, { ...asked, signal, work: duty.work }, host),
    );
    await host.post(asked.replyTo, replyMessage(duty.reply, answer, asked.correlationId));
    return { outcome: answer.code, verdict: done, error };
  } catch (error) {
    if (Date.now() < asked.deadline) return { outcome: 'retry', verdict: { kind: 'retry' }, error };
    const labels = { context: host.context, channel: message.channel };
    host.metrics.count('requests_expired_total', 'Requests without effect, since nobody waits for the answer', labels);
    return { outcome: 'expired', verdict: done };
  } finally {
    release();
  }
}

type Asked<Tables> = {
  readonly key: string;
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly work: Work<Tables>;
};
/** `error` is what a program must not tell its caller, and a log must. */
type Answered = { readonly answer: Answer; readonly error?: unknown };

async function answered<Tables>(
  { channel, payload }: Message,
  { key, deadline, signal, work }: Asked<Tables>,
  { database }: ResponderHost<Tables>,
): Promise<Answered> {
  /** Inbox row, effect and answer commit together; what was answered before is answered again. */
  const once = (produce: (tx: Transaction<Tables>) => Promise<Answer>): Promise<Answer> =>
    database.atomically(async (tx) => {
      if (!(await firstDelivery(tx, { id: key, channel }))) return (await keptAnswer(tx, key)) ?? notKept;
      const answer = await produce(tx);
      if (Date.now() >= deadline) throw new TooLate();
      await keepAnswer(tx, key, answer);
      return answer;
    });
  try {
    // The broker stored what requestMessage() wrote, which is JSON.
    const worked = (tx: Transaction<Tables>) => abortable(work(tx, payload as JsonValue), signal);
    return { answer: await once(async (tx) => ({ code: 'OK', body: await worked(tx) })) };
  } catch (thrown) {
    const error = toRpcError(thrown);
    if (thrown instanceof TooLate || error.code === 'UNAVAILABLE') throw thrown;
    const answer = answerOf(error);
    // Told no, nobody may find later that it happened all the same.
    if (isAnswer(error)) return { answer: await once(async () => answer) };
    return { answer, error: thrown };
  }
}

/** It was answered before, and the answer has been forgotten since. */
const notKept = answerOf(new RpcError('INTERNAL', 'the answer is not kept any more'));
