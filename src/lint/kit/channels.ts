import type { Hear, Send } from '../../model/messaging.ts';
import type { Channel, Model } from '../../model/model.ts';
import { indexOf } from './index-of.ts';
import { grouped, unique } from './lists.ts';

/** Protocols under which a broker is not named: what is sent by them may run over any. */
const OPEN = new Set(['any', 'nest', 'nest-event', 'nest-request', 'outbox']);

export const isOpenProtocol = (protocol: string): boolean => OPEN.has(protocol);

/** The name of a channel without its broker. */
export const nameOfChannel = ({ id, kind }: Pick<Channel, 'id' | 'kind'>): string => id.slice(kind.length + 1);

const isOn = ({ id, kind }: Channel, protocol: string, names: readonly string[]): boolean =>
  (kind === 'message' ? isOpenProtocol(protocol) : kind === protocol || isOpenProtocol(protocol)) &&
  names.some((name) => id === `${kind}:${name}` || id.startsWith(`${kind}:${name}/`));

/** The ends of a channel among those that are known by name: by its whole name, or by what stands before a slash in it. */
function endsOf<T>(byName: ReadonlyMap<string, readonly Numbered<T>[]>, channel: Channel): readonly T[] {
  const name = nameOfChannel(channel);
  const above = [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index));
  const found = unique([name, ...above].flatMap((each) => byName.get(each) ?? []));
  return found.sort((a, b) => a.index - b.index).map(({ end }) => end);
}

type Numbered<T> = { readonly end: T; readonly index: number };

const numbered = <T>(ends: readonly T[], namesOf: (end: T) => readonly string[]) =>
  grouped(
    ends.flatMap((end, index) => {
      const one: Numbered<T> = { end, index };
      return unique(namesOf(end)).map((name) => [name, one] as const);
    }),
  );

const sendsByName = indexOf(({ messaging }) => numbered(messaging.sends, ({ names }) => names));
const hearsByName = indexOf(({ messaging }) => numbered(messaging.hears, ({ names, feeds }) => [...names, ...feeds]));

/** The places that publish to a channel. */
export const sendsTo = (model: Model, channel: Channel): readonly Send[] =>
  endsOf(sendsByName(model), channel).filter(
    ({ kind, protocol, names }) => kind === 'event' && isOn(channel, protocol, names),
  );

/** The handlers of a channel, those of queues that are bound to it included. */
export const hearsOf = (model: Model, channel: Channel): readonly Hear[] =>
  endsOf(hearsByName(model), channel).filter(({ protocol, names, feeds }) =>
    isOn(channel, protocol, [...names, ...feeds]),
  );

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
