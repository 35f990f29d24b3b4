import { sql, type Kysely } from 'kysely';
import { keptForReaders } from './captured.ts';
import { sleep } from './clock.ts';
import type { Log } from './log.ts';
import type { MessagingTables } from './messaging-tables.ts';
import { SHARDS } from './outbox.ts';

const STEP = 1000;
const EVERY_MS = 10 * 60_000;

/** Deletes, in small steps, what was received longer ago. Returns how many rows went. */
export async function forgetReceived(db: Kysely<MessagingTables>, retentionHours: number): Promise<number> {
  return inSteps((limit) =>
    sql`
      delete from inbox where message_id in (
        select message_id from inbox
        where received_at < now() - make_interval(secs => ${retentionHours * 3600})
        limit ${limit}
        for update skip locked
      )`.execute(db),
  );
}

/**
 * Deletes, in small steps, the events that are older and that somebody else than the relay publishes, who reads them
 * from the log of the database: see platform/debezium. Where nobody does, they would be lost: they stay, and the log
 * says so. Returns how many rows went.
 */
export async function forgetCaptured(db: Kysely<MessagingTables>, retentionHours: number, log: Log): Promise<number> {
  const { kept, isRead } = await keptForReaders(db);
  if (!isRead) {
    if (kept > 0)
      log.warn({ kept }, 'outbox: the relay is off and no replication slot reads it, so its events wait and none is deleted');
    return 0;
  }
  let total = 0;
  for (let shard = 0; shard < SHARDS; shard += 1) {
    // The oldest stand at the front of the index; where they are too young, so are all others.
    total += await inSteps((limit) =>
      sql`
        delete from outbox where id in (
          select id from (
            select id, occurred_at from outbox where shard = ${shard} and parked_at is null
            order by position limit ${limit} for update skip locked
          ) oldest
          where occurred_at < now() - make_interval(secs => ${retentionHours * 3600})
        )`.execute(db),
    );
  }
  return total;
}

/** Until a step finds fewer rows than it may take. Returns how many they were. */
export async function inSteps(step: (limit: number) => Promise<{ readonly numAffectedRows?: bigint }>): Promise<number> {
  for (let total = 0; ; ) {
    const { numAffectedRows = 0n } = await step(STEP);
    total += Number(numAffectedRows);
    if (numAffectedRows < BigInt(STEP)) return total;
  }
}

/** Keeps a table from growing for ever, until the signal aborts. */
export async function keepSmall(forget: () => Promise<number>, log: Log, signal: AbortSignal, what = 'clean-up'): Promise<void> {
  while (!signal.aborted) {
    await forget().catch((error: unknown) => log.warn({ err: error }, what));
    await sleep(EVERY_MS, signal);
  }
}
