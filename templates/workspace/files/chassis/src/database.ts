import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Log } from './log.ts';
import { pipelined } from './pipeline.ts';
import { sessionOptions, type Limits } from './sessions.ts';

/** `rollback` after the end does nothing. */
export type OpenTransaction<Tables> = {
  readonly tx: Transaction<Tables>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
};

/** The database of one context, opened with the role of that context. */
export type Database<Tables> = {
  readonly query: Kysely<Tables>;
  /** Runs the work in a transaction; listeners of {@link Database.onCommit} hear of it once it is durable. */
  atomically<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** A transaction that the caller ends, for work that is not one function. */
  begin(): Promise<OpenTransaction<Tables>>;
  onCommit(listener: (tx: object) => void): void;
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly url: string;
  readonly name: string;
  readonly log: Log;
  readonly maxConnections?: number;
  /** How long to wait for a connection of the pool before giving up. */
  readonly connectTimeoutMs?: number;
  readonly limits?: Partial<Limits>;
};

/** A pool whose connections may break. One that does so between two statements of a transaction fails the next of them. */
export function heardPool(config: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool(config);
  // Unheard, either would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  pool.on('connect', (client) => client.on('error', (error) => log.debug({ err: error }, 'a connection broke')));
  return pool;
}

/** Opens a pool; nothing connects before the first query. */
export async function openDatabase<Tables>({
  url,
  name,
  log,
  maxConnections = 10,
  connectTimeoutMs = 5000,
  limits = {},
}: DatabaseOptions): Promise<Database<Tables>> {
  const settings = { max: maxConnections, connectionTimeoutMillis: connectTimeoutMs, pipeline: true };
  const pool = heardPool({ ...sessionOptions(url, name, limits), ...settings }, log);
  const query = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pipelined(pool) }) });
  const listeners: ((tx: object) => void)[] = [];
  return {
    query,
    async atomically(work) {
      const { result, tx } = await query.transaction().execute(async (tx) => ({ result: await work(tx), tx }));
      for (const listener of listeners) listener(tx);
      return result;
    },
    async begin() {
      const tx = await query.startTransaction().execute();
      return {
        tx,
        async commit() {
          await tx.commit().execute();
          for (const listener of listeners) listener(tx);
        },
        rollback: async () => void (tx.isCommitted || tx.isRolledBack || (await tx.rollback().execute())),
      };
    },
    onCommit: (listener) => void listeners.push(listener),
    isReachable: () =>
      sql`select 1`.execute(query).then(
        () => true,
        () => false,
      ),
    close: () => query.destroy(),
  };
}
