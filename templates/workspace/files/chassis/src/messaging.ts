import type { Broker } from './broker.ts';
import { measureCaptured } from './captured.ts';
import { openDatabase, type Database } from './database.ts';
import type { Log } from './log.ts';
import type { MessagingTables } from './messaging-tables.ts';
import type { Metrics } from './metrics.ts';
import { shardsIn } from './outbox.ts';
import { Relay } from './relay.ts';
import { forgetCaptured, forgetReceived, keepSmall } from './retention.ts';

export type MessagingOptions = {
  readonly context: string;
  readonly url: string;
  readonly database: Database<MessagingTables>;
  readonly broker: Broker;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly inboxRetentionHours: number;
  /** Those of the process: OUTBOX_RELAY, OUTBOX_RETENTION_HOURS, INBOX_RETENTION_HOURS. */
  readonly settings: Readonly<Record<string, unknown>>;
};

/** The relay and the clean-up of one context. */
export type Messaging = { start(): void; measure(): Promise<void>; stop(): Promise<void> };

const RELAY_CONNECTIONS = 4;

/** Publishes what the outbox holds, unless somebody else does, and keeps outbox and inbox small. */
export async function openMessaging({ database, url, settings, inboxRetentionHours, ...rest }: MessagingOptions): Promise<Messaging> {
  const { context, log, metrics } = rest;
  // Of its own, so that a slow broker takes no connection from those who answer calls.
  const own = await openDatabase<MessagingTables>({
    url,
    name: `${context}-relay`,
    log,
    maxConnections: RELAY_CONNECTIONS,
  });
  const relay = settings['OUTBOX_RELAY'] === 'off' ? undefined : new Relay({ ...rest, db: own.query });
  if (relay) database.onCommit((tx) => relay.wake(shardsIn(tx)));
  const stopping = new AbortController();
  const keep = (forget: () => Promise<number>) => void keepSmall(forget, log, stopping.signal);
  return {
    start() {
      if (relay) relay.start();
      else keep(() => forgetCaptured(own.query, Number(settings['OUTBOX_RETENTION_HOURS']), log));
      keep(() => forgetReceived(own.query, Number(settings['INBOX_RETENTION_HOURS'] ?? inboxRetentionHours)));
    },
    measure: () => (relay ? relay.measure() : measureCaptured(own.query, metrics, context)),
    async stop() {
      stopping.abort();
      await relay?.stop();
      await own.close();
    },
  };
}
