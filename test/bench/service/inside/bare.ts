import { create, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { Kysely, PostgresDialect } from 'kysely';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import type { MessagingTables } from '../chassis/src/messaging-tables.ts';
import { migrateAsOwner } from '../chassis/src/migrate.ts';
import { OrderPlacedSchema } from '../contracts/gen/orders/v1/events_pb.ts';
import { PlaceOrderRequestSchema, PlaceOrderResponseSchema } from '../contracts/gen/orders/v1/orders_pb.ts';
import type { Tables } from '../services/orders/adapters/store/tables.ts';
import { migrations } from '../services/orders/migrations/index.ts';

/**
 * What the generated orders service does to place an order, written straight onto grpc-js and kysely: the same
 * statements on the same tables, the outbox row included, and nothing around them.
 */
const url = process.env['ORDERS_DATABASE_URL'] ?? '';
const pool = new pg.Pool({ connectionString: url, max: 10 });
const db = new Kysely<Tables & MessagingTables>({ dialect: new PostgresDialect({ pool }) });
await migrateAsOwner('orders', migrations, { owner: url, url, log: pino({ level: 'error' }) });

async function placeOrder(request: Buffer): Promise<Buffer> {
  const { reference, amount } = fromBinary(PlaceOrderRequestSchema, request);
  const order = { id: randomUUID(), reference, amount, status: 'PLACED' as const, version: 1, updated_at: new Date() };
  const updatedAt = timestampFromDate(order.updated_at);
  await db.transaction().execute(async (tx) => {
    const there = await tx.selectFrom('orders').selectAll().where('reference', '=', reference).executeTakeFirst();
    if (there) throw new Error('it is there');
    const row = tx
      .insertInto('orders')
      .values(order)
      .onConflict((conflict) => conflict.doNothing());
    await row.returning('id').executeTakeFirstOrThrow();
    const event = create(OrderPlacedSchema, { orderId: order.id, reference, amount, occurredAt: updatedAt });
    await tx
      .insertInto('outbox')
      .values({
        id: randomUUID(),
        aggregatetype: 'Order',
        aggregateid: order.id,
        shard: 0,
        type: OrderPlacedSchema.typeName,
        payload: JSON.stringify(toJson(OrderPlacedSchema, event)),
        headers: '{}',
        occurred_at: order.updated_at,
      })
      .execute();
  });
  const { id, status: state, version } = order;
  const response = create(PlaceOrderResponseSchema, {
    order: { id, reference, amount, status: state, version, updatedAt },
  });
  return Buffer.from(toBinary(PlaceOrderResponseSchema, response));
}

const same = (bytes: Buffer): Buffer => bytes;
const server = new Server();
server.addService(
  {
    placeOrder: {
      path: '/orders.v1.OrdersService/PlaceOrder',
      requestStream: false,
      responseStream: false,
      requestSerialize: same,
      requestDeserialize: same,
      responseSerialize: same,
      responseDeserialize: same,
    },
  },
  {
    placeOrder(call: ServerUnaryCall<Buffer, Buffer>, respond: sendUnaryData<Buffer>) {
      placeOrder(call.request).then(
        (response) => respond(null, response),
        (error: unknown) => respond({ code: status.INTERNAL, details: String(error) }),
      );
    },
  },
);
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(JSON.stringify({ msg: 'ready', grpc: port, http: 0 }));
});
process.once('SIGTERM', () => process.exit(0));
