import type { Effect } from '../../src/model/model.ts';

type Data = Extract<Effect, { kind: 'data' }>;

const OUTBOX = /outbox|event_?store|(domain|integration|stored|pending|outgoing|published)_?(event|message)s?/i;
const TOLD = /^(is_?)?(published|dispatched|relayed|emitted|sent|enqueued)(_?(at|on))?$/i;
const INBOX = /inbox|processed|dedup|idempoten|consumed|received_?(message|event)/i;
const TELEMETRY = /(^|[^a-z])(logs?|logging|logger|metrics?|telemetry|traces?|heartbeats?)([^a-z]|$)/i;

/** Rows that are events on their way, or hold them in a field: what relays them covers both sides. */
export const keepsEvents = ({ table = '', where = [], sets = [] }: Data): boolean =>
  OUTBOX.test(table) || [...where, ...sets].some((name) => /outbox/i.test(name));

/** What a relay notes of a row that it has told. */
export const marksTold = ({ sets = [] }: Data): boolean => sets.some((name) => TOLD.test(name));

/** A table that remembers messages. */
export const keepsMemory = ({ table = '' }: Data): boolean => INBOX.test(table);

/** Logs and metrics: nobody decides anything by them. What an audit keeps is the business's own. */
export function isTelemetry(effect: Effect): boolean {
  if (effect.kind !== 'publish' || effect.channel === undefined) return false;
  const words = effect.channel.replace(/^[\w-]+:/, '').replace(/([a-z])([A-Z])/g, '$1_$2');
  return TELEMETRY.test(words) && !/audit/i.test(words);
}
