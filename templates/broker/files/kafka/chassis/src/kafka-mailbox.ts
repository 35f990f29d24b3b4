import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { randomUUID } from 'node:crypto';
import type { Mailbox, Message } from './broker.ts';
import { backoffMs, sleep } from './clock.ts';
import { ensureTopic, produce, type KafkaLink } from './kafka-link.ts';
import { messageFrom } from './wire.ts';

/** What lies there longer than anybody waits for an answer is nobody's. */
const KEPT = { partitions: 1, retentionMs: 600_000 };
const ADDRESSEE = 'addressee';
const PAUSE = { first: 200, most: 5000 };

type Texts = Consumer<string, string, string, string>;

/**
 * A topic for all replicas of its owner, since topics are too dear to come and go with processes: each reads the whole of
 * it from its end, outside of any group, and takes what is addressed to it.
 */
export async function openMailbox(link: KafkaLink, owner: string, receive: (message: Message) => void): Promise<Mailbox> {
  const topic = `mailbox.${owner}`;
  const id = randomUUID();
  await ensureTopic(link, topic, KEPT);
  const closing = new AbortController();
  const begun = Promise.withResolvers<void>();
  const take = (headers: Record<string, string>, value: string) => {
    const { [ADDRESSEE]: addressee, ...rest } = headers;
    const read = addressee === id ? messageFrom(rest, value) : undefined;
    if (read && read.fault === undefined) receive(read.message);
  };
  const reading = readOn(link, { topic, take, begun: begun.resolve, signal: closing.signal });
  await begun.promise;
  return {
    address: `${topic}/${id}`,
    async close() {
      closing.abort();
      await reading;
    },
  };
}

export async function post(link: KafkaLink, address: string, message: Message): Promise<void> {
  const [topic = '', id = ''] = address.split('/');
  await produce(link, [{ topic, message, key: id, more: { [ADDRESSEE]: id } }]);
}

type Reading = {
  readonly topic: string;
  readonly take: (headers: Record<string, string>, value: string) => void;
  readonly begun: () => void;
  readonly signal: AbortSignal;
};

async function readOn(link: KafkaLink, { topic, take, begun, signal }: Reading): Promise<void> {
  let next: bigint | undefined;
  for (let failures = 0; !signal.aborted; failures += 1) {
    const groupId = `reader-${randomUUID()}`;
    const reader: Texts = new Consumer({ ...link.client, groupId, deserializers: stringDeserializers, autocommit: false });
    try {
      const [end = 0n] = (await reader.listOffsets({ topics: [topic], timestamp: -1n })).get(topic) ?? [];
      next = next === undefined || next > end ? end : next;
      const offsets = [{ topic, partition: 0, offset: next }];
      const stream = await reader.consume({ topics: [topic], mode: 'manual', offsets, maxWaitTime: 500 });
      signal.addEventListener('abort', () => void stream.destroy(), { once: true });
      begun();
      for await (const { headers, value, offset } of stream) {
        failures = 0;
        next = offset + 1n;
        take(Object.fromEntries(headers), value ?? '');
      }
    } catch (error) {
      if (signal.aborted) return;
      link.log.warn({ err: error }, 'broker: the mailbox cannot be read');
      await sleep(backoffMs(failures, PAUSE), signal);
    } finally {
      await reader.close(true).catch(() => {});
      await link.admin.deleteGroups({ groups: [groupId] }).catch(() => {});
    }
  }
}
