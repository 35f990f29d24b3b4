import { supply } from './shop.ts';

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

/** How many orders are not at an end. */
export async function openOrders(ask: Ask): Promise<number> {
  const text = `select count(*) from orders o join saga s on s.subject_id = o.id
    where o.status not in ('CONFIRMED', 'CANCELLED') or s.status not in ('COMPLETED', 'COMPENSATED')`;
  return Number((await ask('orders', text))[0]?.['count']);
}

export async function booksOf(ask: Ask): Promise<Books> {
  const till = async (context: string) =>
    BigInt(String((await ask(context, 'select amount from till'))[0]?.['amount']));
  return {
    orders: await ask('orders', 'select id, reference, amount, status from orders'),
    sagas: await ask('orders', 'select subject_id, status, reason, trouble from saga'),
    stock: await ask('inventory', 'select reference, amount, status from inventory'),
    payments: await ask('payments', 'select reference, amount, status from payments'),
    left: { stock: await till('inventory'), money: await till('payments') },
  };
}

/** Everything that is not as it must be once all has come to rest; `references` are those whose placing was answered. */
export function mistakesIn(books: Books, references: readonly string[]): readonly string[] {
  const known = new Set(books.orders.map(({ reference }) => reference));
  return [
    ...references.filter((reference) => !known.has(reference)).map((reference) => `${reference} was lost`),
    ...books.orders.flatMap((order) => mistakesInOrder(order, books)),
    ...unbalanced('stock', books.left.stock, books.stock, 'RESERVED'),
    ...unbalanced('money', books.left.money, books.payments, 'CHARGED'),
  ];
}

function mistakesInOrder({ id, amount, status }: Row, { sagas, stock, payments }: Books): readonly string[] {
  const saga = sagas
    .filter(({ subject_id }) => subject_id === id)
    .map((row) => String(row['status']))
    .join('+');
  const of = (rows: readonly Row[]) =>
    rows
      .filter(({ reference }) => reference === id)
      .map((row) => `${row['status']} ${row['amount']}`)
      .join('+');
  const found = `${saga}, stock ${of(stock) || 'untouched'}, payment ${of(payments) || 'untouched'}`;
  const good =
    status === 'CONFIRMED'
      ? [`COMPLETED, stock RESERVED ${amount}, payment CHARGED ${amount}`]
      : ['untouched', `RELEASED ${amount}`].flatMap((goods) =>
          ['untouched', `REFUNDED ${amount}`].map((money) => `COMPENSATED, stock ${goods}, payment ${money}`),
        );
  const isOver = status === 'CONFIRMED' || status === 'CANCELLED';
  return isOver && good.includes(found) ? [] : [`order ${id} is ${status}: ${found}`];
}

function unbalanced(what: string, left: bigint, rows: readonly Row[], taken: string): readonly string[] {
  const sum = rows
    .filter(({ status }) => status === taken)
    .reduce((all, row) => all + BigInt(String(row['amount'])), 0n);
  return left + sum === supply ? [] : [`${what}: ${left} left and ${sum} taken are not ${supply}`];
}
