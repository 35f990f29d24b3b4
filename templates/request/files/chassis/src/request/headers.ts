import type { Message } from '../broker.ts';
import { eventId } from '../event-id.ts';
import { traceHeaders } from '../telemetry.ts';

/** What a request carries besides its payload. */
type Asked = {
  /** Comes back with the answer. */
  readonly correlationId: string;
  /** Where the one who asked has its mailbox. */
  readonly replyTo: string;
  /** When it stops waiting, in milliseconds since the epoch: the clocks of both sides must agree well enough for that. */
  readonly deadline: number;
  /** Two requests with one key have one effect and the same answer. */
  readonly key: string;
};

const NAMES = {
  correlationId: 'correlation-id',
  replyTo: 'reply-to',
  deadline: 'deadline',
  key: 'request-key',
  code: 'reply-code',
} as const;

/** A request of its own for each attempt: what a broker has seen before, it may not carry again. */
export function requestMessage(channel: string, payload: unknown, asked: Asked): Message {
  const headers = {
    [NAMES.correlationId]: asked.correlationId,
    [NAMES.replyTo]: asked.replyTo,
    [NAMES.deadline]: new Date(asked.deadline).toISOString(),
    [NAMES.key]: asked.key,
  };
  return messageOf(channel, payload, { id: asked.correlationId, headers });
}

/** Undefined where something is missing: then there is nobody to answer. */
export function askedIn({ headers }: Message): Asked | undefined {
  const { [NAMES.correlationId]: correlationId, [NAMES.replyTo]: replyTo, [NAMES.key]: key } = headers;
  const deadline = Date.parse(headers[NAMES.deadline] ?? '');
  if (correlationId === undefined || replyTo === undefined || key === undefined || Number.isNaN(deadline)) return undefined;
  return { correlationId, replyTo, deadline, key };
}

/** `body` is the reply as protobuf JSON, or the google.rpc.Status of an error in base64. */
export type Answer = { readonly code: string; readonly body: unknown };

export function replyMessage(channel: string, { code, body }: Answer, correlationId: string): Message {
  const headers = { [NAMES.correlationId]: correlationId, [NAMES.code]: code };
  return messageOf(channel, body, { id: eventId(), headers });
}

export function repliedIn({ headers, payload }: Message): Answer & { readonly correlationId: string } {
  return { correlationId: headers[NAMES.correlationId] ?? '', code: headers[NAMES.code] ?? '', body: payload };
}

/** Requests and replies have no order to keep: each is a key of its own. */
function messageOf(
  channel: string,
  payload: unknown,
  { id, headers }: { readonly id: string; readonly headers: Readonly<Record<string, string>> },
): Message {
  const occurredAt = new Date().toISOString();
  return { id, channel, key: `Request/${id}`, occurredAt, headers: { ...headers, ...traceHeaders() }, payload };
}
