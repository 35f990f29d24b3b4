import { nanos, TimeoutError } from '@nats-io/transport-node';
import type { Broker, DeadLetter, Message, Subscription } from './broker.ts';
import type { BrokerOptions } from './brokers.ts';
import { sleep, succeedsWithin } from './clock.ts';
import { Lanes, type Bury } from './lanes.ts';
import { NatsGroup } from './nats-group.ts';
import { openMailbox, post } from './nats-mailbox.ts';
import { natsHeadersOf, openNats, PING_MS, plainHeadersOf, REPLAYED, type NatsLink } from './nats-link.ts';
import type { Sent } from './nats-store.ts';
import { roundsOf } from './publishing.ts';
import { bodyOf, messageFrom, partitionOf } from './wire.ts';

const MAX_LISTED = 1000;
const SAY_WHY_MS = 3000;

/**
 * The broker on NATS JetStream (2.9 or newer): one stream of events in 12 partitions by key, at the subjects
 * `<namespace>.<partition>.<channel>`.
 *
 * - Stored means: acknowledged by the stream, which lies in files. It survives the death of the server; a machine that
 *   loses power takes the last moments along unless the stream has replicas or the server syncs always. In a cluster
 *   streams are made with three (or as `?replicas=` says), so that no event is on one machine alone; then it takes up to
 *   10 s until the others have made one of them the leader after a server was lost.
 * - JetStream's own consumers deliver again out of order and share a partition among replicas. So the replicas of a
 *   group divide the partitions among themselves (see nats-group.ts) and read each in order from where it was left.
 * - A partition whose replica died is taken over after 6 s. What was handled in its last quarter of a second comes again.
 * - Events are kept for 7 days: a group that is away for longer misses some. Change the stream's limits as you like; the
 *   adapter only makes what is not there.
 * - A key of which more than 32 messages wait behind a retry holds up its partition, not the others.
 */
export async function natsBroker({ url, name, log }: BrokerOptions): Promise<Broker> {
  const groups: NatsGroup[] = [];
  let link: NatsLink | undefined;
  const linked = (): NatsLink => {
    if (!link) throw new Error('the broker has not been started');
    return link;
  };
  return {
    async start() {
      link = await openNats({ url, name, log });
      void followState(link, groups);
    },
    publish: (messages) => publish(linked(), messages),
    async subscribe(subscription) {
      const group = groupOf(linked(), subscription);
      groups.push(group);
      await group.start();
    },
    openMailbox: (owner, receive) => openMailbox(linked(), owner, receive),
    post: (address, message) => post(linked(), address, message),
    async deadLetters(group) {
      const all = await buried(linked(), group).catch(toldWhy);
      return all.slice(0, MAX_LISTED).map(({ letter }) => letter);
    },
    replay: (group, ids) => replay(linked(), group, ids).catch(toldWhy),
    isReachable: async () => link?.isConnected() === true && succeedsWithin(PING_MS, link.connection.rtt()),
    drain: async () => void (await Promise.all(groups.splice(0).map((group) => group.stop()))),
    close: async () => link?.connection.close(),
  };
}

async function followState(link: NatsLink, groups: readonly NatsGroup[]): Promise<void> {
  const { connection, log } = link;
  for await (const { type } of connection.status()) {
    if (type === 'disconnect') void sayWhy(link);
    if (type !== 'reconnect') continue;
    log.info('broker: NATS is back');
    for (const group of groups) group.reconnected();
  }
}

/** The client keeps to itself what is in the way of coming back. */
async function sayWhy(link: NatsLink): Promise<void> {
  link.log.warn('broker: NATS is out of reach');
  await sleep(SAY_WHY_MS);
  if (link.isConnected() || link.connection.isClosed()) return;
  await link.probe().catch((error: unknown) => link.log.warn({ err: error }, 'broker: NATS does not let us in'));
}

/**
 * Each key's second message is sent when its first is stored: what a connection loses on its way can then not be
 * overtaken. What is sent twice within two minutes is stored once.
 */
async function publish(link: NatsLink, messages: readonly Message[]): Promise<void> {
  // Otherwise the client would keep it for later, when the relay has long published it once more.
  if (!link.isConnected()) throw new Error('NATS is out of reach');
  const most = link.connection.info?.max_payload;
  const sent = new Map(messages.map((message) => [message, sentOf(message, link.events, most)]));
  for (const round of roundsOf(messages)) await link.store.all(round.flatMap((message) => sent.get(message) ?? []));
}

function sentOf(message: Message, events: string, most: number | undefined): Sent {
  const subject = `${events}.${partitionOf(message.key)}.${message.channel}`;
  const headers = natsHeadersOf(message, { 'Nats-Msg-Id': message.id });
  return { subject, body: bodyOf(message, most), headers };
}

function groupOf(link: NatsLink, subscription: Subscription): NatsGroup {
  const bury: Bury = async (message, { reason, attempts }) => {
    const headers = natsHeadersOf(message, {
      'dead-reason': encodeURIComponent(reason),
      'dead-attempts': String(attempts),
    });
    await link.stream.publish(`${link.dead}.${subscription.group}`, JSON.stringify(message.payload), { headers });
  };
  return new NatsGroup(link, subscription, new Lanes(subscription, bury, link.log));
}

/** For an operator, to whom the client would say "timeout". */
function toldWhy(error: unknown): never {
  if (!(error instanceof TimeoutError)) throw error;
  const advice = 'where a server was lost, the others need up to 10 s to agree on another leader; ask again';
  throw new Error(`NATS did not answer in time: ${advice}`, { cause: error });
}

type Buried = { readonly letter: DeadLetter; readonly positions: readonly number[] };

/** By message, the oldest first: a consumer that was killed may have set a message aside twice. */
async function buried({ manager, stream, dead }: NatsLink, group: string, before = Infinity): Promise<Buried[]> {
  const config = { filter_subject: `${dead}.${group}`, ack_policy: 'none', deliver_policy: 'all' } as const;
  const info = await manager.consumers.add(dead, { ...config, inactive_threshold: nanos(30_000) });
  const found = new Map<string, Buried>();
  if (info.num_pending === 0) return [];
  const consumer = stream.consumers.getConsumerFromInfo(info);
  const letters = await consumer.fetch({ max_messages: info.num_pending, expires: 10_000 });
  for await (const letter of letters) {
    const { headers, seq, time } = letter;
    if (seq > before) break;
    const { 'dead-reason': reason = '', 'dead-attempts': attempts, ...rest } = plainHeadersOf(headers);
    const { message } = messageFrom(rest, letter.string());
    const dead = { message, reason: decodeURIComponent(reason), attempts: Number(attempts), diedAt: time };
    found.set(message.id, { letter: dead, positions: [...(found.get(message.id)?.positions ?? []), seq] });
  }
  return [...found.values()];
}

/** What dies again meanwhile is not given back a second time. */
async function replay(link: NatsLink, group: string, ids?: readonly string[]): Promise<number> {
  const { state } = await link.manager.streams.info(link.dead);
  const letters = await buried(link, group, state.last_seq);
  const chosen = letters.filter(({ letter }) => ids?.includes(letter.message.id) ?? true);
  for (const { letter, positions } of chosen) {
    const { message } = letter;
    const subject = `${link.events}.${partitionOf(message.key)}.${REPLAYED}.${group}`;
    const headers = natsHeadersOf(message);
    await link.stream.publish(subject, bodyOf(message), { msgID: `${link.dead} ${positions.at(-1)}`, headers });
    for (const position of positions) await link.manager.streams.deleteMessage(link.dead, position);
  }
  return chosen.length;
}
