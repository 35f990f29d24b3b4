import { backoffMs, sleep } from './clock.ts';
import type { Message, Subscription, Verdict } from './broker.ts';
import type { Log } from './log.ts';

/** A message as a partition hands it over, with what is known of its past. */
export type Arrival = {
  readonly message: Message;
  /** How often the partition has changed hands while this message was in hand: it may have taken a process down. */
  readonly earlier: number;
  /** The oldest of its partition, the one to blame if another process died of the partition. */
  readonly isOldest: boolean;
  /** Why it cannot be handed to anybody. */
  readonly fault?: string | undefined;
};

/** Sets a message aside; resolves when that is stored. */
export type Bury = (message: Message, why: { readonly reason: string; readonly attempts: number }) => Promise<void>;

const PAUSE = { first: 1000, most: 10_000 };
/** From so many earlier deliveries on, a message is handled alone, so that no other is blamed for what it does. */
const SUSPECT = 2;

/**
 * Handles the messages of one group in this process: one key in order, many keys at once. A message that is tried again
 * stays ahead of the others of its key and takes no place while it waits. For brokers that keep order per partition and
 * know nothing of keys.
 */
export class Lanes {
  readonly #subscription: Pick<Subscription, 'concurrency' | 'handle'>;
  readonly #bury: Bury;
  readonly #log: Log;
  readonly #slots: Slots;
  readonly #tails = new Map<string, Promise<boolean>>();
  readonly #stop = new AbortController();

  constructor(subscription: Pick<Subscription, 'concurrency' | 'handle'>, bury: Bury, log: Log) {
    this.#subscription = subscription;
    this.#bury = bury;
    this.#log = log;
    this.#slots = new Slots(subscription.concurrency);
  }

  /**
   * True when the message is done with, handled or set aside; false when it was left alone because `signal` aborted
   * (somebody else has its partition now) or because of {@link drain}. Call it in the order of the partition.
   */
  async settle(arrival: Arrival, signal: AbortSignal): Promise<boolean> {
    const { key } = arrival.message;
    const work = (this.#tails.get(key) ?? Promise.resolve(true)).then(() => this.#settle(arrival, signal));
    this.#tails.set(key, work);
    try {
      return await work;
    } finally {
      if (this.#tails.get(key) === work) this.#tails.delete(key);
    }
  }

  /** Begins nothing more and waits for what is in hand. */
  async drain(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#tails.values());
  }

  async #settle({ message, earlier, isOldest, fault }: Arrival, signal: AbortSignal): Promise<boolean> {
    if (fault !== undefined) return this.#setAside(message, { reason: fault, attempts: 1 }, signal);
    const places = earlier >= SUSPECT ? this.#subscription.concurrency : 1;
    for (let attempt = isOldest ? earlier + 1 : 1; !this.#isOver(signal); attempt += 1) {
      const verdict = await this.#handledInTurn(message, attempt, { places, signal });
      if (verdict?.kind === 'done') return true;
      if (verdict?.kind === 'dead')
        return this.#setAside(message, { reason: verdict.reason, attempts: attempt }, signal);
      await this.#pause(attempt - 1, signal);
    }
    return false;
  }

  async #handledInTurn(
    message: Message,
    attempt: number,
    { places, signal }: { readonly places: number; readonly signal: AbortSignal },
  ): Promise<Verdict | undefined> {
    await this.#slots.take(places);
    try {
      return this.#isOver(signal) ? undefined : await this.#subscription.handle({ message, attempt });
    } catch (error) {
      this.#log.error({ err: error, messageId: message.id }, 'broker: the handler threw');
      return { kind: 'retry' };
    } finally {
      this.#slots.give(places);
    }
  }

  async #setAside(message: Message, why: { reason: string; attempts: number }, signal: AbortSignal): Promise<boolean> {
    for (let failures = 0; !this.#isOver(signal); failures += 1) {
      try {
        await this.#bury(message, why);
        return true;
      } catch (error) {
        this.#log.warn({ err: error, messageId: message.id }, 'broker: no place for a dead letter yet');
        await this.#pause(failures, signal);
      }
    }
    return false;
  }

  #isOver(signal: AbortSignal): boolean {
    return signal.aborted || this.#stop.signal.aborted;
  }

  async #pause(failures: number, signal: AbortSignal): Promise<void> {
    if (!this.#isOver(signal)) await sleep(backoffMs(failures, PAUSE), AbortSignal.any([signal, this.#stop.signal]));
  }
}

/** So many places, given in the order of asking. */
class Slots {
  #free: number;
  readonly #waiting: { readonly places: number; readonly go: () => void }[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  take(places: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ places, go });
      this.#serve();
    });
  }

  give(places: number): void {
    this.#free += places;
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next && next.places <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.places;
      next.go();
    }
  }
}
