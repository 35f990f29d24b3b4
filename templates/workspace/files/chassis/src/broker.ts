/** What travels between contexts. */
export type Message = {
  readonly id: string;
  /** The protobuf type of the event, such as `orders.v1.OrderPlaced`. */
  readonly channel: string;
  /** The aggregate it is about; messages with one key arrive in the order they were published. */
  readonly key: string;
  readonly occurredAt: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Protobuf JSON. */
  readonly payload: unknown;
};

export type Delivery = { readonly message: Message; /** Counts from 1. */ readonly attempt: number };

/** `retry` comes back after a growing, jittered pause, ahead of its successors; `dead` is set aside with its reason. */
export type Verdict = { readonly kind: 'done' | 'retry' } | { readonly kind: 'dead'; readonly reason: string };

export type Subscription = {
  /** Replicas of one group share the messages; every group gets each message. */
  readonly group: string;
  readonly channels: readonly string[];
  /** How many keys are worked on at once. */
  readonly concurrency: number;
  readonly handle: (delivery: Delivery) => Promise<Verdict>;
};

/** One message can never be published, whatever the state of the broker. */
export class MessageRejected extends Error {
  override readonly name = 'MessageRejected';
}

/**
 * The port to a message broker: at least once, in order per key. A group receives what is published after it first
 * subscribed.
 */
export type Broker = {
  start(): Promise<void>;
  /** Resolves when all of them are stored. Throws MessageRejected for a message that is itself at fault. */
  publish(messages: readonly Message[]): Promise<void>;
  subscribe(subscription: Subscription): Promise<void>;
  isReachable(): Promise<boolean>;
  /** Takes no new messages and waits for those in hand. */
  drain(): Promise<void>;
  close(): Promise<void>;
};
