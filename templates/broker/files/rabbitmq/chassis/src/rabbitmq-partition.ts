import type { Channel } from 'rabbitmq-client';
import { backoffMs, sleep } from './clock.ts';
import type { Lanes } from './lanes.ts';
import { EXCHANGE, queueOf, readRabbitmq, timesFound, withChannel, type RabbitLink } from './rabbitmq-link.ts';

/** So many messages of a partition are held at once. */
const WINDOW = 32;
const PAUSE = { first: 100, most: 2000 };

export type RabbitClaim = {
  readonly group: string;
  readonly number: number;
  readonly channels: readonly string[];
  readonly lanes: Lanes;
};

/**
 * One queue of a group, with this replica in the line of its consumers: the first in line gets everything, the others
 * wait. What the first has not settled returns to its place in the queue when it leaves.
 */
export class RabbitPartition {
  readonly #link: RabbitLink;
  readonly #claim: RabbitClaim;
  readonly #inHand = new Set<Promise<undefined>>();
  readonly #over = new AbortController();
  #turn = new AbortController();
  #running: Promise<void> | undefined;
  #isFirst = false;

  constructor(link: RabbitLink, claim: RabbitClaim) {
    this.#link = link;
    this.#claim = claim;
  }

  /** Makes the queue, and stands in line. */
  async start(): Promise<void> {
    const { group, number, channels } = this.#claim;
    const queue = queueOf(group, number);
    await withChannel(this.#link, async (channel) => {
      const options = { ...this.#link.queues, 'x-single-active-consumer': true };
      await channel.queueDeclare({ queue, durable: true, arguments: options });
      for (const each of channels) {
        await channel.queueBind({ queue, exchange: EXCHANGE, routingKey: `${number}.${each}` });
      }
    });
    const standing = Promise.withResolvers<void>();
    this.#running = this.#run(standing.resolve);
    await standing.promise;
  }

  /** Messages have come to us: we are the first in line. */
  get isFirst(): boolean {
    return this.#isFirst;
  }

  /** Lets the next in line go ahead, and stands behind. */
  stepBack(): void {
    this.#turn.abort();
  }

  async stop(): Promise<void> {
    this.#over.abort();
    this.#turn.abort();
    await this.#running;
  }

  async #run(standing: () => void): Promise<void> {
    for (let failures = 0; !this.#over.signal.aborted;) {
      try {
        await withChannel(this.#link, async (channel) => {
          const turn = await this.#consume(channel);
          failures = 0;
          standing();
          await ended(turn);
          // Closing the channel returns what is not settled and lets the next in line go ahead, both at once. A consumer
          // that was cancelled first would be overtaken: the next gets what follows before our messages return.
          await Promise.all(this.#inHand);
        });
      } catch (error) {
        if (failures > 1)
          this.#link.log.warn({ err: error, queue: this.#claim.group }, 'broker: a queue cannot be read');
        await sleep(backoffMs(failures++, PAUSE), this.#over.signal);
      }
    }
  }

  async #consume(channel: Channel): Promise<AbortSignal> {
    const turn = new AbortController();
    this.#turn = turn;
    this.#isFirst = false;
    if (this.#over.signal.aborted) turn.abort();
    const consumerTag = `${this.#claim.group}-${channel.id}`;
    channel.once('close', () => turn.abort());
    channel.once('basic.cancel', () => turn.abort());
    await channel.basicQos({ prefetchCount: WINDOW });
    const queue = queueOf(this.#claim.group, this.#claim.number);
    let found = Promise.resolve(0);
    let read = 0;
    await channel.basicConsume({ queue, consumerTag }, (message) => {
      const isOldest = !this.#isFirst;
      this.#isFirst = true;
      const arrival = { ...readRabbitmq(message), isOldest };
      const counted = message.headers?.['x-delivery-count'];
      // The others wait until it is known what to think of the first.
      if (isOldest && message.redelivered && counted === undefined) found = this.#timesFound(arrival.message.id);
      read += 1;
      // Only the first ones can have been in hand when somebody died.
      const isRecent = read <= WINDOW;
      // Of the message itself only its tag is kept: its bytes are twice what they are once they are read.
      const { deliveryTag } = message;
      // Every message takes the same steps to the lanes, or one would overtake another.
      const settling = found.then((times) => {
        const earlier = counted === undefined ? (isRecent ? times : 0) : Number(counted);
        return this.#claim.lanes.settle({ ...arrival, earlier }, turn.signal);
      });
      const work = settling.then((isSettled) => {
        if (isSettled && channel.active) channel.basicAck({ deliveryTag });
        return undefined;
      });
      this.#inHand.add(work);
      void work.finally(() => this.#inHand.delete(work));
    });
    return turn.signal;
  }

  #timesFound(messageId: string): Promise<number> {
    const partition = queueOf(this.#claim.group, this.#claim.number);
    return timesFound(this.#link, partition, messageId).catch(() => 0);
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
