/**
 * SQLSTATEs of a server that is not there for the moment: gone, starting, full, or on its way to another machine; of one
 * that does not let us in (28), as while a password is changed; and of a row that somebody else holds (55P03). A statement
 * that is slow by itself (57014) is none: see sessions.ts.
 */
const STATES = [/^08/, /^28/, /^53/, /^57P0[1-5]$/, /^25006$/, /^55P03$/];
const SOCKETS: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
/** What Node.js says of a certificate that it does not trust, such as one that was not renewed in time. */
const DISTRUST = /^(UNABLE_TO_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_)/;
/** What `pg` says without a code, when it waited in vain for a connection or an answer, or lost the connection. */
const TEXTS =
  /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated|The server does not support SSL|Client has encountered a connection error)/;

/** Whether this says that a store could not be asked; asking again later may succeed. */
export function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return SOCKETS.has(code) || DISTRUST.test(code) || STATES.some((state) => state.test(code)) || TEXTS.test(error.message);
}
