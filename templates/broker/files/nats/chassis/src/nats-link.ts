import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import {
  connect,
  headers as emptyHeaders,
  nanos,
  type MsgHdrs,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { MessageRejected, type Message } from './broker.ts';
import type { BrokerOptions } from './brokers.ts';
import type { Log } from './log.ts';
import { NatsStore } from './nats-store.ts';
import { addressOf, headersOf } from './wire.ts';

const DAY_MS = 24 * 3_600_000;
export const PING_MS = 2000;
/** A server that takes the connection and says nothing is left for the next one; the client's own patience is 20 s. */
const CONNECT_MS = 5000;
/** Of each stream in a cluster: a majority acknowledges, so that one server may be lost. */
const REPLICAS = 3;
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
  /** Throws what is in the way of a connection. */
  probe(): Promise<void>;
};

export async function openNats({ url, name, log }: BrokerOptions): Promise<NatsLink> {
  const { hosts, user, password, path, options, isEncrypted } = addressOf(url);
  const wanted: NodeConnectionOptions = {
    servers: [...hosts],
    name,
    // Without it the client takes TLS where a server asks for it, and does without where one that pretends does not.
    ...(isEncrypted ? { tls: {} } : {}),
    ...(user === undefined ? {} : password === undefined ? { token: user } : { user, pass: password }),
    timeout: CONNECT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    reconnectJitterTLS: 250,
    pingInterval: PING_MS,
    maxPingOut: 2,
  };
  // One that is refused is told so; one that once was let in tries again without end, since logins may be half changed.
  const probe = async () => (await connect(wanted)).close();
  await probe().catch((cause: unknown) => {
    throw new Error('NATS is out of reach', { cause });
  });
  const connection = await connect({ ...wanted, ignoreAuthErrorAbort: true });
  const stream = jetstream(connection);
  const manager = await jetstreamManager(connection);
  const namespace = path || 'events';
  const names = { events: namespace, groups: `${namespace}_groups`, dead: `${namespace}_dead` };
  const replicas = Number(options.get('replicas') ?? (connection.info?.cluster === undefined ? 1 : REPLICAS));
  const kept = { storage: 'file', num_replicas: replicas } as const;
  const ensure = (stream: Wanted) => ensureStream(manager, stream, log);
  await ensure({
    ...kept,
    name: names.events,
    subjects: [`${names.events}.>`],
    max_age: nanos(7 * DAY_MS),
  });
  await ensure({
    ...kept,
    name: names.groups,
    subjects: [`${names.groups}.>`],
    max_msgs_per_subject: 1,
  });
  await ensure({
    ...kept,
    name: names.dead,
    subjects: [`${names.dead}.>`],
    max_age: nanos(90 * DAY_MS),
  });
  let isConnected = true;
  const store = new NatsStore(connection);
  const link = {
    connection,
    stream,
    store,
    manager,
    log,
    ...names,
    probe,
    isConnected: () => isConnected && !connection.isClosed(),
  };
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') isConnected = false;
      if (type === 'reconnect') isConnected = true;
    }
  })();
  return link;
}

type Wanted = Parameters<JetStreamManager['streams']['add']>[0] & { readonly num_replicas: number };

/** Whatever its owner made of the stream since is left alone. */
async function ensureStream(manager: JetStreamManager, stream: Wanted, log: Log): Promise<void> {
  try {
    await manager.streams.add(stream);
  } catch (error) {
    const there = await manager.streams.info(stream.name).catch(() => undefined);
    if (!there) throw error;
    const { num_replicas: replicas } = there.config;
    if (replicas < stream.num_replicas)
      log.warn(
        { stream: stream.name, replicas },
        `broker: a machine lost may be events lost: nats stream edit --replicas ${stream.num_replicas}`,
      );
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
