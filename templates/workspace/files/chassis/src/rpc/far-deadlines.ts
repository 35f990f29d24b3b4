import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders } from 'node:http2';
import { LONGEST_CALL_MS } from './call.ts';

const UNITS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/**
 * grpc-js counts in 32 bits how long a caller waits: one who would wait for 25 days or more is turned away at once, or
 * after a time of chance. So before grpc-js reads what such a caller asks for, it is the longest that anybody waits.
 */
export function shortenFarDeadlines(): void {
  // However many servers a process has, once.
  unsubscribe('http2.server.stream.created', shorten);
  subscribe('http2.server.stream.created', shorten);
}

function shorten(message: unknown): void {
  const { headers } = message as { readonly headers: IncomingHttpHeaders };
  const [, amount, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(String(headers['grpc-timeout'] ?? '')) ?? [];
  if (Number(amount) * (UNITS[unit] ?? 0) > LONGEST_CALL_MS) headers['grpc-timeout'] = `${LONGEST_CALL_MS / 1000}S`;
}
