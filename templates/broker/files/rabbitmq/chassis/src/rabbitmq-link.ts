import { Connection, type Channel, type Envelope, type Publisher } from 'rabbitmq-client';
import type { Message } from './broker.ts';
import type { BrokerOptions } from './brokers.ts';
import { sleep } from './clock.ts';
import type { Log } from './log.ts';
import { addressOf, headersOf, messageFrom, PARTITIONS, type BrokerAddress, type Read } from './wire.ts';

export const EXCHANGE = 'events';
export const CONFIRM_MS = 10_000;
const CLOSE_MS = 2000;
const HEARTBEAT_SECONDS = 5;

export type RabbitLink = {
  readonly connection: Connection;
  readonly publisher: Publisher;
  readonly log: Log;
  readonly queues: Record<string, unknown>;
  /** What was, when it last got out of reach: who waits for a channel is only told that time ran out. */
  inTheWay(): unknown;
};

export function openRabbitmq({ url, name, log }: BrokerOptions): RabbitLink {
  const address = addressOf(url);
  const { hosts, user = 'guest', password = 'guest', path, isEncrypted } = address;
  const connection = new Connection({
    hosts: [...hosts],
    username: user,
    password,
    vhost: path || '/',
    tls: isEncrypted,
    connectionName: name,
    noDelay: true,
    heartbeat: HEARTBEAT_SECONDS,
    frameMax: 128 * 1024,
    acquireTimeout: CONFIRM_MS,
    connectionTimeout: 5000,
    retryLow: 250,
    retryHigh: 2000,
  });
  let inTheWay: unknown;
  connection.on('error', (error) => {
    inTheWay = error;
    log.warn({ err: error }, 'broker: RabbitMQ is out of reach');
  });
  connection.on('connection', () => log.info('broker: RabbitMQ is there'));
  connection.on('connection.blocked', (reason) => log.warn({ reason }, 'broker: RabbitMQ takes nothing for now'));
  const publisher = connection.createPublisher({ confirm: true });
  return { connection, publisher, log, queues: queueArguments(address), inTheWay: () => inTheWay };
}

/** The client waits for every channel to close, which a server that is away never says. */
export async function closeRabbitmq({ connection, publisher }: RabbitLink): Promise<void> {
  const closed = publisher.close().then(() => connection.close());
  const late = new AbortController();
  await Promise.race([closed.catch(() => {}), sleep(CLOSE_MS, late.signal)]);
  late.abort();
  connection.unsafeDestroy();
}

/** What every queue of the broker is declared with. Several addresses are a cluster, in which a queue has to be on several. */
function queueArguments({ hosts, options }: BrokerAddress): Record<string, unknown> {
  if ((options.get('queues') ?? (hosts.length > 1 ? 'quorum' : 'classic')) !== 'quorum') return {};
  // Attempts are bounded by the consumer. A queue that drops by itself (from RabbitMQ 4 on after 20) would lose events.
  return { 'x-queue-type': 'quorum', 'x-delivery-limit': 1_000_000 };
}

export const queueOf = (group: string, partition: number): string => `${group}.${partition}`;
export const deadLettersOf = (group: string): string => `${group}.dead`;
export const partitions = Array.from({ length: PARTITIONS }, (_, index) => index);

/** Resolves when RabbitMQ has confirmed it; a confirmation that does not come in time may still come later. */
export async function send(link: RabbitLink, envelope: Envelope, message: Message, body: string): Promise<void> {
  const properties = {
    durable: true,
    contentType: 'application/json',
    contentEncoding: 'utf-8',
    messageId: message.id,
  };
  const headers = { ...headersOf(message), ...(envelope.headers as object | undefined) };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('RabbitMQ did not confirm in time')), CONFIRM_MS);
  });
  const sent = link.publisher.send({ ...envelope, ...properties, headers }, Buffer.from(body));
  await Promise.race([sent, late]).finally(() => clearTimeout(timer));
}

type Arrived = { readonly headers?: Record<string, unknown>; readonly body: unknown };

/**
 * Classic queues say that a message was delivered before, but not how often. So whoever finds one at the head of a
 * partition notes it: resolves with how often it has been found there.
 */
export async function timesFound(link: RabbitLink, partition: string, messageId: string): Promise<number> {
  const queue = `${partition}.found`;
  return withChannel(link, async (channel) => {
    await channel.queueDeclare({ queue, durable: true, arguments: { 'x-max-length': 1 } });
    const note = await channel.basicGet({ queue, noAck: true });
    const times = note?.messageId === messageId ? Number(note.headers?.['times']) + 1 : 1;
    const envelope = { routingKey: queue, durable: true, messageId, headers: { times } };
    await link.publisher.send(envelope, Buffer.alloc(0));
    return times;
  });
}

/** `x-…` headers are the server's own. */
export function readRabbitmq({ headers = {}, body }: Arrived): Read {
  const own = Object.entries(headers).filter(([name]) => !name.startsWith('x-'));
  const text = Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body);
  return messageFrom(Object.fromEntries(own.map(([name, value]) => [name, String(value)])), text);
}

/** Closes the channel whatever becomes of the work; messages that it took and did not settle return to their queue. */
export async function withChannel<T>({ connection }: RabbitLink, work: (channel: Channel) => Promise<T>): Promise<T> {
  const channel = await connection.acquire();
  try {
    return await work(channel);
  } finally {
    await channel.close().catch(() => {});
  }
}
