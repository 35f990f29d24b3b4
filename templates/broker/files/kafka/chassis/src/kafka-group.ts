import { Consumer, stringDeserializers, type Message as KafkaMessage } from '@platformatic/kafka';
import type { Subscription } from './broker.ts';
import { backoffMs, sleep } from './clock.ts';
import { ensureTopic, isError, ONLY_FOR, reasonOf, topicOf, type KafkaLink } from './kafka-link.ts';
import { committedIn, endsOf, timesFound } from './kafka-offsets.ts';
import { messageIn } from './kafka-record.ts';
import type { Lanes } from './lanes.ts';
import { Progress } from './progress.ts';

type Texts = Consumer<string, string, string, string>;
type Received = KafkaMessage<string, string, string, string>;
/** How far a partition is, the leader's epoch of its last message, and what was committed last. */
type Place = { readonly progress: Progress; readonly found: number; epoch: number; committed: number; read: number };

/** So many messages are held at once, settled or not, of all partitions together. */
const WINDOW = 384;
const COMMIT_MS = 250;
const PAUSE = { first: 200, most: 5000 };
const MEMBER = { sessionTimeout: 10_000, rebalanceTimeout: 30_000, heartbeatInterval: 1000 };

/** One replica's membership in a group. Every change of who has which partitions begins a new reading of its own. */
export class KafkaGroup {
  readonly #link: KafkaLink;
  readonly #subscription: Subscription;
  readonly #lanes: Lanes;
  readonly #topics: string[];
  readonly #stop = new AbortController();
  readonly #inHand = new Set<Promise<void>>();
  #places = new Map<string, Place>();
  #running: Promise<void> | undefined;

  constructor(link: KafkaLink, subscription: Subscription, lanes: Lanes) {
    this.#link = link;
    this.#subscription = subscription;
    this.#lanes = lanes;
    this.#topics = [...new Set(subscription.channels.map(topicOf))];
  }

  /** Resolves when the group has a place in every partition and this replica is a member. */
  async start(): Promise<void> {
    for (const topic of this.#topics) await ensureTopic(this.#link, topic);
    await this.#begin();
    const joined = Promise.withResolvers<void>();
    this.#running = this.#run(joined.resolve);
    await joined.promise;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** The first of the group to come says where it begins: at the end of what there is. */
  async #begin(): Promise<void> {
    const groupId = this.#subscription.group;
    const [committed, ends] = await Promise.all([committedIn(this.#link, groupId), endsOf(this.#link, this.#topics)]);
    const topics = this.#topics.map((name) => ({
      name,
      partitionOffsets: (ends.get(name) ?? []).flatMap((offset, partition) =>
        (committed.get(`${name} ${partition}`) ?? -1n) < 0n ? [{ partition, offset }] : [],
      ),
    }));
    if (topics.every(({ partitionOffsets }) => partitionOffsets.length === 0)) return;
    // A group that has members by now was begun by them.
    await this.#link.admin.alterConsumerGroupOffsets({ groupId, topics: topics.filter(({ partitionOffsets }) => partitionOffsets.length > 0) }).catch((error: unknown) => {
      if (!isError(error, 'UNKNOWN_MEMBER_ID') && !isError(error, 'NON_EMPTY_GROUP')) throw error;
    });
  }

  async #run(joined: () => void): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted; ) {
      const consumer: Texts = new Consumer({
        ...this.#link.client,
        ...MEMBER,
        groupId: this.#subscription.group,
        deserializers: stringDeserializers,
        autocommit: false,
        maxWaitTime: 500,
        maxBytes: 2 * 1024 * 1024,
        highWaterMark: 64,
      });
      try {
        await consumer.topics.trackAll(...this.#topics);
        await consumer.joinGroup({});
        while (!this.#stop.signal.aborted) {
          await this.#readOn(consumer, () => {
            failures = 0;
            joined();
          });
        }
      } catch (error) {
        if (failures > 1) this.#link.log.warn({ err: reasonOf(error), group: this.#subscription.group }, 'broker: Kafka cannot be read');
        await sleep(backoffMs(failures++, PAUSE), this.#stop.signal);
      } finally {
        await consumer.close(true).catch(() => {});
      }
    }
  }

  /** From where the group is, until partitions change hands. */
  async #readOn(consumer: Texts, reading: () => void): Promise<void> {
    const turn = new AbortController();
    const over = AbortSignal.any([turn.signal, this.#stop.signal]);
    const end = () => turn.abort();
    const found = await timesFound(this.#link, this.#subscription.group, this.#topics);
    const stream = await consumer.consume({ topics: this.#topics, mode: 'committed', fallbackMode: 'earliest', autocommit: false });
    // What it has fetched already belongs to partitions that may be another's now.
    consumer.once('consumer:group:rebalance', end).once('consumer:group:rejoin', end);
    over.addEventListener('abort', () => void stream.destroy(), { once: true });
    const places = new Map<string, Place>();
    this.#places = places;
    const committing = this.#commitNowAndThen(consumer, places, over);
    reading();
    try {
      for await (const record of stream) {
        if (over.aborted) break;
        await this.#room(over);
        this.#take(record, { places, found, over });
      }
    } catch (error) {
      if (!over.aborted) throw error;
    } finally {
      turn.abort();
      consumer.off('consumer:group:rebalance', end).off('consumer:group:rejoin', end);
      await Promise.all(this.#inHand);
      await committing;
      await this.#commit(consumer, places);
    }
  }

  async #room(signal: AbortSignal): Promise<void> {
    const held = () => [...this.#places.values()].reduce((sum, { progress }) => sum + progress.size, 0);
    while (!signal.aborted && held() >= WINDOW) await sleep(2, signal);
  }

  #take(record: Received, { places, found, over }: { readonly places: Map<string, Place>; readonly found: ReadonlyMap<string, number>; readonly over: AbortSignal }): void {
    const at = `${record.topic} ${record.partition}`;
    const offset = Number(record.offset);
    const place = places.get(at) ?? { progress: new Progress(offset - 1, WINDOW), found: found.get(at) ?? 0, epoch: 0, committed: offset - 1, read: 0 };
    places.set(at, place);
    place.epoch = record.leaderEpoch;
    const { [ONLY_FOR]: onlyFor, ...headers } = Object.fromEntries(record.headers);
    const read = messageIn(record.key, headers, record.value ?? '');
    const isOurs = read.fault !== undefined || this.#subscription.channels.includes(read.message.channel);
    if (!isOurs || (onlyFor !== undefined && onlyFor !== this.#subscription.group)) return place.progress.skip(offset);
    place.progress.begin(offset);
    const arrival = { ...read, earlier: place.read < WINDOW ? place.found : 0, isOldest: place.read === 0 };
    place.read += 1;
    const work = this.#lanes.settle(arrival, over).then((isSettled) => {
      if (isSettled) place.progress.settle(offset);
      return undefined;
    });
    this.#inHand.add(work);
    void work.finally(() => this.#inHand.delete(work));
  }

  async #commitNowAndThen(consumer: Texts, places: ReadonlyMap<string, Place>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(COMMIT_MS, signal);
      if (!signal.aborted) await this.#commit(consumer, places);
    }
  }

  /** Too little is committed rather than too much, so that a failure only means that some messages come again. */
  async #commit(consumer: Texts, places: ReadonlyMap<string, Place>): Promise<void> {
    const news = [...places].filter(([, { progress, committed }]) => progress.floor > committed);
    if (news.length === 0) return;
    const floors = news.map(([at, place]) => ({ at, place, floor: place.progress.floor }));
    const offsets = floors.map(({ at, place, floor }) => {
      const [topic = '', partition] = at.split(' ');
      return { topic, partition: Number(partition), offset: BigInt(floor + 1), leaderEpoch: place.epoch };
    });
    try {
      await consumer.commit({ offsets });
      for (const { place, floor } of floors) place.committed = floor;
    } catch (error) {
      this.#link.log.debug({ err: error }, 'broker: a commit came too late');
    }
  }
}
