import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { backoffMs, sleep } from './clock.ts';
import { heardPool } from './database.ts';
import type { Log } from './log.ts';
import { messagingMigrations } from './messaging-tables.ts';
import { sessionOptions, unhurried } from './sessions.ts';

/** Migrations by name; they run in alphabetical order, each once. */
export type Migrations = Readonly<Record<string, Migration>>;

/** Two roles on one database: its owner changes the schema, the other one reads and writes rows. */
export type Roles = { readonly owner: string; readonly url: string };

/** A migration waits so long for a lock, since everybody else waits behind it; then it lets them pass and tries again. */
const LOCK_MS = 5000;
const LOCK_TRIES = 40;
/** A server that takes a connection and says nothing is out of reach. */
const CONNECT_MS = 10_000;
const PAUSE = { first: 500, most: 10_000 };

type Migrating = Roles & { readonly log: Log; readonly lockMs?: number; readonly connectMs?: number };

/**
 * Brings a context's database up to date under the role of its owner: first the tables of outbox and inbox, then the
 * context's own. Then lets the role of the service use what is there. Replicas may race here: they take turns, and
 * whoever comes second finds nothing left to do.
 */
export async function migrateAsOwner(
  name: string,
  migrations: Migrations,
  { owner, url, log, lockMs = LOCK_MS, connectMs = CONNECT_MS }: Migrating,
): Promise<void> {
  const settings = { max: 3, connectionTimeoutMillis: connectMs };
  const pool = heardPool({ ...sessionOptions(owner, `${name}-migration`, unhurried), ...settings }, log);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await db.connection().execute(async (turn) => {
      // Kept until this connection ends. Rights as well: PostgreSQL fails who grants and who alters at the same time.
      await sql`select pg_advisory_lock(hashtext('chassis migration'))`.execute(turn);
      for (const [table, those] of Object.entries({ chassis_migration: messagingMigrations, migration: migrations }))
        await run({ db, table, log, lockMs }, those);
      // Where one role does both there is nothing to grant.
      if (owner !== url) await allowUse(db, decodeURIComponent(new URL(url).username));
    });
  } finally {
    await db.destroy();
  }
}

/** Rows, not tables: the role can neither alter nor drop anything. */
async function allowUse(db: Kysely<unknown>, role: string): Promise<void> {
  const to = sql.id(role);
  await db.transaction().execute(async (tx) => {
    await sql`grant usage on schema public to ${to}`.execute(tx);
    await sql`grant select, insert, update, delete on all tables in schema public to ${to}`.execute(tx);
    await sql`grant usage, select on all sequences in schema public to ${to}`.execute(tx);
  });
}

/** Where the names of those that ran are kept. */
type Place = {
  readonly db: Kysely<unknown>;
  readonly table: string;
  readonly log: Log;
  readonly lockMs: number;
};

async function run(place: Place, migrations: Migrations): Promise<void> {
  const { db, table, log, lockMs } = place;
  const patient = Object.fromEntries(Object.entries(migrations).map(([name, each]) => [name, yielding(each, lockMs)]));
  // Asked when it is our turn, so nothing is added meanwhile.
  const provider = { getMigrations: async () => ({ ...patient, ...(await newerThan(migrations, place)) }) };
  const migrator = new Migrator({ db, provider, migrationTableName: table, migrationLockTableName: `${table}_lock` });
  for (let tries = 1; ; tries += 1) {
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error === undefined) return;
    const failing = results.find((result) => result.status === 'Error')?.migrationName;
    if (!isLockedOut(error) || tries === LOCK_TRIES)
      throw new Error(failing === undefined ? 'the database was not migrated' : `migration ${failing} failed`, { cause: error });
    log.warn({ migration: failing, tries }, 'somebody holds what a migration needs; it tries again');
    await sleep(backoffMs(tries, PAUSE));
  }
}

/** Gives up a lock that does not come, rather than keep everybody waiting behind it. */
function yielding(migration: Migration, lockMs: number): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql`select set_config('lock_timeout', ${String(lockMs)}, true)`.execute(db);
      await migration.up(db);
    },
  };
}

const isLockedOut = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55P03';

/**
 * What a newer version of this code has run already, as migrations that do nothing: while versions change, pods of the
 * older one start as well. The database is as the older version needs it, since a migration takes nothing away that the
 * version before it still uses. A name that is unknown and not the newest belongs to no version of ours: an error.
 */
async function newerThan(migrations: Migrations, { db, table, log }: Place): Promise<Migrations> {
  const last = Object.keys(migrations).toSorted().at(-1) ?? '';
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(db);
  const newer = rows.map(({ name }) => name).filter((name) => name > last);
  if (newer.length > 0) log.warn({ table, migrations: newer }, 'the database is newer than this version of the code');
  return Object.fromEntries(newer.map((name) => [name, { up: async () => {} }]));
}
