const technical =
  /(?:^|_)(?:outbox|inbox|dead_?letters?|idempotency(?:_?keys?)?|migrations?|sessions?|locks?|queues?|jobs?|schedules?|event_?stores?|events?_?log|caches?|health|heartbeats?|settings?|key_?values?|sagas?)(?:_|s?$)|processed_?(?:message|event)|(?:message|event)s?_processed|delivery_?attempt|audit|log_?entr/;

/** What a transport or a tool keeps for itself, by the name of its entity or table; every service may have one. */
export const isTechnical = (name: string): boolean =>
  technical.test(
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/[-.: ]/g, '_')
      .toLowerCase(),
  );
