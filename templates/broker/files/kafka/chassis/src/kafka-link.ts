import { Admin, compatibilityPartitioner, Producer, stringSerializers, type ConnectionOptions } from '@platformatic/kafka';
import { MessageRejected, type Message } from './broker.ts';
import type { BrokerOptions } from './brokers.ts';
import { sleep } from './clock.ts';
import { ConfigError } from './config.ts';
import { recordKeyOf } from './kafka-record.ts';
import type { Log } from './log.ts';
import { addressOf, allStored, bodyOf, headersOf, PARTITIONS, type BrokerAddress } from './wire.ts';

type Texts = Producer<string, string, string, string>;
type Client = ConnectionOptions & { clientId: string; bootstrapBrokers: string[]; timeout: number; retries: number; retryDelay: number };

export type KafkaLink = {
  readonly client: Client;
  readonly admin: Admin;
  readonly producer: Texts;
  readonly log: Log;
  /** Those that are known to be there. */
  readonly topics: Map<string, Promise<void>>;
  /** Of each topic that is made here; where it is not said, as many as there are brokers, up to three. */
  readonly replicas: number | undefined;
};

/** Names the group that a message is meant for alone: one that is replayed. */
export const ONLY_FOR = 'only-for';
/** A batch for one partition may not be larger than a topic's largest message, which is 1 MiB unless it says otherwise. */
const MAX_BATCH_BYTES = 900_000;
const REPLICAS = 3;
/** The broker's waiting for its replicas included. */
const TIMEOUT_MS = 5000;

export function openKafka({ url, name, log }: BrokerOptions): KafkaLink {
  const address = addressOf(url);
  const { hosts, user, options, isEncrypted } = address;
  if (user !== undefined && !isEncrypted && !hosts.every(isHere))
    log.warn({ hosts }, 'broker: the login to Kafka and all events travel unencrypted; add ?tls=true to BROKER_URL');
  const client: Client = {
    clientId: name,
    bootstrapBrokers: [...hosts],
    timeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
    // A group's coordinator takes a moment to be found, the first time and after a broker died.
    retries: 10,
    retryDelay: 200,
    // What stands between here and many a broker looks at the name that is asked for; an address is none.
    ...(isEncrypted ? { tls: {}, tlsServerName: hosts.every(isNamed) } : {}),
    ...loginOf(address),
  };
  const producer: Texts = new Producer({ ...client, serializers: stringSerializers, acks: -1 });
  const replicas = options.has('replicas') ? Number(options.get('replicas')) : undefined;
  return { client, admin: new Admin(client), producer, log, topics: new Map(), replicas };
}

/** How a login may be shown, by what `?sasl=` says; managed brokers often want the plain one. */
const MECHANISMS = new Map<string, 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'>([
  ['plain', 'PLAIN'],
  ['scram-sha-256', 'SCRAM-SHA-256'],
  ['scram-sha-512', 'SCRAM-SHA-512'],
]);

function loginOf({ user, password = '', hosts, options, isEncrypted }: BrokerAddress) {
  if (user === undefined) return {};
  const asked = options.get('sasl') ?? 'scram-sha-512';
  const mechanism = MECHANISMS.get(asked.toLowerCase());
  if (!mechanism) throw new ConfigError([`BROKER_URL: ?sasl=${asked} is none of ${[...MECHANISMS.keys()].join(', ')}`]);
  if (mechanism === 'PLAIN' && !isEncrypted && !hosts.every(isHere))
    throw new ConfigError(['BROKER_URL: with ?sasl=plain the password would travel in the open; begin it with kafkas://']);
  return { sasl: { mechanism, username: user, password } };
}

const isNamed = (host: string): boolean => !/^(\[|[\d.]+(:|$))/.test(host);

const isHere = (host: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])(:|$)/.test(host);

/** `orders.v1.OrderPlaced` travels in `orders.v1`: what an aggregate publishes keeps its order across kinds of events. */
export const topicOf = (channel: string): string => channel.slice(0, Math.max(0, channel.lastIndexOf('.'))) || channel;

export const deadLettersOf = (group: string): string => `${group}.dead`;

type TopicWishes = { readonly partitions?: number; readonly cleanup?: string; readonly retentionMs?: number };

/** Makes what is not there; how its owner has set up what is there is left alone. */
export function ensureTopic(link: KafkaLink, topic: string, { partitions = PARTITIONS, cleanup = 'delete', retentionMs }: TopicWishes = {}): Promise<void> {
  const known = link.topics.get(topic);
  if (known) return known;
  const retention = retentionMs === undefined ? {} : { 'retention.ms': String(retentionMs) };
  const made = createTopic(link, { topic, partitions, configs: { 'cleanup.policy': cleanup, ...retention } })
    .catch((error: unknown) => {
      if (!isError(error, 'TOPIC_ALREADY_EXISTS')) throw error;
    })
    .then(() => untilKnown(link, topic))
    .catch((error: unknown) => {
      link.topics.delete(topic);
      throw error;
    });
  link.topics.set(topic, made);
  return made;
}

type NewTopic = { readonly topic: string; readonly partitions: number; readonly configs: Readonly<Record<string, string>> };

/** Replicated so that one broker may be lost: what is acknowledged is then on more than one, and publishing goes on. */
async function createTopic(link: KafkaLink, { topic, partitions, configs }: NewTopic): Promise<void> {
  const { brokers } = await link.admin.metadata({ topics: [], forceUpdate: true });
  const replicas = link.replicas ?? Math.min(REPLICAS, brokers.size);
  const all = { ...configs, 'min.insync.replicas': String(Math.ceil(replicas / 2)) };
  await link.admin.createTopics({
    topics: [topic],
    partitions,
    replicas,
    configs: Object.entries(all).map(([name, value]) => ({ name, value })),
  });
}

/** A topic that was just made is not known to every broker yet. */
async function untilKnown(link: KafkaLink, topic: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await link.admin.metadata({ topics: [topic], forceUpdate: true });
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}

/** The client nests what the broker answered. */
export function isError(error: unknown, id: string): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('apiId' in error && error.apiId === id) return true;
  const inner = [...('errors' in error && Array.isArray(error.errors) ? error.errors : []), 'cause' in error ? error.cause : undefined];
  return inner.some((each) => isError(each, id));
}

/** The client tells of every attempt at every broker, each inside another; what was in the way last stands at the bottom. */
export function reasonOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const inner: unknown = error instanceof AggregateError ? error.errors.at(-1) : error.cause;
  return inner === undefined ? error : reasonOf(inner);
}

export type Outgoing = { readonly topic: string; readonly message: Message; readonly more?: Readonly<Record<string, string>>; readonly key?: string };

/** Stored by all replicas in sync. The messages of one key are in one batch, or in batches one after the other. */
export async function produce(link: KafkaLink, outgoing: readonly Outgoing[]): Promise<void> {
  const wired = outgoing.map(({ topic, message, more, key }) => {
    const value = bodyOf(message);
    const headers = { ...headersOf(message), ...more };
    return { topic, key: key ?? recordKeyOf(message.key), value, headers, size: Buffer.byteLength(value) + JSON.stringify(headers).length + 64 };
  });
  await allStored([...new Set(wired.map(({ topic }) => topic))].map((topic) => ensureTopic(link, topic)));
  for (const batch of batchesOf(wired)) {
    const messages = batch.map(({ size: _size, ...message }) => message);
    try {
      await link.producer.send({ messages, acks: -1, partitioner: compatibilityPartitioner });
    } catch (error) {
      const isLarge = isError(error, 'MESSAGE_TOO_LARGE') || isError(error, 'RECORD_LIST_TOO_LARGE');
      if (messages.length === 1 && isLarge) throw new MessageRejected('larger than its topic allows', { cause: error });
      throw error;
    }
  }
}

function* batchesOf<T extends { readonly size: number }>(items: readonly T[]): Generator<T[]> {
  let batch: T[] = [];
  let size = 0;
  for (const item of items) {
    if (batch.length > 0 && size + item.size > MAX_BATCH_BYTES) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(item);
    size += item.size;
  }
  if (batch.length > 0) yield batch;
}
