import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
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

async function run<Tables>(db: Kysely<Tables>, migrations: Migrations, table: string): Promise<void> {
  const provider = { getMigrations: async () => ({ ...migrations }) };
  const migrator = new Migrator({ db, provider, migrationTableName: table, migrationLockTableName: `${table}_lock` });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failing = results.find((result) => result.status === 'Error');
  throw new Error(`migration ${failing?.migrationName ?? ''} failed`, { cause: error });
}
