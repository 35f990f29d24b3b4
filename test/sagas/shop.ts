// The seed example everyone knows: an order, stock, a payment, in either style of saga.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const styles = ['orchestration', 'choreography'] as const;
export type Style = (typeof styles)[number];

/** A context: its service, its table, and what it is about. */
type Part = { readonly service: string; readonly aggregate: string };
/** One who takes orders, one who has goods, one who takes money; and the saga that brings them together. */
export type Trade = {
  readonly saga: string;
  readonly style: Style;
  readonly orders: Part;
  readonly stock: Part;
  readonly money: Part;
};

/** The seed example. */
export const checkout = (style: Style): Trade => ({
  saga: 'checkout',
  style,
  orders: { service: 'orders', aggregate: 'Order' },
  stock: { service: 'inventory', aggregate: 'Inventory' },
  money: { service: 'payments', aggregate: 'Payment' },
});
/** The same under other names, for a workspace that has both. */
export const booking = (style: Style): Trade => ({
  saga: 'booking',
  style,
  orders: { service: 'tickets', aggregate: 'Ticket' },
  stock: { service: 'seats', aggregate: 'Seat' },
  money: { service: 'fares', aggregate: 'Fare' },
});

/** The services that run. */
export const servicesOf = ({ orders, stock, money }: Trade): readonly string[] =>
  [orders, stock, money].map(({ service }) => service);

/** The commands that make it, inside a workspace. */
export function commandsFor({ saga, style, orders, stock, money }: Trade): readonly (readonly string[])[] {
  const publishing = ({ service, aggregate }: Part, ...events: readonly string[]) => {
    const names = events.map((event) => `${aggregate}${event}`);
    return ['new', 'service', service, '--publishes', names.join(',')];
  };
  const steps = `reserve:${stock.service},charge:${money.service}`;
  return [
    publishing(orders, 'Placed', 'Confirmed', 'Cancelled'),
    publishing(stock, 'Reserved'),
    publishing(money, 'Charged', 'Refunded'),
    ['new', 'saga', saga, '--style', style, '--steps', steps, '--in', orders.service],
  ];
}

/** In cents: fine, more than whoever takes money takes, more than whoever has goods gives. */
export const amounts = { fine: 49_99n, refusedByMoney: 2_500_00n, refusedByStock: 9_000_00n } as const;
/** What both have at the beginning. */
export const supply = 1_000_000_000n;

type Files = { read(path: string): string; write(path: string, text: string): Promise<void> };
type Step = { readonly verb: string; readonly undo: string; readonly most: bigint };

/**
 * The business code that its owner would write after the commands: stock and money are numbers that go down and up, so
 * that whatever happens twice, or is not undone, shows. `withinSeconds` is how long steps are waited for, `most` how many
 * sagas may be under way.
 */
export async function furnish(
  files: Files,
  { saga, orders, stock, money }: Trade,
  { withinSeconds, most }: { readonly withinSeconds: number; readonly most: number },
): Promise<void> {
  const reserve = { verb: 'reserve', undo: 'release', most: amounts.refusedByStock };
  const charge = { verb: 'charge', undo: 'refund', most: amounts.refusedByMoney };
  const waiting = [
    `services/${orders.service}/application/${saga}.ts`,
    `services/${stock.service}/adapters/sagas/${fileOf(stock, reserve)}`,
    `services/${money.service}/adapters/sagas/${fileOf(money, charge)}`,
  ];
  for (const path of waiting)
    await edit(files, path, [[/withinSeconds: 30/g, `withinSeconds: ${withinSeconds}`]], 'may be as it is');
  await edit(files, `services/${orders.service}/adapters/sagas/${saga}.ts`, [[/most: 1000/, `most: ${most}`]]);
  await furnishTill(files, stock, reserve);
  await furnishTill(files, money, charge);
}

const fileOf = ({ aggregate }: Part, { verb }: Step) => `${verb}-${aggregate.toLowerCase()}-step.ts`;

async function furnishTill(files: Files, part: Part, step: Step): Promise<void> {
  const { service, aggregate } = part;
  const at = (path: string) => `services/${service}/${path}`;
  await files.write(at('adapters/store/till.ts'), tillStore);
  await files.write(at('migrations/0003-till.ts'), tillTable);
  await edit(files, at('migrations/index.ts'), [
    [/(import \* as initial[^\n]*\n)/, "$1import * as till from './0003-till.ts';\n"],
    [/('0002-saga': sagaTables,)/, "$1\n  '0003-till': till,"],
  ]);
  await edit(files, at('adapters/store/tables.ts'), [
    [/(export type Tables = \{)/, '$1 till: { id: number; amount: string };'],
  ]);
  await edit(files, at('application/ports.ts'), [
    [/(export type Stores = \{)/, '$1 readonly till: { add(amount: bigint): Promise<void> };'],
  ]);
  await edit(files, at('adapters/store/stores.ts'), [
    [/return \{/, 'return { till: till(tx),'],
    [/(import type \{ Stores \}[^\n]*\n)/, "$1import { till } from './till.ts';\n"],
  ]);
  const [perform, undo] = [`${step.verb}${aggregate}`, `${step.undo}${aggregate}`];
  const refusal = `if (amount >= ${step.most}n) throw new Invalid${aggregate}([{ field: 'amount', description: 'is too much' }]);`;
  await edit(files, at(`application/${fileOf(part, step)}`), [
    [new RegExp(`\\{ ${service} \\}: Stores`, 'g'), `{ ${service}, till }: Stores`],
    [/import \{ /, `import { Invalid${aggregate}, `],
    [new RegExp(`(function ${perform}[^{]*\\{[^{]*\\{[^{]*\\{\\n)`), `$1  await till.add(-amount);\n  ${refusal}\n`],
    [new RegExp(`(function ${undo}\\([^)]*,\\s*)\\{ reference \\}`), '$1{ reference, amount }'],
    [/(\n {2}if \(found\))/, '\n  await till.add(amount);$1'],
  ]);
}

/** Replaces, and sees to it that there was something to replace. */
async function edit(
  files: Files,
  path: string,
  changes: readonly (readonly [RegExp, string])[],
  mood?: 'may be as it is',
): Promise<void> {
  let text = files.read(path);
  for (const [from, to] of changes) {
    const next = text.replace(from, to);
    if (next === text && mood === undefined) throw new Error(`${path} has no ${String(from)}:\n${text}`);
    text = next;
  }
  await files.write(path, text);
}

const tillStore = `import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** How much there is. */
export function till(tx: Transaction<Tables>) {
  return {
    async add(amount: bigint) {
      const row = await tx.selectFrom('till').selectAll().forUpdate().executeTakeFirstOrThrow();
      await tx.updateTable('till').set({ amount: String(BigInt(row.amount) + amount) }).execute();
    },
  };
}
`;
const tillTable = `import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`create table till (id integer primary key, amount bigint not null)\`.execute(db);
  await sql\`insert into till (id, amount) values (1, ${supply})\`.execute(db);
}
`;

/** Every delivery is handled three times: what a broker may do at any time, done always. */
export async function deliverThrice(files: Files): Promise<void> {
  await edit(files, 'chassis/src/consumer.ts', [
    [/return async \((\{ message, attempt \})\) => \{/, 'const once = async ($1: Delivery): Promise<Verdict> => {'],
    [
      /(return \{ kind: outcome === 'retry' \? 'retry' : 'done' \};\n {4}\}\);\n {2}\};\n)/,
      '$1  return async (delivery) => {\n    await once(delivery);\n    await once(delivery);\n    return once(delivery);\n  };\n',
    ],
  ]);
}

export type Orders = {
  /** Asks until it is answered; the same reference has one effect. Answers with the order's id. */
  place(order: { readonly reference: string; readonly amount: bigint }): Promise<string>;
  /** Asks once; answers with `OK` or the status it was refused with. */
  tryToPlace(order: { readonly reference: string; readonly amount: bigint }): Promise<string>;
  /** Where its checkout stands. */
  checkoutOf(
    orderId: string,
  ): Promise<{ readonly status: string; readonly step: string; readonly history: readonly object[] }>;
  close(): void;
};

/** Callers of orders, over the clients of the workspace itself; calls are spread over the ports. */
export async function connectOrders(shop: string, ports: readonly number[]): Promise<Orders> {
  const load = (path: string) => import(pathToFileURL(join(shop, path)).href);
  const { createClient } = await load('chassis/src/rpc/client.ts');
  const { networkTransport } = await load('chassis/src/rpc/network.ts');
  const { OrdersService } = await load('contracts/gen/orders/v1/orders_pb.ts');
  const { CheckoutService } = await load('contracts/gen/orders/v1/checkout_pb.ts');
  const transport = networkTransport(ports.map((port) => `127.0.0.1:${port}`).join(','));
  const orders = createClient(OrdersService, transport, { timeoutMs: 3000 });
  const checkouts = createClient(CheckoutService, transport, { timeoutMs: 3000 });
  return {
    async place(order) {
      for (let tries = 0; ; tries += 1) {
        try {
          return (await orders.placeOrder(order)).order.id;
        } catch (error) {
          if (tries > 60) throw error;
          await new Promise((done) => setTimeout(done, 250));
        }
      }
    },
    tryToPlace: (order) =>
      orders.placeOrder(order, { timeoutMs: 20_000 }).then(
        () => 'OK',
        (error: { readonly code: string }) => error.code,
      ),
    checkoutOf: async (orderId) => (await checkouts.getCheckout({ orderId })).checkout,
    close: () => transport.close(),
  };
}
