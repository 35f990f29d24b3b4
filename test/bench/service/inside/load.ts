import { create, toBinary } from '@bufbuild/protobuf';
import { Client, credentials } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { PlaceOrderRequestSchema } from '../contracts/gen/orders/v1/orders_pb.ts';

/** `load.ts <address> <calls> <callers>`: callers that place orders, one after the other each. */
const [address = '', calls = '3000', callers = '32'] = process.argv.slice(2);
const client = new Client(address, credentials.createInsecure());
const same = (bytes: Buffer): Buffer => bytes;
const took: number[] = [];

function placeOrder(): Promise<void> {
  const request = Buffer.from(
    toBinary(PlaceOrderRequestSchema, create(PlaceOrderRequestSchema, { reference: randomUUID(), amount: 7n })),
  );
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + 10_000;
    client.makeUnaryRequest(
      '/orders.v1.OrdersService/PlaceOrder',
      same,
      same,
      request,
      { deadline } as never,
      (error) => (error ? reject(error) : resolve()),
    );
  });
}

let left = Number(calls);
const started = performance.now();
async function caller(): Promise<void> {
  while (left-- > 0) {
    const from = performance.now();
    await placeOrder();
    took.push(performance.now() - from);
  }
}
await Promise.all(Array.from({ length: Number(callers) }, caller));
const elapsed = (performance.now() - started) / 1000;
took.sort((a, b) => a - b);
const at = (share: number) => Math.round((took[Math.floor(took.length * share)] ?? 0) * 100) / 100;
console.log(JSON.stringify({ calls: took.length, perSecond: took.length / elapsed, p50: at(0.5), p99: at(0.99) }));
client.close();
