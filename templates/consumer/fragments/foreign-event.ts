import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('foreign_event')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('times', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('last_heard_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('foreign_event_pkey', ['channel', 'subject_id'])
    .execute();
}
