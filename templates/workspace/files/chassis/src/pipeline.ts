import { sql, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { inSqlSpan } from './telemetry.ts';

type Statement = { readonly text: string; readonly values: readonly unknown[] };

const MARK = '/* unawaited */';
/**
 * Goes to the end of a statement of a transaction whose answer nobody needs: it travels with the next one, or with the
 * commit, which then fails for its reason.
 */
export const unawaited = sql.raw(MARK);

/**
 * A pool whose transactions go back and forth less often: what begins one, and what is marked as unawaited, is sent
 * together with what follows. PostgreSQL works on it in order, so nothing is committed behind a failure. What somebody
 * still sends when the transaction is over is refused: it would take effect by itself, or in a stranger's transaction.
 */
export function pipelined(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => pipelinedClient(await pool.connect()),
    end: () => pool.end(),
  };
}

/** One for each time a connection is taken from the pool, so that who kept the last one can do nothing with it. */
function pipelinedClient(client: pg.PoolClient): PostgresPoolClient {
  const held: Statement[] = [];
  let isOver = false;
  const send = async (text: string, values: readonly unknown[]) => {
    if (isOver && text !== 'begin' && text !== 'rollback') throw new Error('the transaction is over');
    isOver = text === 'commit' || text === 'rollback';
    const statement = { text, values };
    if (text === 'begin' || text.endsWith(MARK)) {
      held.push(statement);
      return { command: 'UPDATE', rowCount: 0, rows: [] };
    }
    const before = held.splice(0);
    if (text !== 'rollback') return sendTogether(client, [...before, statement]);
    // What was never sent needs no undoing.
    const isBegun = before.every((one) => one.text !== 'begin');
    return isBegun ? client.query(text) : { command: 'ROLLBACK', rowCount: 0, rows: [] };
  };
  const query = (text: string, values: readonly unknown[] = []) => inSqlSpan(text, () => send(text, values));
  return {
    // Of its two forms, the one for cursors is only used by who hands Kysely a class for them.
    query: query as unknown as PostgresPoolClient['query'],
    release(error) {
      isOver = true;
      // A statement that timed out took its socket with it; the pool would give it to the next.
      client.release(error || client.connection.stream.destroyed);
    },
  };
}

/** The answer to the last; throws the first failure. */
async function sendTogether(client: pg.PoolClient, statements: readonly Statement[]): Promise<unknown> {
  const { stream } = client.connection;
  stream.cork();
  const answers = statements.map(({ text, values }) => client.query(text, [...values]));
  stream.uncork();
  return (await Promise.all(answers)).at(-1);
}
