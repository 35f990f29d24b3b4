import { supply, type Trade } from './shop.ts';

type Row = Readonly<Record<string, unknown>>;
/** Asks the database of one context. */
export type Ask = (context: string, text: string) => Promise<readonly Row[]>;

export type Books = {
  readonly orders: readonly Row[];
  readonly sagas: readonly Row[];
  readonly stock: readonly Row[];
  readonly payments: readonly Row[];
  readonly left: { readonly stock: bigint; readonly money: bigint };
};
export type Mistake = {
  readonly kind: 'forgotten' | 'doubled' | 'unfinished' | 'unbalanced';
  readonly what: string;
};

/** How many orders are not at an end. */
export async function openOrders(ask: Ask, { orders: { service } }: Trade): Promise<number> {
  const text = `select count(*) from ${service} o join saga s on s.subject_id = o.id
    where o.status not in ('CONFIRMED', 'CANCELLED') or s.status not in ('COMPLETED', 'COMPENSATED')`;
  return Number((await ask(service, text))[0]?.['count']);
}

export async function booksOf(ask: Ask, { orders, stock, money }: Trade): Promise<Books> {
  const till = async ({ service }: Trade['stock']) =>
    BigInt(String((await ask(service, 'select amount from till'))[0]?.['amount']));
  const rows = ({ service }: Trade['stock']) => ask(service, `select id, reference, amount, status from ${service}`);
  return {
    orders: await rows(orders),
    sagas: await ask(orders.service, 'select subject_id, status, reason, trouble from saga'),
    stock: await rows(stock),
    payments: await rows(money),
    left: { stock: await till(stock), money: await till(money) },
  };
}

/** Everything that is not as it must be once all has come to rest; `references` are those whose placing was answered. */
export function mistakesIn(books: Books, references: readonly string[]): readonly Mistake[] {
  const count = Map.groupBy(books.orders, ({ reference }) => reference);
  return [
    ...references
      .filter((reference) => !count.has(reference))
      .map((reference): Mistake => ({ kind: 'forgotten', what: `${reference} was lost` })),
    ...[...count]
      .filter(([, { length }]) => length > 1)
      .map(([reference, { length }]): Mistake => ({ kind: 'doubled', what: `${reference} is there ${length} times` })),
    ...endings(books),
    ...unbalanced('stock', books.left.stock, books.stock, 'RESERVED'),
    ...unbalanced('money', books.left.money, books.payments, 'CHARGED'),
  ];
}

/** Every order ended in one of the ways it may, and so did its saga, its stock and its payment. */
function endings({ orders, sagas, stock, payments }: Books): readonly Mistake[] {
  const sagasOf = Map.groupBy(sagas, (row) => row['subject_id']);
  const [stockOf, paymentsOf] = [stock, payments].map((rows) => Map.groupBy(rows, ({ reference }) => reference));
  return orders.flatMap(({ id, amount, status }) => {
    const saga = (sagasOf.get(id) ?? []).map((row) => String(row['status'])).join('+');
    const found = `${saga}, stock ${textOf(stockOf?.get(id))}, payment ${textOf(paymentsOf?.get(id))}`;
    const isGood = goodEndings(status, amount).includes(found);
    return isGood ? [] : [{ kind: 'unfinished', what: `order ${id} is ${status}: ${found}` }];
  });
}

const textOf = (rows: readonly Row[] = []) =>
  rows.length === 0 ? 'untouched' : rows.map(({ status, amount }) => `${status} ${amount}`).join('+');

function goodEndings(status: unknown, amount: unknown): readonly string[] {
  if (status === 'CONFIRMED') return [`COMPLETED, stock RESERVED ${amount}, payment CHARGED ${amount}`];
  if (status !== 'CANCELLED') return [];
  return ['untouched', `RELEASED ${amount}`].flatMap((goods) =>
    ['untouched', `REFUNDED ${amount}`].map((money) => `COMPENSATED, stock ${goods}, payment ${money}`),
  );
}

function unbalanced(what: string, left: bigint, rows: readonly Row[], taken: string): readonly Mistake[] {
  const sum = rows
    .filter(({ status }) => status === taken)
    .reduce((all, row) => all + BigInt(String(row['amount'])), 0n);
  return left + sum === supply
    ? []
    : [{ kind: 'unbalanced', what: `${what}: ${left} left and ${sum} taken are not ${supply}` }];
}
