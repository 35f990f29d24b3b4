import type { Effect } from '../../model/model.ts';

type Data = Extract<Effect, { kind: 'data' }>;

const OUTBOX = /outbox|event_?store|(domain|integration|stored|pending|outgoing|published)_?(event|message)s?/i;
const INBOX =
  /inbox|processed|consumed|dedup|idempoten|(received|handled|incoming)_?(message|event)|message_?(log|id)|event_?log/i;
const TELEMETRY = /(^|[^a-z])(logs?|logging|logger|metrics?|telemetry|traces?|heartbeats?)([^a-z]|$)/i;
const DEAD = /dead[-_.]?letter|(^|[^a-z])(dlq|dlx|dlt|parking|poison)([^a-z]|$)|[-_.:]dead$/i;
const TOLD = /^(is_?)?(published|dispatched|relayed|emitted|sent|enqueued)(_?(at|on))?$/i;
const STATE =
  /status|state|processed|applied|handled|seen|settled|paid|done|completed|cancell?ed|events?$|messages?$|_?keys?$|[a-z]At$|_at$/i;

/** Rows that are events on their way, or hold them in a field: what relays them covers both sides. */
export const keepsEvents = ({ table = '', where = [], sets = [] }: Data): boolean =>
  OUTBOX.test(table) || [...where, ...sets].some((name) => /outbox/i.test(name));

/** A table that remembers messages. */
export const keepsMemory = ({ table = '' }: Data): boolean => INBOX.test(table);

/** What a relay notes of a row that it has told. */
export const marksTold = ({ sets = [] }: Data): boolean => sets.some((name) => TOLD.test(name));

const plain = (name: string): string => name.replace(/\.?\$\w+\.?/g, '').replace(/\..*$/, '');

/** A write that changes a row only while its state is another: what it asks for, it also sets. */
export function isConditional({ verb, where = [], sets = [] }: Data): boolean {
  if (verb !== 'update' && verb !== 'increment' && verb !== 'delete') return false;
  const set = new Set(sets.filter((name) => !name.startsWith('$inc')).map(plain));
  return where.some((name) => {
    const field = plain(name);
    return set.has(field) && (STATE.test(field) || /\$(?:ne|nin|exists|not)\b/.test(name));
  });
}

const wordsOf = (effect: Effect): string =>
  effect.kind === 'publish' ? (effect.channel ?? '').replace(/^[\w-]+:/, '').replace(/([a-z])([A-Z])/g, '$1_$2') : '';

/** Logs and metrics: nobody decides anything by them. What an audit keeps is the business's own. */
export const isTelemetry = (effect: Effect): boolean =>
  TELEMETRY.test(wordsOf(effect)) && !/audit/i.test(wordsOf(effect));

/** Where messages go that were given up on. */
export const isDeadLetter = (effect: Effect): boolean => DEAD.test(wordsOf(effect));
