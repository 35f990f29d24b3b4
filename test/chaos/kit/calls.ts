// The callers: the clients that the workspace itself would generate, on its own transport.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Options = { readonly timeoutMs?: number };
export type Calls = {
  transfer(
    request: {
      id: string;
      source: string;
      target: string;
      amount: bigint;
      noteBytes?: number;
    },
    options?: Options,
  ): Promise<object>;
  statement(request: { account: string }, options?: Options): Promise<{ balance: bigint }>;
  placeOrder(request: { reference: string; amount: bigint }, options?: Options): Promise<{ order?: { id: string } }>;
  placeTicket(request: { reference: string; amount: bigint }, options?: Options): Promise<object>;
  getOrder(request: { id: string }, options?: Options): Promise<object>;
  close(): void;
};

/** Calls spread over all ports, as over the replicas behind one name. */
export async function connect(shop: string, ports: readonly number[]): Promise<Calls> {
  const load = (path: string) => import(pathToFileURL(join(shop, path)).href);
  const { createClient } = await load('chassis/src/rpc/client.ts');
  const { networkTransport } = await load('chassis/src/rpc/network.ts');
  const { BankService } = await load('contracts/gen/bank/v1/bank_pb.ts');
  const { OrdersService } = await load('contracts/gen/orders/v1/orders_pb.ts');
  const { TicketsService } = await load('contracts/gen/tickets/v1/tickets_pb.ts');
  const transport = networkTransport(ports.map((port) => `127.0.0.1:${port}`).join(','));
  const bank = createClient(BankService, transport, { timeoutMs: 5000 });
  const orders = createClient(OrdersService, transport, { timeoutMs: 5000 });
  const tickets = createClient(TicketsService, transport, { timeoutMs: 5000 });
  return { ...bank, ...orders, ...tickets, close: () => transport.close() };
}
