import { Consumer, stringDeserializers } from '@platformatic/kafka';
import type { DeadLetter, Message } from './broker.ts';
import { deadLettersOf, ensureTopic, ONLY_FOR, produce, topicOf, type KafkaLink } from './kafka-link.ts';
import { messageFrom } from './wire.ts';

/** A compacted topic keyed by message: the last word on each is what holds, and an empty one says that it was replayed. */
const KEPT = { partitions: 1, cleanup: 'compact' };
const REPLAYED = 'replayed';

export async function bury(link: KafkaLink, group: string, message: Message, why: { reason: string; attempts: number }): Promise<void> {
  const topic = deadLettersOf(group);
  await ensureTopic(link, topic, KEPT);
  const more = { 'dead-reason': encodeURIComponent(why.reason), 'dead-attempts': String(why.attempts) };
  await produce(link, [{ topic, message, more, key: message.id }]);
}

/** Everything that is dead now, the oldest first. */
export async function deadLetters(link: KafkaLink, group: string): Promise<DeadLetter[]> {
  const topic = deadLettersOf(group);
  await ensureTopic(link, topic, KEPT);
  const letters = new Map<string, DeadLetter>();
  for await (const { headers, value, timestamp } of wholeTopic(link, topic)) {
    const { 'dead-reason': reason = '', 'dead-attempts': attempts, [REPLAYED]: replayed, ...rest } = headers;
    const { message } = messageFrom(rest, value);
    letters.delete(message.id);
    if (replayed !== undefined) continue;
    letters.set(message.id, { message, reason: decodeURIComponent(reason), attempts: Number(attempts), diedAt: new Date(Number(timestamp)) });
  }
  return [...letters.values()];
}

export async function replay(link: KafkaLink, group: string, ids?: readonly string[]): Promise<number> {
  const chosen = (await deadLetters(link, group)).filter(({ message }) => ids?.includes(message.id) ?? true);
  for (const { message } of chosen) {
    await produce(link, [{ topic: topicOf(message.channel), message, more: { [ONLY_FOR]: group } }]);
    const done = { ...message, payload: null, headers: {} };
    await produce(link, [{ topic: deadLettersOf(group), message: done, more: { [REPLAYED]: new Date().toISOString() }, key: message.id }]);
  }
  return chosen.length;
}

type Kept = { readonly headers: Record<string, string>; readonly value: string; readonly timestamp: bigint };

/** Reads from the first message to what is the last one now, as nobody's group. */
async function* wholeTopic(link: KafkaLink, topic: string): AsyncGenerator<Kept> {
  const reader = new Consumer({ ...link.client, groupId: `reader-${crypto.randomUUID()}`, deserializers: stringDeserializers, autocommit: false });
  try {
    const [end = 0n] = (await reader.listOffsets({ topics: [topic], timestamp: -1n })).get(topic) ?? [];
    const [start = 0n] = (await reader.listOffsets({ topics: [topic], timestamp: -2n })).get(topic) ?? [];
    if (start >= end) return;
    const stream = await reader.consume({ topics: [topic], mode: 'manual', offsets: [{ topic, partition: 0, offset: start }], maxWaitTime: 500 });
    for await (const { headers, value, timestamp, offset } of stream) {
      if (value !== undefined) yield { headers: Object.fromEntries(headers), value, timestamp };
      if (offset >= end - 1n) return;
    }
  } finally {
    await reader.close(true).catch(() => {});
    await link.admin.deleteGroups({ groups: [reader.groupId] }).catch(() => {});
  }
}
