import type { Effect } from '../../src/model/model.ts';

const OUTBOX = /outbox|event_?store|(domain|integration|stored|pending|outgoing|published)_?(event|message)s?/i;
const INBOX = /inbox|processed|dedup|idempoten|consumed|received_?(message|event)/i;
const TELEMETRY = /(^|[^a-z])(logs?|logging|logger|metrics?|telemetry|traces?|heartbeats?)([^a-z]|$)/i;

/** A table whose rows are events on their way: what relays them covers both sides. */
export const keepsEvents = (table: string | undefined): boolean => OUTBOX.test(table ?? '');

/** A table that remembers messages. */
export const keepsMemory = (table: string | undefined): boolean => INBOX.test(table ?? '');

/** Logs and metrics: nobody decides anything by them. What an audit keeps is the business's own. */
export function isTelemetry(effect: Effect): boolean {
  if (effect.kind !== 'publish' || effect.channel === undefined) return false;
  const words = effect.channel.replace(/^[\w-]+:/, '').replace(/([a-z])([A-Z])/g, '$1_$2');
  return TELEMETRY.test(words) && !/audit/i.test(words);
}
