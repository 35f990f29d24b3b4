// A foreign gRPC client: plain grpc-js and the messages that the workspace generated from its contract.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Order = {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly amount: bigint;
};
export type Orders = {
  /** Places an order; answers with it and with the id of the trace the call belongs to. */
  readonly place: (reference: string, amount: bigint) => Promise<{ readonly order: Order; readonly trace: string }>;
  readonly get: (id: string) => Promise<Order>;
  readonly close: () => void;
};

export async function connectOrders(shop: string, address: string): Promise<Orders> {
  const fromShop = createRequire(join(shop, 'chassis', 'package.json'));
  const grpc = fromShop('@grpc/grpc-js');
  const load = (path: string) => import(pathToFileURL(path).href);
  const { create, fromBinary, toBinary } = await load(fromShop.resolve('@bufbuild/protobuf'));
  const { OrdersService } = await load(join(shop, 'contracts', 'gen', 'orders', 'v1', 'orders_pb.ts'));
  const client = new grpc.Client(address, grpc.credentials.createInsecure());

  const call = (name: string, request: object, trace = randomBytes(16).toString('hex')): Promise<{ order: Order }> => {
    const method = OrdersService.method[name];
    const metadata = new grpc.Metadata();
    metadata.set('traceparent', `00-${trace}-${randomBytes(8).toString('hex')}-01`);
    return new Promise((done, fail) =>
      client.makeUnaryRequest(
        `/${OrdersService.typeName}/${method.name}`,
        (message: unknown) => Buffer.from(toBinary(method.input, message)),
        (bytes: Buffer) => fromBinary(method.output, bytes),
        create(method.input, request),
        metadata,
        { deadline: Date.now() + 10_000 },
        (error: Error | null, response: { order: Order }) => (error ? fail(error) : done(response)),
      ),
    );
  };
  return {
    place: async (reference, amount) => {
      const trace = randomBytes(16).toString('hex');
      const { order } = await call('placeOrder', { reference, amount }, trace);
      return { order, trace };
    },
    get: async (id) => (await call('getOrder', { id })).order,
    close: () => client.close(),
  };
}
