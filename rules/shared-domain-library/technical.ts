const technical =
  /(?:^|_)(?:outbox|inbox|dead_?letters?|idempotency(?:_?keys?)?|migrations?|sessions?|locks?|queues?|jobs?|schedules?|event_?stores?|events?_?log|caches?|health|heartbeats?|settings?|key_?values?|sagas?)(?:_|s?$)|processed_?(?:message|event)|(?:message|event)s?_processed|delivery_?attempt|audit|log_?entr/;
/** So much on its own: `price_snapshot` may be of the domain. */
const technicalAlone = /^(?:snapshots?|read_models?(?:_events?)?|request_answers?)$/;

/** What a transport or a tool keeps for itself, by the name of its entity or table; every service may have one. */
export function isTechnical(name: string): boolean {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.: ]/g, '_')
    .toLowerCase();
  return technical.test(plain) || technicalAlone.test(plain);
}
