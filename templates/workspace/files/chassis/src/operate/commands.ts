import { sql, type Kysely } from 'kysely';
import type { Broker } from '../broker.ts';
import type { MessagingTables } from '../messaging-tables.ts';
import { backlogOf } from '../outbox-shard.ts';
import { drop, parkedAggregates, release, type Aggregate } from '../parking.ts';
import { reasonOf } from '../reason.ts';
import { Misuse } from './places.ts';

export type Cell = string | number | Date | null;
/** Rows for a table or for `--json`, and a sentence where there is something to say. */
export type Report = { readonly rows: readonly Readonly<Record<string, Cell>>[]; readonly note?: string };

/** What a command works on; each is opened when it is first asked for. */
export type Desk = {
  readonly context: string;
  readonly database: () => Promise<Kysely<MessagingTables>>;
  readonly broker: () => Promise<Broker>;
};
export type Request = { readonly words: readonly string[]; readonly reason: string | undefined; readonly all: boolean };
export type Command = {
  readonly words: string;
  readonly what: string;
  readonly run: (desk: Desk, request: Request) => Promise<Report>;
};

export const commands: Readonly<Record<string, Command>> = {
  status: { words: '', what: 'how far the relay is behind, what is parked, what is dead', run: status },
  parked: { words: '', what: 'aggregates that wait because an event of theirs was not published', run: parked },
  release: {
    words: '<aggregate> | --all',
    what: 'publish them again, now: Order/7c1e…, or its id alone',
    run: releaseParked,
  },
  drop: {
    words: '<event> --reason <why>',
    what: 'give up on the event that holds up its aggregate, and keep it aside',
    run: dropParked,
  },
  dropped: { words: '', what: 'events that were given up on, with the reason', run: dropped },
  'dead-letters': { words: '', what: 'messages that a consumer gave up on, with the reason', run: deadLetters },
  replay: { words: '[message…]', what: 'give dead letters to their consumer again; all of them without ids', run: replay },
};

async function status({ context, database, broker }: Desk): Promise<Report> {
  const db = await database();
  const { pending, parked: aggregates, lagSeconds } = await backlogOf(db);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from outbox_dropped`.execute(db);
  // While the broker is away is when one asks how much waits for it.
  const dead = await broker().then((port) => port.deadLetters(context)).catch(reasonOf);
  return {
    rows: [
      { what: 'events that wait to be published', is: pending },
      { what: 'seconds the oldest of them has waited', is: Math.round(lagSeconds) },
      { what: 'aggregates that are parked', is: aggregates },
      { what: 'events that were dropped', is: rows[0]?.count ?? 0 },
      { what: 'dead letters', is: typeof dead === 'string' ? null : dead.length },
    ],
    ...(typeof dead === 'string' && { note: `Dead letters are not counted. ${dead}` }),
  };
}

async function parked({ database }: Desk): Promise<Report> {
  const rows = await parkedAggregates(await database());
  return {
    rows: rows.map(({ aggregatetype, aggregateid, id, type, waiting, since, retryAt, attempts, reason }) => ({
      aggregate: `${aggregatetype}/${aggregateid}`,
      event: id,
      type,
      waiting,
      since,
      'next attempt': retryAt ?? 'when released',
      attempts,
      reason,
    })),
    ...(rows.length === 0 && { note: 'No aggregate is parked.' }),
  };
}

async function releaseParked({ context, database }: Desk, { words, all }: Request): Promise<Report> {
  const [aggregate] = words;
  if (words.length !== (all ? 0 : 1)) throw new Misuse('Name one aggregate, as "parked" shows it, or --all.');
  const released = await release(await database(), aggregate === undefined ? {} : aggregateOf(aggregate));
  if (released.length === 0 && !all)
    throw new Misuse(`No aggregate "${aggregate}" of ${context} is parked: "parked ${context}" lists those that are.`);
  return {
    rows: released.map(({ aggregatetype, aggregateid }) => ({ aggregate: `${aggregatetype}/${aggregateid}` })),
    note: `${released.length} released. The relay publishes them within a second; what is refused again is parked again.`,
  };
}

function aggregateOf(text: string): Partial<Aggregate> {
  const slash = text.indexOf('/');
  if (slash < 0) return { aggregateid: text };
  return { aggregatetype: text.slice(0, slash), aggregateid: text.slice(slash + 1) };
}

async function dropParked({ context, database }: Desk, { words, reason }: Request): Promise<Report> {
  const [id] = words;
  if (id === undefined || words.length !== 1) throw new Misuse('Name one event by its id, as "parked" shows it.');
  if (!reason) throw new Misuse('Say why with --reason; it is kept beside the event.');
  if (!/^[\da-f-]{36}$/i.test(id)) throw new Misuse(`"${id}" is no id of an event.`);
  if (!(await drop(await database(), id, reason)))
    throw new Misuse(`No aggregate of ${context} is held up by ${id}: "parked ${context}" lists those that are.`);
  return { rows: [], note: `${id} was dropped and stands in outbox_dropped. What waited behind it is published now.` };
}

async function dropped({ database }: Desk): Promise<Report> {
  const rows = await (await database()).selectFrom('outbox_dropped').selectAll().orderBy('dropped_at').execute();
  return {
    rows: rows.map(({ id, aggregatetype, aggregateid, type, dropped_at, reason, last_error, payload }) => ({
      event: id,
      aggregate: `${aggregatetype}/${aggregateid}`,
      type,
      dropped: dropped_at,
      reason,
      error: last_error,
      payload: JSON.stringify(payload),
    })),
    ...(rows.length === 0 && { note: 'Nothing was dropped.' }),
  };
}

async function deadLetters({ context, broker }: Desk): Promise<Report> {
  const letters = await (await broker()).deadLetters(context);
  return {
    rows: letters.map(({ message, reason, attempts, diedAt }) => ({
      message: message.id,
      channel: message.channel,
      key: message.key,
      died: diedAt,
      attempts,
      reason,
    })),
    ...(letters.length === 0 && { note: `${context} has no dead letters.` }),
  };
}

async function replay({ context, broker }: Desk, { words: ids }: Request): Promise<Report> {
  const port = await broker();
  const replayed = await port.replay(context, ids.length === 0 ? undefined : ids);
  if (replayed < ids.length)
    throw new Misuse(`${replayed} replayed; the others are no dead letters: "dead-letters ${context}" lists what is.`);
  return { rows: [], note: `${replayed} given to ${context} again.` };
}
