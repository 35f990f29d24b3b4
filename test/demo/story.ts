// What the demo tells: the commands, the orders, and what the databases must hold afterwards.

/** The business code that a user would write by hand after the commands below. */
export const fixtures = 'fixtures/demo';

const service = (name: string, publishes: string, consumes?: string) => ({
  words: ['new', 'service', name, '--yes', '--publishes', publishes, ...(consumes ? ['--consumes', consumes] : [])],
  short: `npx msvc new service ${name}`,
  inside: true,
});
const consumer = (to: string, ...events: readonly string[]) => ({
  words: ['add', 'consumer', ...events, '--to', to, '--yes'],
  short: `npx msvc add consumer --to ${to}`,
  inside: true,
});

export type Command = {
  readonly words: readonly string[];
  readonly short: string;
  /** Whether it is typed in the workspace, or where the workspace shall be. */
  readonly inside: boolean;
};

export const commands: readonly Command[] = [
  { words: ['new', 'workspace', 'shop', '--yes'], short: 'npx msvc new workspace shop', inside: false },
  service('orders', 'OrderPlaced,OrderCancelled,OrderConfirmed'),
  service('inventory', 'StockReserved,StockRejected,StockReleased', 'orders.v1.OrderPlaced'),
  service('payments', 'PaymentCaptured,PaymentRefused', 'inventory.v1.StockReserved'),
  consumer('orders', 'payments.v1.PaymentCaptured', 'payments.v1.PaymentRefused', 'inventory.v1.StockRejected'),
  consumer('inventory', 'payments.v1.PaymentRefused'),
];

/** In the demo everybody tells, and nobody waits. For a recording of both, orders asks payments, too. */
export const waiting: Command = {
  words: ['add', 'client', 'payments', '--to', 'orders', '--yes'],
  short: 'npx msvc add client payments --to orders',
  inside: true,
};

/** In cents. Payments refuses more than 1000.00. */
export const amounts = { fine: 49_99n, refused: 2500_00n } as const;

export const statuses = {
  confirmed: ['PENDING', 'CONFIRMED'],
  cancelled: ['PENDING', 'CANCELLED'],
} as const;

/** How often each reservation was charged: a row a reservation, counted by the use case itself. */
export const chargesPerOrder = `select subject_id, times from foreign_event where channel = 'inventory.v1.StockReserved'`;

type Count = { readonly status: string; readonly count: string };
type Ask = (context: string, text: string) => Promise<readonly Count[]>;

/** What every context says there is: "orders 41 CONFIRMED 1 CANCELLED". */
export async function ledgerOf(ask: Ask): Promise<readonly string[]> {
  return Promise.all(
    ['orders', 'inventory', 'payments'].map(async (context) => {
      const counts = await ask(context, `select status, count(*) from ${context} group by status order by 2 desc`);
      return `${context.padEnd(10)} ${counts.map(({ status, count }) => `${count} ${status}`).join(', ')}`;
    }),
  );
}

/** What there must be when all orders but one were confirmed. */
export const ledgerAfter = (placed: number): readonly string[] => [
  `orders     ${placed - 1} CONFIRMED, 1 CANCELLED`,
  `inventory  ${placed - 1} RESERVED, 1 RELEASED`,
  `payments   ${placed - 1} CAPTURED, 1 REFUSED`,
];
