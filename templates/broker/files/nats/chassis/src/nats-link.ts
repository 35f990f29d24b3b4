import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, headers as emptyHeaders, nanos, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { MessageRejected, type Message } from './broker.ts';
import type { BrokerOptions } from './brokers.ts';
import type { Log } from './log.ts';
import { NatsStore } from './nats-store.ts';
import { addressOf, headersOf } from './wire.ts';

const DAY_MS = 24 * 3_600_000;
export const PING_MS = 2000;
/** Stands where the channel would in the subject of a message that only one group gets, once more. */
export const REPLAYED = '_replayed';

/** A connection, and the names of everything a namespace has on it. */
export type NatsLink = {
  readonly connection: NatsConnection;
  readonly stream: JetStreamClient;
  readonly store: NatsStore;
  readonly manager: JetStreamManager;
  readonly log: Log;
  readonly events: string;
  readonly groups: string;
  readonly dead: string;
  isConnected(): boolean;
};

export async function openNats({ url, name, log }: BrokerOptions): Promise<NatsLink> {
  const { hosts, user, password, path, options } = addressOf(url);
  const connection = await connect({
    servers: [...hosts],
    name,
    ...(user === undefined ? {} : password === undefined ? { token: user } : { user, pass: password }),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    pingInterval: PING_MS,
    maxPingOut: 2,
  });
  const stream = jetstream(connection);
  const manager = await jetstreamManager(connection);
  const namespace = path || 'events';
  const names = { events: namespace, groups: `${namespace}_groups`, dead: `${namespace}_dead` };
  const kept = { storage: 'file', num_replicas: Number(options.get('replicas') ?? 1) } as const;
  await ensureStream(manager, {
    ...kept,
    name: names.events,
    subjects: [`${names.events}.>`],
    max_age: nanos(7 * DAY_MS),
  });
  await ensureStream(manager, {
    ...kept,
    name: names.groups,
    subjects: [`${names.groups}.>`],
    max_msgs_per_subject: 1,
  });
  await ensureStream(manager, {
    ...kept,
    name: names.dead,
    subjects: [`${names.dead}.>`],
    max_age: nanos(90 * DAY_MS),
  });
  let isConnected = true;
  const store = new NatsStore(connection);
  const link = { connection, stream, store, manager, log, ...names, isConnected: () => isConnected && !connection.isClosed() };
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') isConnected = false;
      if (type === 'reconnect') isConnected = true;
    }
  })();
  return link;
}

/** Whatever its owner made of the stream since is left alone. */
async function ensureStream(manager: JetStreamManager, stream: Parameters<JetStreamManager['streams']['add']>[0]) {
  try {
    await manager.streams.add(stream);
  } catch (error) {
    const isThere = await manager.streams.info(stream.name).then(Boolean, () => false);
    if (!isThere) throw error;
  }
}

export function natsHeadersOf(message: Message, more: Readonly<Record<string, string>> = {}): MsgHdrs {
  const headers = emptyHeaders();
  try {
    for (const [name, value] of Object.entries({ ...headersOf(message), ...more })) headers.set(name, value);
  } catch (error) {
    throw new MessageRejected(`${message.channel} ${message.id} has a header that NATS does not carry`, {
      cause: error,
    });
  }
  return headers;
}

/** Without those of the server's own. */
export function plainHeadersOf(headers: MsgHdrs | undefined): Record<string, string> {
  const names = (headers?.keys() ?? []).filter((name) => !name.startsWith('Nats-'));
  return Object.fromEntries(names.map((name) => [name, headers?.get(name) ?? '']));
}
