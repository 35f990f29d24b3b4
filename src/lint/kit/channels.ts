import type { Hear, Send } from '../../model/messaging.ts';
import type { Channel, Model } from '../../model/model.ts';
import { indexOf } from './index-of.ts';

/** Protocols under which a broker is not named: what is sent by them may run over any. */
const OPEN = new Set(['any', 'nest', 'nest-event', 'nest-request', 'outbox']);

export const isOpenProtocol = (protocol: string): boolean => OPEN.has(protocol);

/** The name of a channel without its broker. */
export const nameOfChannel = ({ id, kind }: Pick<Channel, 'id' | 'kind'>): string => id.slice(kind.length + 1);

const isOn = ({ id, kind }: Channel, protocol: string, names: readonly string[]): boolean =>
  (kind === 'message' ? isOpenProtocol(protocol) : kind === protocol || isOpenProtocol(protocol)) &&
  names.some((name) => id === `${kind}:${name}` || id.startsWith(`${kind}:${name}/`));

/** The places that publish to a channel. */
export const sendsTo = (model: Model, channel: Channel): readonly Send[] =>
  model.messaging.sends.filter(({ kind, protocol, names }) => kind === 'event' && isOn(channel, protocol, names));

/** The handlers of a channel, those of queues that are bound to it included. */
export const hearsOf = (model: Model, channel: Channel): readonly Hear[] =>
  model.messaging.hears.filter(({ protocol, names, feeds }) => isOn(channel, protocol, [...names, ...feeds]));

/** Channels that one side only was seen of. */
export const oneSided = indexOf((model) =>
  model.channels.filter(({ publishedBy, consumedBy }) => (publishedBy.length === 0) !== (consumedBy.length === 0)),
);

const BROKERS: Readonly<Record<string, string>> = {
  kafka: 'Kafka',
  rabbitmq: 'RabbitMQ',
  nats: 'NATS',
  redis: 'Redis',
  mqtt: 'MQTT',
  tcp: 'TCP',
  grpc: 'gRPC',
  bull: 'Bull',
  sqs: 'SQS',
  sns: 'SNS',
  pubsub: 'Google Pub/Sub',
  moleculer: 'Moleculer',
};

/** How people call a protocol. */
export const brokerName = (protocol: string): string => BROKERS[protocol] ?? protocol;
