import type { JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { randomUUID } from 'node:crypto';
import { backoffMs, sleep } from './clock.ts';
import type { Arrival, Lanes } from './lanes.ts';
import { plainHeadersOf, REPLAYED, type NatsLink } from './nats-link.ts';
import { Progress } from './progress.ts';
import { messageFrom } from './wire.ts';

/** Who works on a partition of a group, and how far it is. */
export type Lease = {
  /** Nobody, once it was let go in order. */
  readonly owner: string | null;
  /** The stream's sequence up to which everything is settled. */
  readonly floor: number;
  /** The floor when the last owner came, and how often an owner died since without moving it. */
  readonly since: number;
  readonly crashes: number;
};

export type Claim = {
  readonly number: number;
  readonly me: string;
  readonly group: string;
  readonly channels: readonly string[];
  readonly lanes: Lanes;
  readonly leaseMs: number;
};

/** So many messages of a partition are held at once, settled or not. */
const WINDOW = 32;
const PAUSE = { first: 100, most: 1000 };
const RENEW_MS = 1000;
const PULL_MS = 20_000;
/** A pull that hears nothing for twice as long has lost the server that served it, though perhaps not the one we are on. */
const SIGN_OF_LIFE_MS = 1500;

/** A partition that this replica reads, in order, from where it was left. */
export class NatsPartition {
  readonly number: number;
  readonly #link: NatsLink;
  readonly #claim: Claim;
  readonly #progress: Progress;
  readonly #crashes: number;
  readonly #since: number;
  readonly #over = new AbortController();
  readonly #inHand = new Set<Promise<void>>();
  readonly #reading: Promise<void>;
  #revision: number;
  #written: number;
  #renewedAt: number;
  #isTaken = false;
  #read = 0;
  #stopPull = () => {};

  static async claim(link: NatsLink, claim: Claim): Promise<NatsPartition | undefined> {
    const at = performance.now();
    const subject = `${link.groups}.${claim.group}.${claim.number}`;
    const stored = await link.manager.streams.getMessage(link.groups, { last_by_subj: subject });
    if (!stored) return undefined;
    const before = stored.json<Lease>();
    const died = before.owner !== null && before.owner !== claim.me;
    const crashes = before.floor === before.since ? before.crashes + (died ? 1 : 0) : died ? 1 : 0;
    const lease: Lease = { owner: claim.me, floor: before.floor, since: before.floor, crashes };
    try {
      const { seq } = await link.stream.publish(subject, JSON.stringify(lease), {
        expect: { lastSubjectSequence: stored.seq },
      });
      return new NatsPartition(link, claim, lease, { revision: seq, at });
    } catch {
      // Somebody else was faster.
      return undefined;
    }
  }

  private constructor(link: NatsLink, claim: Claim, lease: Lease, { revision, at }: { revision: number; at: number }) {
    this.number = claim.number;
    this.#link = link;
    this.#claim = claim;
    this.#progress = new Progress(lease.floor, WINDOW);
    this.#crashes = lease.crashes;
    this.#since = lease.floor;
    this.#written = lease.floor;
    this.#revision = revision;
    this.#renewedAt = at;
    this.#reading = this.#run();
  }

  /** Writes how far it is, and that somebody is at it. */
  async renew(): Promise<void> {
    const isNews = this.#progress.floor !== this.#written;
    if (this.isLost() || (!isNews && performance.now() - this.#renewedAt < RENEW_MS)) return;
    await this.#write(this.#claim.me);
  }

  /** Another replica may have it by now, or has. */
  isLost(): boolean {
    return this.#isTaken || performance.now() - this.#renewedAt > this.#claim.leaseMs * 0.75;
  }

  /** After a connection was lost, what was on its way may be lost too. */
  readAgain(): void {
    this.#stopPull();
  }

  abandon(): void {
    this.#over.abort();
    this.#stopPull();
  }

  /** Resolves when nothing of it is in hand any more, after {@link abandon}. */
  async settled(): Promise<void> {
    await this.#reading;
    await Promise.all(this.#inHand);
  }

  /** Begins nothing more, waits for what is in hand, and lets the others know. */
  async release(): Promise<void> {
    this.abandon();
    await this.settled();
    if (!this.isLost()) await this.#write(null);
  }

  async #write(owner: string | null): Promise<void> {
    const at = performance.now();
    const floor = this.#progress.floor;
    const lease: Lease = { owner, floor, since: this.#since, crashes: floor === this.#since ? this.#crashes : 0 };
    const subject = `${this.#link.groups}.${this.#claim.group}.${this.number}`;
    try {
      const options = { expect: { lastSubjectSequence: this.#revision }, timeout: 2000 };
      const { seq } = await this.#link.stream.publish(subject, JSON.stringify(lease), options);
      this.#revision = seq;
      this.#written = floor;
      this.#renewedAt = at;
    } catch (error) {
      if (error instanceof Error && /wrong last sequence/i.test(error.message)) this.#isTaken = true;
    }
  }

  async #run(): Promise<void> {
    let next = this.#progress.floor + 1;
    for (let failures = 0; !this.#over.signal.aborted;) {
      try {
        for await (const message of this.#messagesFrom(next)) {
          next = message.seq + 1;
          failures = 0;
          this.#take(message);
        }
      } catch (error) {
        if (this.#over.signal.aborted) return;
        const fields = { err: error, group: this.#claim.group, partition: this.number };
        if (failures > 0) this.#link.log.warn(fields, 'broker: a partition cannot be read');
        await sleep(backoffMs(failures++, PAUSE), this.#over.signal);
      }
    }
  }

  /** Ends when something got lost on the way; then read on from behind the last one. */
  async *#messagesFrom(position: number): AsyncGenerator<JsMsg> {
    const { manager, stream, events } = this.#link;
    const info = await manager.consumers.add(events, {
      name: randomUUID(),
      ack_policy: 'none',
      deliver_policy: 'by_start_sequence',
      opt_start_seq: position,
      ...this.#filter(),
      mem_storage: true,
      num_replicas: 1,
      inactive_threshold: nanos(2 * PULL_MS),
    });
    const consumer = stream.consumers.getConsumerFromInfo(info);
    const broken = new AbortController();
    let delivered = 0;
    this.#stopPull = () => broken.abort();
    while (!broken.signal.aborted && !this.#over.signal.aborted) {
      await this.#progress.room(this.#over.signal);
      const batch = await consumer.fetch({
        max_messages: Math.max(1, this.#progress.free),
        expires: PULL_MS,
        idle_heartbeat: SIGN_OF_LIFE_MS,
      });
      this.#stopPull = () => {
        broken.abort();
        void batch.close();
      };
      for await (const message of batch) {
        if (broken.signal.aborted || message.info.deliverySequence !== delivered + 1) return;
        delivered += 1;
        yield message;
      }
    }
  }

  /** Several filters are known to servers from 2.10 on; before, the rest is passed over here. */
  #filter() {
    const prefix = `${this.#link.events}.${this.number}`;
    if (!isAtLeast(this.#link.connection.info?.version, [2, 10])) return { filter_subject: `${prefix}.>` };
    const wanted = [...this.#claim.channels, `${REPLAYED}.${this.#claim.group}`];
    return { filter_subjects: wanted.map((rest) => `${prefix}.${rest}`) };
  }

  #take(message: JsMsg): void {
    const { subject, seq, headers } = message;
    const rest = subject.slice(`${this.#link.events}.${this.number}.`.length);
    const isOurs = this.#claim.channels.includes(rest) || rest === `${REPLAYED}.${this.#claim.group}`;
    if (!isOurs) return this.#progress.skip(seq);
    this.#progress.begin(seq);
    const isOldest = this.#read === 0;
    const earlier = this.#read < WINDOW ? this.#crashes : 0;
    this.#read += 1;
    const arrival = { ...messageFrom(plainHeadersOf(headers), message.string()), earlier, isOldest };
    const work = this.#settle(seq, arrival);
    this.#inHand.add(work);
    void work.finally(() => this.#inHand.delete(work));
  }

  async #settle(seq: number, arrival: Arrival): Promise<void> {
    if (await this.#claim.lanes.settle(arrival, this.#over.signal)) this.#progress.settle(seq);
  }
}

function isAtLeast(version: string | undefined, [leastMajor, leastMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
