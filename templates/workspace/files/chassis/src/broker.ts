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

/** A message that its group gave up on. */
export type DeadLetter = {
  readonly message: Message;
  readonly reason: string;
  readonly attempts: number;
  readonly diedAt: Date;
};

/** Where one process is reached, and no other, for as long as it lives. */
export type Mailbox = {
  /** What others post to. */
  readonly address: string;
  close(): Promise<void>;
};

/** One message can never be published, whatever the state of the broker. */
export class MessageRejected extends Error {
  override readonly name = 'MessageRejected';
}

/**
 * The port to a message broker: at least once, in order per key. A group receives what is published after it first
 * subscribed. What a broker cannot do better than this stands at the head of its adapter.
 */
export type Broker = {
  start(): Promise<void>;
  /**
   * Resolves when all of them are stored where they survive the death of the broker. Throws MessageRejected for a message
   * that is itself at fault. Whatever it throws, some of them may have been stored.
   */
  publish(messages: readonly Message[]): Promise<void>;
  subscribe(subscription: Subscription): Promise<void>;
  /**
   * A place of this process alone, for answers to what it asked: messages arrive there at most once and in no order. The
   * broker forgets the mailbox soon after the process is gone, and what lies in it. `name` says whose it is.
   */
  openMailbox(name: string, receive: (message: Message) => void): Promise<Mailbox>;
  /** Resolves when the broker has taken the message; nobody may have the mailbox any more, and then it is lost. */
  post(address: string, message: Message): Promise<void>;
  /** The messages that a group gave up on and nobody has replayed yet, the oldest 1,000 of them, oldest first. */
  deadLetters(group: string): Promise<readonly DeadLetter[]>;
  /**
   * Gives dead letters (by the ids of their messages; without ids, all of them) to their group once more: behind what
   * waits already, counting attempts from 1. Resolves with their number.
   */
  replay(group: string, ids?: readonly string[]): Promise<number>;
  isReachable(): Promise<boolean>;
  /** Takes no new messages and waits for those in hand. */
  drain(): Promise<void>;
  close(): Promise<void>;
};
