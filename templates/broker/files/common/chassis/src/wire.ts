import { MessageRejected, type Message } from './broker.ts';
import { schemeOf } from './brokers.ts';
import { eventId } from './event-id.ts';
import { fnv1a } from './hash.ts';
import { MAX_MESSAGE_BYTES } from './publishing.ts';

const MAX_HEADERS_BYTES = 64 * 1024;
/** What brokers' own headers and their framing may need besides. */
const HEAD_BYTES = 512;
/** Into so many parts messages are divided by their keys; so many replicas of a group can be busy. Never changes. */
export const PARTITIONS = 12;

/** Publishers and consumers must agree on it. */
export const partitionOf = (key: string): number => fnv1a(key) % PARTITIONS;

/** The payload as JSON. Throws MessageRejected when it or its headers are too large for any broker, or for `most` bytes. */
export function bodyOf(message: Message, most = Infinity): string {
  const body = JSON.stringify(message.payload);
  const size = Buffer.byteLength(body);
  const head = Buffer.byteLength(JSON.stringify(headersOf(message))) + HEAD_BYTES;
  const limit = Math.min(MAX_MESSAGE_BYTES, most - head);
  const told = `${message.channel} ${message.id}`;
  if (head > MAX_HEADERS_BYTES)
    throw new MessageRejected(`${told} has ${head} bytes of headers, more than ${MAX_HEADERS_BYTES}`);
  if (size > limit) throw new MessageRejected(`${told} has ${size} bytes, more than ${limit}`);
  return body;
}

/** What travels beside the payload. `id` is the name that Debezium's outbox router gives it, too. */
export function headersOf({ id, channel, key, occurredAt, headers }: Message): Record<string, string> {
  return { ...headers, id, channel, key, 'occurred-at': occurredAt };
}

/** A message as it arrived; `fault` says why nobody can read it. */
export type Read = { readonly message: Message; readonly fault?: string };

export function messageFrom(all: Readonly<Record<string, string>>, body: string): Read {
  const { id, channel, key, 'occurred-at': occurredAt = new Date().toISOString(), ...headers } = all;
  if (id === undefined || channel === undefined || key === undefined) {
    const message = { id: id ?? eventId(), channel: channel ?? '', key: key ?? '', occurredAt, headers, payload: body };
    return { message, fault: 'its headers name no id, channel or key' };
  }
  const message = { id, channel, key, occurredAt, headers };
  try {
    return { message: { ...message, payload: JSON.parse(body) as unknown } };
  } catch {
    return { message: { ...message, payload: body }, fault: 'its payload is not JSON' };
  }
}

/** Waits for all of them, then throws what one of them threw. */
export async function allStored(sending: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(sending);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The parts of `nats://user:password@one:4222,two:4222/shop?replicas=3`. */
export type BrokerAddress = {
  readonly hosts: readonly string[];
  readonly user?: string;
  readonly password?: string;
  /** Keeps several workspaces on one broker apart; empty where none is named. */
  readonly path: string;
  readonly options: URLSearchParams;
  /** By the `s` behind the scheme's name (`amqps://`), or by `?tls=true`. */
  readonly isEncrypted: boolean;
};

export function addressOf(url: string): BrokerAddress {
  const [, login, hosts = '', path, query] =
    /^\w+:\/\/(?:([^@/]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(url) ?? [];
  const [user, password] = (login ?? '').split(':').map(decodeURIComponent);
  const options = new URLSearchParams(query);
  return {
    hosts: hosts.split(','),
    ...(user ? { user } : {}),
    ...(password ? { password } : {}),
    path: decodeURIComponent(path ?? ''),
    options,
    isEncrypted: url.startsWith(`${schemeOf(url)}s:`) || options.get('tls') === 'true',
  };
}
