import type { SyncMessage } from 'rabbitmq-client';
import type { Broker, DeadLetter, Message, Subscription } from './broker.ts';
import type { BrokerOptions } from './brokers.ts';
import { sleep, succeedsWithin } from './clock.ts';
import { Lanes, type Bury } from './lanes.ts';
import {
  closeRabbitmq,
  deadLettersOf,
  EXCHANGE,
  openRabbitmq,
  partitions,
  queueOf,
  readRabbitmq,
  send,
  withChannel,
  type RabbitLink,
} from './rabbitmq-link.ts';
import { roundsOf } from './publishing.ts';
import { openMailbox, post } from './rabbitmq-mailbox.ts';
import { RabbitPartition } from './rabbitmq-partition.ts';
import { allStored, bodyOf, partitionOf } from './wire.ts';

const MAX_LISTED = 1000;
const SHARE_MS = 1000;
const PROBE_MS = 2000;

/**
 * The broker on RabbitMQ (3.10 or newer, no plugins): a direct exchange `events`, and for each group 12 queues by key,
 * bound with `<partition>.<channel>`.
 *
 * - Stored means: confirmed by every queue that wants it; queues are durable and messages persistent, so a confirmed
 *   message is synced to disk. What no group wants is gone.
 * - In a cluster a confirmed message is on the majority of nodes: where the URL names several hosts, or ends with
 *   `?queues=quorum` as behind a balancer. Else queues are classic, on one node: a quorum queue on one node alone may
 *   stay without a leader after the node was killed (RabbitMQ 10070).
 * - Queues have a single active consumer, so a key is worked on in one replica at a time. Replicas that are busy with
 *   more than their share step back; that takes a second a queue.
 * - What a replica had not settled returns to its place when it leaves or dies; when it hangs, after 10 s of silence.
 * - A group that listens to fewer channels keeps its old bindings; take them away by hand.
 * - Listing dead letters takes them from their queue for a moment: two who list at once see a part each.
 * - A key of which more than 32 messages wait behind a retry holds up its partition, not the others.
 */
export async function rabbitmqBroker(options: BrokerOptions): Promise<Broker> {
  const link = openRabbitmq(options);
  const groups: { stop(): Promise<void> }[] = [];
  return {
    start: () =>
      withChannel(link, (channel) =>
        channel.exchangeDeclare({ exchange: EXCHANGE, type: 'direct', durable: true }),
      ).catch((error: unknown) => {
        throw link.connection.ready ? error : new Error('RabbitMQ is out of reach', { cause: link.inTheWay() });
      }),
    publish: (messages) => publish(link, messages),
    subscribe: async (subscription) => void groups.push(await subscribe(link, subscription)),
    openMailbox: (owner, receive) => openMailbox(link, owner, receive),
    post: (address, message) => post(link, address, message),
    deadLetters: async (group) => {
      const letters = await taken(link, group, async ({ letter }) => letter);
      return [...new Map(letters.map((letter) => [letter.message.id, letter])).values()].slice(0, MAX_LISTED);
    },
    replay: (group, ids) => replay(link, group, ids),
    isReachable: () => isReachable(link),
    drain: async () => void (await Promise.all(groups.splice(0).map((group) => group.stop()))),
    close: () => closeRabbitmq(link),
  };
}

async function isReachable({ connection }: RabbitLink): Promise<boolean> {
  return connection.ready && succeedsWithin(PROBE_MS, connection.exchangeDeclare({ exchange: EXCHANGE, passive: true }));
}

/** Each key's second message is sent when its first is confirmed, so that nothing overtakes what gets lost on its way. */
async function publish(link: RabbitLink, messages: readonly Message[]): Promise<void> {
  if (!link.connection.ready) throw new Error('RabbitMQ is out of reach, or takes nothing for now');
  const bodies = new Map(messages.map((message) => [message, bodyOf(message)]));
  for (const round of roundsOf(messages)) {
    await allStored(
      round.map((message) => {
        const routingKey = `${partitionOf(message.key)}.${message.channel}`;
        return send(link, { exchange: EXCHANGE, routingKey }, message, bodies.get(message) ?? '');
      }),
    );
  }
}

async function subscribe(link: RabbitLink, subscription: Subscription) {
  const { group, channels } = subscription;
  await link.connection.queueDeclare({ queue: deadLettersOf(group), durable: true, arguments: link.queues });
  const bury: Bury = (message, { reason, attempts }) => {
    const headers = { 'x-reason': reason, 'x-attempts': attempts, 'x-died-at': new Date().toISOString() };
    return send(link, { routingKey: deadLettersOf(group), headers }, message, JSON.stringify(message.payload));
  };
  const lanes = new Lanes(subscription, bury, link.log);
  const places = partitions.map((number) => new RabbitPartition(link, { group, number, channels, lanes }));
  await Promise.all(places.map((place) => place.start()));
  const over = new AbortController();
  const sharing = share(link, { group, places }, over.signal);
  return {
    async stop() {
      over.abort();
      await sharing;
      const draining = lanes.drain();
      await Promise.all(places.map((place) => place.stop()));
      await draining;
    },
  };
}

/** This replica's places in the lines at all queues of a group. */
type Standing = { readonly group: string; readonly places: readonly RabbitPartition[] };

/** Every replica stands in line at every queue; one that is first at more than its share steps back. */
async function share(link: RabbitLink, { group, places }: Standing, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(SHARE_MS, signal);
    const mine = places.filter((place) => place.isFirst);
    if (signal.aborted || mine.length === 0) continue;
    const counted = await link.connection
      .queueDeclare({ queue: queueOf(group, 0), passive: true })
      .catch(() => undefined);
    const fair = Math.ceil(places.length / Math.max(1, counted?.consumerCount ?? 1));
    if (mine.length > fair) mine[0]?.stepBack();
  }
}

type Taken = { readonly letter: DeadLetter; settle(): void };

/** Takes every dead letter there is now, the oldest first; what is not settled goes back. */
async function taken<T>(link: RabbitLink, group: string, look: (one: Taken) => Promise<T>): Promise<T[]> {
  return withChannel(link, async (channel) => {
    const queue = deadLettersOf(group);
    const there = await channel.queueDeclare({ queue, passive: true }).catch(() => undefined);
    const seen: T[] = [];
    for (let left = there?.messageCount ?? 0; left > 0; left -= 1) {
      const message = await channel.basicGet({ queue });
      if (!message) break;
      seen.push(
        await look({ letter: letterOf(message), settle: () => channel.basicAck({ deliveryTag: message.deliveryTag }) }),
      );
    }
    return seen;
  });
}

function letterOf(message: SyncMessage): DeadLetter {
  const { 'x-reason': reason, 'x-attempts': attempts, 'x-died-at': diedAt } = message.headers ?? {};
  return {
    ...readRabbitmq(message),
    reason: String(reason),
    attempts: Number(attempts),
    diedAt: new Date(String(diedAt)),
  };
}

async function replay(link: RabbitLink, group: string, ids?: readonly string[]): Promise<number> {
  const given = new Set<string>();
  await taken(link, group, async ({ letter: { message }, settle }) => {
    if (ids && !ids.includes(message.id)) return;
    // A consumer that was killed may have set it aside twice.
    if (!given.has(message.id)) {
      const routingKey = queueOf(group, partitionOf(message.key));
      await send(link, { routingKey }, message, bodyOf(message));
    }
    given.add(message.id);
    settle();
  });
  return given.size;
}
