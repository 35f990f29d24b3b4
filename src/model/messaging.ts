import type { Evidence, NonEmpty } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** Both ends of every message, place by place. Protocols as in effects: kafka, rabbitmq, nats, redis, bull, nest-event, … */
export type Messaging = {
  readonly sends: readonly Send[];
  readonly hears: readonly Hear[];
  readonly queues: readonly Queue[];
  readonly servers: readonly Server[];
  /** Services none of whose code could be read: they may be the other end of anything. */
  readonly unread: readonly ServiceName[];
  /** Brokers that a service has a client of, whether or not it was seen to use it. */
  readonly clients: readonly { readonly service: ServiceName; readonly protocol: string }[];
  /** Connectors that carry rows of a database to a broker. */
  readonly relays: readonly Evidence[];
};

/** A place that publishes, or that asks over a broker and waits. `names` is empty where they could not be told. */
export type Send = {
  readonly service: ServiceName;
  readonly kind: 'event' | 'request';
  readonly protocol: string;
  readonly names: readonly string[];
  readonly keys: readonly string[];
  /** There is a routing key, but nobody can tell which. */
  readonly isKeyOpen: boolean;
  /** Operations that it reaches; where nobody hears it, those that are meant by its name. */
  readonly reaches: readonly string[];
  /** Services that take what is asked there, by queue or address, though none of their handlers has the name. */
  readonly takenBy: readonly ServiceName[];
  readonly evidence: NonEmpty<Evidence>;
};

/** A handler of messages. `operation` is its id in the model. */
export type Hear = {
  readonly service: ServiceName;
  readonly operation: string;
  readonly protocol: string;
  readonly names: readonly string[];
  readonly keys: readonly string[];
  /** What feeds the queue it takes from: exchanges, subjects, topics. */
  readonly feeds: readonly string[];
  readonly conduct: Conduct;
  readonly evidence: NonEmpty<Evidence>;
};

/** What a handler does with the message itself, helpers followed a few steps. */
export type Conduct = {
  /** Where it acknowledges by hand, whatever happens: not in error handling, not on one branch. */
  readonly acknowledges?: Evidence;
  /** Where it refuses a message, and whether that puts it back. */
  readonly refuses?: { readonly requeues: boolean | 'unknown'; readonly at: Evidence };
  /** It handles errors itself somewhere. */
  readonly catches: boolean;
};

/** A queue, subscription or consumer as code sets it up; undefined is what could not be told. */
export type Queue = {
  readonly service: ServiceName;
  readonly protocol: string;
  readonly names: readonly string[];
  readonly hasDeadLetter?: boolean;
  readonly isBounded?: boolean;
  readonly evidence: NonEmpty<Evidence>;
};

/** A transport that a Nest application listens over. */
export type Server = {
  readonly service: ServiceName;
  /** `unknown` for one of one's own. */
  readonly transport: string;
  /** RabbitMQ: whether a message is acknowledged as soon as it is delivered. */
  readonly acknowledgesFirst?: boolean;
  readonly hasDeadLetter?: boolean;
  /** RabbitMQ: the queue it takes from, where that is known. */
  readonly queues?: readonly string[];
  readonly evidence: NonEmpty<Evidence>;
};

/** What holds where nobody sends a message. */
export const noMessaging: Messaging = {
  sends: [],
  hears: [],
  queues: [],
  servers: [],
  unread: [],
  clients: [],
  relays: [],
};
