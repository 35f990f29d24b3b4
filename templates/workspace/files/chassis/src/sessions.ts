/** How long what may last, in milliseconds; 0 is without end. */
export type Limits = {
  /** A statement at work. */
  readonly statementMs: number;
  /** Waiting for what another transaction holds: less than a statement, so that the two can be told apart. */
  readonly lockMs: number;
  /** Waiting for an answer, whatever became of the server: a little more than a statement. */
  readonly answerMs: number;
  /** A transaction in which nothing happens, such as that of a client whose machine is gone. */
  readonly idleMs: number;
};

const usual: Limits = { statementMs: 30_000, lockMs: 15_000, answerMs: 35_000, idleMs: 60_000 };

/** A migration takes its time. What it locks, all others wait for: see migrate.ts. */
export const unhurried: Limits = { statementMs: 0, lockMs: 0, answerMs: 0, idleMs: 0 };

/** The server asks for a sign of life after 30 s, and takes a client for dead that gives none within 30 more. */
const KEEPALIVE = {
  tcp_keepalives_idle: 30,
  tcp_keepalives_interval: 10,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 60_000,
};

/**
 * What all connections to PostgreSQL have in common. A machine that vanishes closes no socket, so each side has to
 * notice by itself that the other is gone: ours fails what waits, the server's lets go of the locks.
 */
export function sessionOptions(url: string, name: string, limits: Partial<Limits> = {}) {
  const { statementMs, lockMs, answerMs, idleMs } = { ...usual, ...limits };
  const settings = { ...KEEPALIVE, statement_timeout: statementMs, lock_timeout: lockMs };
  return {
    connectionString: url,
    application_name: name,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    query_timeout: answerMs,
    options: Object.entries({ ...settings, idle_in_transaction_session_timeout: idleMs })
      .map(([setting, value]) => `-c ${setting}=${value}`)
      .join(' '),
  };
}
