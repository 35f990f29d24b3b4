import { sql, type Kysely, type Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Answer } from './headers.ts';

/** What a request was answered with, beside its row in the inbox. */
type AnswerTable = { request_key: string; code: string; body: string };

function withAnswers<Tables>(tx: Transaction<Tables>): Transaction<{ request_answer: AnswerTable }> {
  return tx as unknown as Transaction<{ request_answer: AnswerTable }>;
}

export async function keepAnswer<Tables>(tx: Transaction<Tables>, key: string, { code, body }: Answer): Promise<void> {
  const row = { request_key: key, code, body: JSON.stringify(body) };
  await withAnswers(tx).insertInto('request_answer').values(row).execute();
}

export async function keptAnswer<Tables>(tx: Transaction<Tables>, key: string): Promise<Answer | undefined> {
  const rows = withAnswers(tx).selectFrom('request_answer').select(['code', 'body']).where('request_key', '=', key);
  return rows.executeTakeFirst();
}

/** Goes into the migrations of a context that answers requests. An answer is forgotten together with its inbox row. */
export const answerTables: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table request_answer (
        request_key uuid primary key references inbox (message_id) on delete cascade,
        code text not null,
        body jsonb not null
      )`.execute(db);
  },
};
