import { sql, type Kysely, type Transaction } from 'kysely';
import { sleep } from './clock.ts';
import type { Log } from './log.ts';
import { withMessaging, type MessagingTables } from './messaging-tables.ts';

/**
 * Notes in the effect's own transaction that a message took effect; false when it did before. A second delivery that
 * runs at the same time waits here for the first to commit or fail.
 */
export async function firstDelivery<Tables>(tx: Transaction<Tables>, id: string, channel: string): Promise<boolean> {
  const inserted = await withMessaging(tx)
    .insertInto('inbox')
    .values({ message_id: id, channel })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .returning('message_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

const STEP = 1000;
const EVERY_MS = 10 * 60_000;

/** Deletes, in small steps, what is older than the retention. Returns how many rows went. */
export async function forgetOld(db: Kysely<MessagingTables>, retentionHours: number): Promise<number> {
  let total = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from inbox where message_id in (
        select message_id from inbox where received_at < now() - make_interval(secs => ${retentionHours * 3600}) limit ${STEP}
      )`.execute(db);
    total += Number(numAffectedRows);
    if (numAffectedRows < BigInt(STEP)) return total;
  }
}

/** Keeps the inbox from growing for ever, until the signal aborts. */
export async function keepInboxSmall(
  db: Kysely<MessagingTables>,
  retentionHours: number,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await forgetOld(db, retentionHours).catch((error: unknown) => log.warn({ err: error }, 'inbox clean-up'));
    await sleep(EVERY_MS, signal);
  }
}
