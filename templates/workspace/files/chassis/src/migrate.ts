import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { openDatabase } from './database.ts';
import type { Log } from './log.ts';
import { messagingMigrations } from './messaging-tables.ts';

/** Migrations by name; they run in alphabetical order, each once. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Brings a context's database up to date: first the tables of outbox and inbox, then the context's own. Replicas may
 * race here: the migrator holds an advisory lock, and whoever comes second finds nothing left to do.
 */
export async function migrate<Tables>(query: Kysely<Tables>, migrations: Migrations): Promise<void> {
  await run(query, messagingMigrations, 'chassis_migration');
  await run(query, migrations, 'migration');
}

/** Two roles on one database: its owner changes the schema, the other one reads and writes rows. */
export type Roles = { readonly owner: string; readonly url: string };

/** Migrates under the owner's role, and lets the role of the service use what is there. */
export async function migrateAsOwner(
  name: string,
  migrations: Migrations,
  { owner, url, log }: Roles & { readonly log: Log },
): Promise<void> {
  const database = await openDatabase<unknown>({ url: owner, name: `${name}-migration`, log, maxConnections: 2 });
  try {
    await migrate(database.query, migrations);
    await allowUse(database.query, decodeURIComponent(new URL(url).username));
  } finally {
    await database.close();
  }
}

/** Rows, not tables: the role can neither alter nor drop anything. Replicas take turns. */
async function allowUse<Tables>(query: Kysely<Tables>, role: string): Promise<void> {
  const to = sql.id(role);
  await query.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('chassis grants'))`.execute(tx);
    await sql`grant usage on schema public to ${to}`.execute(tx);
    await sql`grant select, insert, update, delete on all tables in schema public to ${to}`.execute(tx);
    await sql`grant usage, select on all sequences in schema public to ${to}`.execute(tx);
  });
}

async function run<Tables>(db: Kysely<Tables>, migrations: Migrations, table: string): Promise<void> {
  const provider = { getMigrations: async () => ({ ...migrations }) };
  const migrator = new Migrator({ db, provider, migrationTableName: table, migrationLockTableName: `${table}_lock` });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failing = results.find((result) => result.status === 'Error');
  throw new Error(`migration ${failing?.migrationName ?? ''} failed`, { cause: error });
}
