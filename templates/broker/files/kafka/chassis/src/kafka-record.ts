import { messageFrom, type Read } from './wire.ts';

/** The aggregate's id alone: so Debezium's outbox router keys its records too, and whoever publishes, they stay in one partition. */
export const recordKeyOf = (key: string): string => key.slice(key.indexOf('/') + 1);

/** A record, whether our own relay wrote it or Debezium's outbox router, as platform/debezium configures it. */
export function messageIn(key: string | undefined, headers: Readonly<Record<string, string>>, value: string): Read {
  const ofRecord = key === undefined ? {} : { key };
  const { 'aggregate-type': aggregateType, headers: carried = '', ...own } = headers;
  if (aggregateType === undefined) return messageFrom({ ...ofRecord, ...headers }, value);
  return messageFrom({ ...textsIn(carried), ...own, ...(key === undefined ? {} : { key: `${aggregateType}/${key}` }) }, value);
}

/** The router copies a column of JSON as it is. What cannot be read there only costs the trace. */
function textsIn(json: string): Record<string, string> {
  try {
    const entries = Object.entries(JSON.parse(json) as object);
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}
