import type { Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { withMessaging } from '../messaging-tables.ts';

/** The events of one aggregate that wait in the outbox, in order. */
export async function outboxOf<Tables>(database: Database<Tables>, aggregateId: string): Promise<readonly string[]> {
  const rows = await database.atomically((tx: Transaction<Tables>) =>
    withMessaging(tx)
      .selectFrom('outbox')
      .select('type')
      .where('aggregateid', '=', aggregateId)
      .orderBy('position')
      .execute(),
  );
  return rows.map(({ type }) => type);
}
