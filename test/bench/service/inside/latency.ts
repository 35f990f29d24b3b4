import { on } from '../chassis/src/consumer.ts';
import { defineContext } from '../chassis/src/context.ts';
import { appendToOutbox } from '../chassis/src/outbox.ts';
import { startProcess } from '../chassis/src/process.ts';
import type { Database } from '../chassis/src/database.ts';
import { OrderPlacedSchema } from '../contracts/gen/orders/v1/events_pb.ts';
import { newDatabase } from './database.ts';

/** `latency.ts <admin url> <broker url> <events a second> <seconds>`: from the commit to the effect of the consumer. */
const [adminUrl = '', brokerUrl = '', rate = '300', seconds = '5'] = process.argv.slice(2);
const committed = new Map<string, number>();
const took: number[] = [];
let database: Database<object> | undefined;

const sender = defineContext<object>()({
  name: 'sender',
  settings: {},
  inboxRetentionHours: 168,
  calls: {},
  migrations: {},
  build(parts) {
    database = parts.database;
    return { rpc: [], consumers: [] };
  },
});
const receiver = defineContext<object>()({
  name: 'receiver',
  settings: {},
  inboxRetentionHours: 168,
  calls: {},
  migrations: {},
  build: () => ({
    rpc: [],
    consumers: [
      on(OrderPlacedSchema, async (_tx, { reference }) => {
        const since = committed.get(reference);
        if (since !== undefined) took.push(performance.now() - since);
      }),
    ],
  }),
});

const common = { GRPC_PORT: '0', HTTP_PORT: '0', LOG_LEVEL: 'error', SHUTDOWN_DRAIN_MS: '0' };
const BROKER_URL = brokerUrl === 'postgres' ? await newDatabase(adminUrl, 'broker') : brokerUrl;
await startProcess(
  { name: 'latency', contexts: [sender, receiver] },
  {
    ...common,
    BROKER_URL,
    SENDER_DATABASE_URL: await newDatabase(adminUrl, 'sender'),
    RECEIVER_DATABASE_URL: await newDatabase(adminUrl, 'receiver'),
  },
);
// In the transaction's last moment: what the commit itself takes counts as well.
const place = async (reference: string) => {
  await database?.atomically(async (tx) => {
    await appendToOutbox(tx, {
      aggregateType: 'Order',
      aggregateId: reference,
      schema: OrderPlacedSchema,
      event: { reference },
      occurredAt: new Date(),
    });
    committed.set(reference, performance.now());
  });
};
const total = Number(rate) * Number(seconds);
const warm = Number(rate);
const begun = performance.now();
const placing: Promise<void>[] = [];
for (let sent = 0; sent < total + warm; sent += 1) {
  const due = begun + (sent / Number(rate)) * 1000;
  if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
  if (sent === warm) took.length = 0;
  // One that finds no connection in time is missing below.
  placing.push(place(String(sent)).catch(() => undefined));
}
await Promise.all(placing);
const deadline = performance.now() + 20_000;
while (took.length < total * 0.98 && performance.now() < deadline)
  await new Promise((resolve) => setTimeout(resolve, 50));
took.sort((a, b) => a - b);
const at = (share: number) => took[Math.floor(took.length * share)] ?? 60_000;
console.log(JSON.stringify({ p50: at(0.5), p99: at(0.99), events: took.length }));
process.exit(0);
