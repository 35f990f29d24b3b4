import type { Broker } from './broker.ts';
import type { BrokerOptions } from './brokers.ts';
import { succeedsWithin } from './clock.ts';
import { bury, deadLetters, replay } from './kafka-dead-letters.ts';
import { KafkaGroup } from './kafka-group.ts';
import { openMailbox, post } from './kafka-mailbox.ts';
import { openKafka, produce, reasonOf, topicOf, type KafkaLink } from './kafka-link.ts';
import { Lanes } from './lanes.ts';

const MAX_LISTED = 1000;
const PROBE_MS = 2000;

/**
 * The broker on Kafka (2.4 or newer): a topic for each contract (`orders.v1`), 12 partitions, keyed by aggregate as Java
 * clients and Debezium do it. Topics that are there already are taken as they are.
 *
 * - Without `?tls=true` in its address everything goes over plain TCP, the login (SCRAM-SHA-512) too: on this machine, or
 *   where the network encrypts, that is well; elsewhere a warning is logged. `?sasl=` names another way to log in.
 * - Stored means: acknowledged by all replicas in sync (acks=all). Topics are made with three where there are so many
 *   brokers (or as `?replicas=` says), two of which have to be in sync: one broker may be lost, and nothing with it.
 * - Offsets are committed every quarter of a second, up to the oldest message that is not settled. What lies behind it
 *   comes again when partitions change hands; the inbox knows it. A replica that was killed is replaced after 10 s.
 * - When replicas come and go, all of the group pause: what is in hand ends, then everybody reads on from the commits.
 * - A topic keeps events as long as its `retention.ms` says (7 days): a group that is away for longer misses some.
 * - Messages that wait behind a retry, of one key or of many, hold up this replica once they are 384.
 */
export async function kafkaBroker(options: BrokerOptions): Promise<Broker> {
  const link = openKafka(options);
  const groups: { stop(): Promise<void> }[] = [];
  return {
    async start() {
      await link.admin.metadata({ topics: [] }).catch((error: unknown) => {
        throw new Error('Kafka is out of reach', { cause: reasonOf(error) });
      });
    },
    publish: (messages) => produce(link, messages.map((message) => ({ topic: topicOf(message.channel), message }))),
    async subscribe(subscription) {
      const lanes = new Lanes(subscription, (message, why) => bury(link, subscription.group, message, why), link.log);
      const group = new KafkaGroup(link, subscription, lanes);
      groups.push({ stop: async () => void (await Promise.all([lanes.drain(), group.stop()])) });
      await group.start();
    },
    openMailbox: (owner, receive) => openMailbox(link, owner, receive),
    post: (address, message) => post(link, address, message),
    deadLetters: async (group) => (await deadLetters(link, group)).slice(0, MAX_LISTED),
    replay: (group, ids) => replay(link, group, ids),
    isReachable: () => isReachable(link),
    drain: async () => void (await Promise.all(groups.splice(0).map((group) => group.stop()))),
    close: async () => void (await Promise.allSettled([link.producer.close(), link.admin.close()])),
  };
}

const isReachable = async ({ admin }: KafkaLink): Promise<boolean> =>
  succeedsWithin(PROBE_MS, admin.metadata({ topics: [], forceUpdate: true, retries: 0 }));
