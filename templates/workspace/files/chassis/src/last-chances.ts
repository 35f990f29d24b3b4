import { sql } from 'kysely';
import type { Database } from './database.ts';
import { uuidOf } from './inbox.ts';

/**
 * A broker counts deliveries. Some of them failed because a database was away, which no message is to blame for, and
 * some took the process down, after which nobody was left to tell. So the last attempts before a message is given up are
 * counted here, each before it begins. Answers with their number.
 */
export async function takeChance<Tables>(database: Database<Tables>, id: string): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    insert into delivery_attempts (message_id, taken) values (${uuidOf(id)}, 1)
    on conflict (message_id) do update set taken = delivery_attempts.taken + 1
    returning taken`.execute(database.query);
  return rows[0]?.taken ?? 0;
}

/** The message took effect, was set aside or is not to blame: whatever comes next begins anew. */
export async function giveBackChances<Tables>(database: Database<Tables>, id: string): Promise<void> {
  await sql`delete from delivery_attempts where message_id = ${uuidOf(id)}`.execute(database.query);
}
