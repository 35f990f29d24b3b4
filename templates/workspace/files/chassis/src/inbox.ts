import type { Transaction } from 'kysely';
import { uuidFrom } from './hash.ts';
import { withMessaging } from './messaging-tables.ts';

type Received = { readonly id: string; readonly channel: string; readonly businessKey?: string | undefined };

/**
 * Notes in the effect's own transaction that a message took effect; false when it did before, or another message with
 * its business key did. A second delivery that runs at the same time waits here for the first to commit or fail.
 */
export async function firstDelivery<Tables>(
  tx: Transaction<Tables>,
  { id, channel, businessKey }: Received,
): Promise<boolean> {
  const inserted = await withMessaging(tx)
    .insertInto('inbox')
    .values({ message_id: uuidOf(id), channel, business_key: businessKey ?? null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('message_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Our own ids are UUIDs; one is made of any other, the same each time. */
export const uuidOf = (id: string): string => (UUID.test(id) ? id : uuidFrom(id));
