import { randomUUID } from 'node:crypto';
import type { Subscription } from './broker.ts';
import { sleep } from './clock.ts';
import type { Lanes } from './lanes.ts';
import type { NatsLink } from './nats-link.ts';
import { NatsPartition, type Lease } from './nats-partition.ts';
import { PARTITIONS } from './wire.ts';

const TICK_MS = 250;
/** A lease nobody has renewed for this long is anybody's. By everybody's own watch, never by the time of day. */
const LEASE_MS = 6000;
const BEACON_MS = 1000;

/**
 * One replica's part of a group. A partition belongs to whoever holds its lease: a record that only one can write, since
 * each write names the one before it. Replicas hear each other's beacons and leases and take their fair share.
 */
export class NatsGroup {
  readonly #link: NatsLink;
  readonly #subscription: Subscription;
  readonly #lanes: Lanes;
  readonly #me = randomUUID();
  readonly #held = new Map<number, NatsPartition>();
  readonly #leaving = new Set<number>();
  /** When, by our own watch, a partition's lease was last heard of, and whose it was. */
  readonly #leases = new Map<number, { readonly owner: string | null; readonly at: number }>();
  readonly #members = new Map<string, number>();
  readonly #stop = new AbortController();
  #ticking: Promise<void> | undefined;
  #beacon = 0;

  constructor(link: NatsLink, subscription: Subscription, lanes: Lanes) {
    this.#link = link;
    this.#subscription = subscription;
    this.#lanes = lanes;
  }

  /** Resolves when everything published from now on reaches the group, through whichever replica. */
  async start(): Promise<void> {
    const { connection, manager, events, groups } = this.#link;
    const { state } = await manager.streams.info(events);
    await Promise.all(partitions.map((partition) => this.#begin(partition, state.last_seq)));
    const { group } = this.#subscription;
    connection.subscribe(`${groups}.${group}.*`, {
      callback: (_, message) => this.#heard(message.subject, message.string()),
    });
    connection.subscribe(this.#beacons, { callback: (_, message) => void this.#members.set(message.string(), now()) });
    await this.#tick();
    this.#ticking = this.#run();
  }

  /** Silence while the broker was away says nothing about the others. */
  reconnected(): void {
    for (const [partition, { owner }] of this.#leases) this.#leases.set(partition, { owner, at: now() });
    for (const partition of this.#held.values()) partition.readAgain();
  }

  /** Finishes what is in hand and hands the partitions over. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ticking;
    await this.#lanes.drain();
    await Promise.allSettled([...this.#held.values()].map((partition) => partition.release()));
  }

  get #beacons(): string {
    return `_${this.#link.groups}_${this.#subscription.group}`;
  }

  /** The first of the group to come says where each partition begins. */
  async #begin(partition: number, last: number): Promise<void> {
    const { manager, stream, groups } = this.#link;
    const subject = `${groups}.${this.#subscription.group}.${partition}`;
    const lease: Lease = { owner: null, floor: last, since: last, crashes: 0 };
    const first = { expect: { lastSubjectSequence: 0 } };
    await stream.publish(subject, JSON.stringify(lease), first).catch(() => {});
    const stored = await manager.streams.getMessage(groups, { last_by_subj: subject });
    const { owner } = stored ? stored.json<Lease>() : lease;
    this.#leases.set(partition, { owner, at: now() });
  }

  #heard(subject: string, text: string): void {
    const partition = Number(subject.slice(subject.lastIndexOf('.') + 1));
    const { owner } = JSON.parse(text) as Lease;
    this.#leases.set(partition, { owner, at: now() });
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await sleep(TICK_MS, this.#stop.signal);
      try {
        if (this.#link.isConnected()) await this.#tick();
        else this.#letGoOfLate();
      } catch (error) {
        this.#link.log.warn({ err: error, group: this.#subscription.group }, 'broker: no partitions for a moment');
      }
    }
  }

  async #tick(): Promise<void> {
    if (now() - this.#beacon > BEACON_MS) {
      this.#beacon = now();
      this.#link.connection.publish(this.#beacons, this.#me);
    }
    await Promise.all([...this.#held.values()].map((partition) => partition.renew()));
    this.#letGoOfLate();
    const others = [...this.#members].filter(([id, at]) => id !== this.#me && now() - at < 3 * BEACON_MS);
    const fair = Math.ceil(PARTITIONS / (others.length + 1));
    const [surplus] = [...this.#held.values()].slice(fair);
    if (surplus) {
      this.#held.delete(surplus.number);
      this.#leave(surplus.number, surplus.release());
    }
    const wanted = partitions
      .filter((partition) => this.#isFree(partition))
      .slice(0, Math.max(0, fair - this.#held.size));
    await Promise.all(wanted.map((partition) => this.#claim(partition)));
  }

  #letGoOfLate(): void {
    for (const [number, partition] of this.#held) {
      if (!partition.isLost()) continue;
      partition.abandon();
      this.#held.delete(number);
      this.#leave(number, partition.settled());
    }
  }

  /** What is still in hand of a partition is waited for before it is read again: otherwise it would pile up. */
  #leave(number: number, leaving: Promise<void>): void {
    this.#leaving.add(number);
    void leaving.catch(() => {}).finally(() => this.#leaving.delete(number));
  }

  #isFree(partition: number): boolean {
    const lease = this.#leases.get(partition);
    if (!lease || this.#held.has(partition) || this.#leaving.has(partition)) return false;
    return lease.owner === null || lease.owner === this.#me || now() - lease.at > LEASE_MS;
  }

  async #claim(partition: number): Promise<void> {
    const held = await NatsPartition.claim(this.#link, {
      number: partition,
      me: this.#me,
      group: this.#subscription.group,
      channels: this.#subscription.channels,
      lanes: this.#lanes,
      leaseMs: LEASE_MS,
    });
    if (held) this.#held.set(partition, held);
  }
}

const partitions = Array.from({ length: PARTITIONS }, (_, index) => index);
const now = (): number => performance.now();
