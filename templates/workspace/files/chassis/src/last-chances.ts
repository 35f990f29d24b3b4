import { sql } from 'kysely';
import type { Database } from './database.ts';
import { uuidOf } from './inbox.ts';

/**
 * A broker counts deliveries. Some of them failed because a database was away, which no message is to blame for, and
 * some took the process down, after which nobody was left to tell. So the last attempts before a message is given up are
 * counted here, each before it begins.
 */
export class LastChances<Tables> {
  readonly #database: Database<Tables>;
  /** Given back while the database was away. */
  readonly #owed = new Set<string>();

  constructor(database: Database<Tables>) {
    this.#database = database;
  }

  /** Answers with how many were taken, this one included. */
  async take(id: string): Promise<number> {
    await this.#settle();
    const { rows } = await sql<{ taken: number }>`
      insert into delivery_attempts (message_id, taken) values (${uuidOf(id)}, 1)
      on conflict (message_id) do update set taken = delivery_attempts.taken + 1
      returning taken`.execute(this.#database.query);
    return rows[0]?.taken ?? 0;
  }

  /** The message took effect, was set aside or is not to blame: whatever comes next begins anew, if only later. */
  async giveBack(id: string): Promise<void> {
    this.#owed.add(uuidOf(id));
    await this.#settle().catch(() => {});
  }

  async #settle(): Promise<void> {
    const ids = [...this.#owed];
    if (ids.length === 0) return;
    await sql`delete from delivery_attempts where message_id = any(${ids}::uuid[])`.execute(this.#database.query);
    for (const id of ids) this.#owed.delete(id);
  }
}

/** Where many are at work at once, or one alone. Who waits to be alone goes before who comes later. */
export class Room {
  readonly #inside = new Set<Promise<void>>();
  #closed: Promise<void> = Promise.resolve();

  /** Answers with how to leave. */
  async enter(): Promise<() => void> {
    for (let seen: unknown; seen !== this.#closed;) await (seen = this.#closed);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#inside.add(promise);
    return () => {
      this.#inside.delete(promise);
      resolve();
    };
  }

  /** Waits until everybody left, and keeps everybody out; answers with how to leave. */
  async enterAlone(): Promise<() => void> {
    const before = this.#closed;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    await before;
    await Promise.all(this.#inside);
    return resolve;
  }
}
