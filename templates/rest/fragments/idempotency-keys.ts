import { sql, type Kysely } from 'kysely';

/** What was answered under which Idempotency-Key; the chassis writes and reads it (`rest/idempotency.ts`). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('idempotency_key')
    .addColumn('caller', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('status', 'smallint', (column) => column.notNull())
    .addColumn('headers', 'jsonb', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('answered_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('idempotency_key_pkey', ['caller', 'key'])
    .execute();
  await db.schema
    .createIndex('idempotency_key_answered_at')
    .on('idempotency_key')
    .column('answered_at')
    .execute();
}
