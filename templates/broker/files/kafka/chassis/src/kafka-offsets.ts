import { Consumer } from '@platformatic/kafka';
import { isError, type KafkaLink } from './kafka-link.ts';

/** By topic and partition: `orders.v1 7`. */
export type Offsets = ReadonlyMap<string, bigint>;

/** What a group has committed; below 0 where it has not yet. */
export async function committedIn(link: KafkaLink, groupId: string): Promise<Offsets> {
  const offsets = new Map<string, bigint>();
  const groups = await link.admin.listConsumerGroupOffsets({ groups: [groupId] }).catch((error: unknown) => {
    if (isError(error, 'GROUP_ID_NOT_FOUND')) return [];
    throw error;
  });
  for (const { topics } of groups)
    for (const { name, partitions } of topics)
      for (const { partitionIndex, committedOffset } of partitions) offsets.set(`${name} ${partitionIndex}`, committedOffset);
  return offsets;
}

/** Where the next message of each partition will be, by topic. */
export async function endsOf(link: KafkaLink, topics: readonly string[]): Promise<ReadonlyMap<string, readonly bigint[]>> {
  const reader = new Consumer({ ...link.client, groupId: 'nobody' });
  try {
    return await reader.listOffsets({ topics: [...topics], timestamp: -1n });
  } finally {
    await reader.close(true);
  }
}

/** A group without members remembers, as one offset, where a partition was found and how often: place × 64 + times. */
const FOUND = 64n;
const remembered = (place: bigint, times: bigint): bigint => place * FOUND + (times < FOUND ? times : FOUND - 1n);

/** One more than before where a partition still is where it was found then. */
function timesAt(place: bigint, before: bigint): bigint {
  return before >= 0n && before / FOUND === place ? (before % FOUND) + 1n : 0n;
}

/**
 * How often each partition was found where it is now, with messages waiting: its oldest one may have taken processes
 * down. Finding it is noted.
 */
export async function timesFound(link: KafkaLink, group: string, all: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const groupId = `${group}.found`;
  const [committed, before, ends] = await Promise.all([committedIn(link, group), committedIn(link, groupId), endsOf(link, all)]);
  const found = new Map<string, number>();
  const topics = all.map((name) => ({
    name,
    partitionOffsets: (ends.get(name) ?? []).flatMap((end, partition) => {
      const at = `${name} ${partition}`;
      const place = committed.get(at) ?? -1n;
      if (place < 0n || place >= end) return [];
      const times = timesAt(place, before.get(at) ?? -1n);
      found.set(at, Number(times));
      return [{ partition, offset: remembered(place, times) }];
    }),
  }));
  const waiting = topics.filter(({ partitionOffsets }) => partitionOffsets.length > 0);
  if (waiting.length > 0) await link.admin.alterConsumerGroupOffsets({ groupId, topics: waiting });
  return found;
}
