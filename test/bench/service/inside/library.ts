import { createRequire } from 'node:module';
import pg from 'pg';
import { pino } from 'pino';
import { newDatabase } from './database.ts';
import { sinkOf } from './sinks.ts';

/** What is used of pg-transactional-outbox 0.5.7, which is installed beside the workspace for this. */
type Library = {
  readonly DatabaseSetupExporter: { createPollingScript(setup: object, skipRoles: boolean): string };
  readonly initializePollingMessageListener: (
    config: object,
    handler: { handle(message: Stored): Promise<void> },
    logger: object,
    strategies: { batchSizeStrategy?(): Promise<number> },
  ) => readonly [shutdown: () => Promise<void>];
};
type Stored = {
  readonly id: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly messageType: string;
  readonly payload: unknown;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: string;
};

/**
 * `library.ts <admin url> <sink url> <events> <as it comes|tuned>`: the polling listener of pg-transactional-outbox with
 * the order of each aggregate kept (a segment each), until the events are published or a few seconds have passed.
 *
 * Tuned means: large batches from the first on, without a pause, and none of the protections that its manual calls
 * optional for an outbox. A message in hand holds a connection, and pg opens ten: more messages than connections wait
 * for one until their lock (5 s) has passed, are handed out a second time, and fail at their limit of 15 s. So there is a
 * connection for each, as many as PostgreSQL has to give.
 */
const [adminUrl = '', sinkUrl = '', count = '2000', kind = 'tuned'] = process.argv.slice(2);
const events = Number(count);
const MOST_SECONDS = 4;
const BATCH = 80;
const PATIENCE_MS = 60_000;
const TUNED = {
  nextMessagesBatchSize: BATCH,
  nextMessagesPollingIntervalInMs: 1,
  nextMessagesLockInMs: PATIENCE_MS,
  messageProcessingTimeoutInMs: PATIENCE_MS,
  enableMaxAttemptsProtection: false,
  enablePoisonousMessageProtection: false,
};
const log = pino({ level: 'error' });
const url = await newDatabase(adminUrl, 'library');
const library = createRequire(import.meta.url)('pg-transactional-outbox') as Library;
const { username, pathname } = new URL(url);
const client = new pg.Client({ connectionString: url });
await client.connect();
const setup = {
  outboxOrInbox: 'outbox',
  database: pathname.slice(1),
  schema: 'public',
  table: 'library_outbox',
  listenerRole: username,
  handlerRole: username,
  nextMessagesName: 'next_library_outbox',
};
await client.query(library.DatabaseSetupExporter.createPollingScript(setup, true));
await client.query(`
  insert into library_outbox (id, aggregate_type, aggregate_id, message_type, segment, payload, metadata, created_at)
  select gen_random_uuid(), 'Order', 'order-' || n % 1000, 'orders.v1.OrderPlaced', 'order-' || n % 1000,
    jsonb_build_object('orderId', 'order-' || n % 1000, 'reference', 'reference-' || n, 'amount', n::text,
      'occurredAt', '2026-01-01T00:00:00Z'),
    '{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"}', now()
  from generate_series(1, ${events}) n`);
await client.query('vacuum analyze library_outbox');

const { broker, stored } = await sinkOf(sinkUrl, log);
const isTuned = kind === 'tuned';
const settings = {
  dbSchema: 'public',
  dbTable: 'library_outbox',
  nextMessagesFunctionName: 'next_library_outbox',
  ...(isTuned && TUNED),
};
const connection = { connectionString: url };
const handlers = { ...connection, ...(isTuned && { max: BATCH }) };
const handle = ({ id, aggregateType, aggregateId, messageType, payload, metadata, createdAt }: Stored) =>
  broker.publish([
    {
      id,
      channel: messageType,
      key: `${aggregateType}/${aggregateId}`,
      headers: metadata,
      payload,
      occurredAt: createdAt,
    },
  ]);
const started = performance.now();
library.initializePollingMessageListener(
  { outboxOrInbox: 'outbox', dbListenerConfig: connection, dbHandlerConfig: handlers, settings },
  { handle },
  log,
  // By default as many batches as a batch is large hold one message each, at first.
  isTuned ? { batchSizeStrategy: async () => BATCH } : {},
);
const seconds = () => (performance.now() - started) / 1000;
while (stored() < events && seconds() < MOST_SECONDS) await new Promise((resolve) => setTimeout(resolve, 5));
if (stored() === 0) throw new Error(`it published nothing in ${MOST_SECONDS} s`);
console.log(JSON.stringify({ perSecond: stored() / seconds() }));
process.exit(0);
