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
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { MessageRejected, type Broker, type Mailbox, type Message } from '../broker.ts';
import type { Worker, WorkerHost } from '../context.ts';
import { eventId } from '../event-id.ts';
import { uuidOf } from '../inbox.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { abortable, boundedByCall } from '../rpc/call.ts';
import { exhausted, RpcError } from '../rpc/errors.ts';
import { observed } from '../rpc/observed.ts';
import { inSpan } from '../telemetry.ts';
import { repliedIn, requestMessage } from './headers.ts';
import { errorIn } from './status.ts';

export type Patience = {
  /** How long to wait; a request made while answering a call never outlives that one's deadline. */
  readonly timeoutMs?: number;
  /** Asked again with the same key, it has one effect and the same answer. Default: a key of its own. */
  readonly key?: string;
};

/** Asks and waits. Rejects with RpcError: what the other side said, DEADLINE_EXCEEDED, UNAVAILABLE or RESOURCE_EXHAUSTED. */
export type Ask<Q extends DescMessage, A extends DescMessage> = (
  request: MessageInitShape<Q>,
  patience?: Patience,
) => Promise<MessageShape<A>>;

/** Of one kind of request. */
type Limits = { readonly timeoutMs?: number; readonly mostPending?: number };

type Question = {
  readonly channel: string;
  readonly payload: JsonValue;
  readonly correlationId: string;
  readonly timeoutMs: number;
  readonly key?: string;
};

type Place = {
  readonly context: string;
  readonly broker: Pick<Broker, 'publish' | 'openMailbox'>;
  readonly log: Log;
  readonly metrics: Metrics;
};

const TIMEOUT_MS = 5000;
/** Held back from the deadline of the call being answered, so that there is time to answer it. */
const MARGIN_MS = 20;
/** So many requests of one kind wait at once; more are refused, so that one who does not answer takes no more than that. */
const MOST_PENDING = 200;
const RETRY_MS = 500;

/**
 * What one process asks over the broker. A request waits in memory and is sent once, outside any transaction: whoever
 * needs it to survive this process publishes an event, or begins a saga. Answers come to a mailbox of this process.
 */
export class Requests implements Worker {
  readonly #place: Place;
  readonly #pending = new Map<string, (reply: Message) => void>();
  readonly #stopping = new AbortController();
  #mailbox: Promise<Mailbox> | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  /** One kind of request, and its answer. */
  to<Q extends DescMessage, A extends DescMessage>(
    request: Q,
    reply: A,
    { timeoutMs = TIMEOUT_MS, mostPending = MOST_PENDING }: Limits = {},
  ): Ask<Q, A> {
    const channel = request.typeName;
    const room = bulkhead(mostPending, 0);
    const full = (error: unknown): never => {
      throw error instanceof BulkheadRejectedError ? refusal(channel, mostPending) : error;
    };
    return async (wanted, patience = {}) => {
      const payload = toJson(request, create(request, wanted));
      const asked = { channel, payload, correlationId: eventId(), timeoutMs, ...patience };
      const inRoom = () => room.execute(() => this.#ask(asked)).catch(full);
      const body = await observed(this.#place.metrics, 'request', { context: this.#place.context, channel }, inRoom);
      try {
        return fromJson(reply, body, { ignoreUnknownFields: true });
      } catch {
        throw new RpcError('INTERNAL', `the answer is no ${reply.typeName}`);
      }
    };
  }

  /** Until the signal aborts; whoever still waits then hears that this is over. */
  async run({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    this.#opened().catch((error: unknown) => this.#place.log.warn({ err: error }, 'no mailbox yet'));
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    this.#stopping.abort(new RpcError('UNAVAILABLE', 'this process stops'));
    const mailbox = await this.#mailbox?.catch(() => undefined);
    await mailbox?.close().catch((error: unknown) => this.#place.log.debug({ err: error }, 'the mailbox stays'));
  }

  async measure({ metrics }: WorkerHost): Promise<void> {
    const { context } = this.#place;
    metrics.set('requests_pending', 'Requests that wait for an answer', { context }, this.#pending.size);
  }

  #ask(question: Question): Promise<JsonValue> {
    const { channel, correlationId } = question;
    const attributes = {
      'messaging.destination.name': channel,
      'messaging.operation.type': 'send',
      'messaging.message.conversation_id': correlationId,
    };
    return inSpan(`${channel} request`, { kind: SpanKind.CLIENT, attributes }, async () => {
      const replied = Promise.withResolvers<Message>();
      this.#pending.set(correlationId, replied.resolve);
      try {
        return await this.#answer(question, replied.promise);
      } finally {
        this.#pending.delete(correlationId);
      }
    });
  }

  async #answer({ channel, payload, correlationId, timeoutMs, key }: Question, replied: Promise<Message>): Promise<JsonValue> {
    const { deadline, signal, done } = boundedByCall({ timeoutMs, marginMs: MARGIN_MS }, this.#stopping.signal);
    try {
      const { address: replyTo } = await abortable(this.#opened(), signal).catch(asUnavailable);
      const asked = { correlationId, replyTo, deadline, key: uuidOf(key ?? correlationId) };
      const sent = this.#place.broker.publish([requestMessage(channel, payload, asked)]);
      await abortable(sent, signal).catch(asUnavailable);
      const { code, body } = repliedIn(await abortable(replied, signal));
      if (code !== 'OK') throw errorIn(code, body);
      // Written by toJson at the other side; whether it fits is seen when it is read.
      return body as JsonValue;
    } finally {
      done();
    }
  }

  /** The first to ask opens it; where that fails, the next one tries again. */
  #opened(): Promise<Mailbox> {
    const { broker, context } = this.#place;
    return (this.#mailbox ??= broker
      .openMailbox(context, (reply) => this.#take(reply))
      .catch((error: unknown) => {
        this.#mailbox = undefined;
        throw error;
      }));
  }

  #take(reply: Message): void {
    const waiting = this.#pending.get(repliedIn(reply).correlationId);
    if (waiting) return waiting(reply);
    const { context, metrics } = this.#place;
    const labels = { context, channel: reply.channel };
    metrics.count('replies_dropped_total', 'Replies that nobody waits for: too late, or once more', labels);
  }
}

const refusal = (channel: string, most: number): RpcError =>
  exhausted('TOO_MANY_REQUESTS_PENDING', channel, `${most} requests wait for an answer already`, RETRY_MS);

/** What the broker said is for the log of whoever runs it, not for whoever asked. */
function asUnavailable(error: unknown): never {
  if (error instanceof RpcError) throw error;
  if (error instanceof MessageRejected) throw new RpcError('INVALID_ARGUMENT', 'the request is too large for the broker');
  throw new RpcError('UNAVAILABLE', 'the broker is out of reach; try again');
}
