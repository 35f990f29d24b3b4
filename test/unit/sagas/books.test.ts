import { describe, expect, test } from 'vitest';
import { mistakesIn, type Books } from '../../sagas/books.ts';
import { supply } from '../../sagas/shop.ts';

const order = (id: string, status: string, amount = '100') => ({ id, reference: `ref-${id}`, amount, status });
const row = (reference: string, status: string, amount = '100') => ({ reference, amount, status });
const books: Books = {
  orders: [order('1', 'CONFIRMED'), order('2', 'CANCELLED'), order('3', 'CANCELLED')],
  sagas: [
    { subject_id: '1', status: 'COMPLETED' },
    { subject_id: '2', status: 'COMPENSATED' },
    { subject_id: '3', status: 'COMPENSATED' },
  ],
  stock: [row('1', 'RESERVED'), row('2', 'RELEASED')],
  payments: [row('1', 'CHARGED')],
  left: { stock: supply - 100n, money: supply - 100n },
};
const references = ['ref-1', 'ref-2', 'ref-3'];

test('books that are right have no mistakes', () => expect(mistakesIn(books, references)).toEqual([]));

describe('the checker catches', () => {
  const wrong: readonly (readonly [string, Partial<Books>, string])[] = [
    ['a lost order', { orders: books.orders.slice(1) }, 'ref-1 was lost'],
    ['an order that is there twice', { orders: [...books.orders, order('1', 'CONFIRMED')] }, 'ref-1 is there 2 times'],
    ['an order under way', { orders: [order('1', 'PLACED'), ...books.orders.slice(1)] }, 'order 1 is PLACED'],
    [
      'a saga under way',
      { sagas: [{ subject_id: '1', status: 'STUCK' }, ...books.sagas.slice(1)] },
      '1 is CONFIRMED: STUCK',
    ],
    ['stock that is still reserved', { stock: [row('1', 'RESERVED'), row('2', 'RESERVED')] }, '2 is CANCELLED'],
    ['a charge that is missing', { payments: [] }, 'payment untouched'],
    ['a charge of another amount', { payments: [row('1', 'CHARGED', '101')] }, 'payment CHARGED 101'],
    ['a charge that was not given back', { payments: [...books.payments, row('3', 'CHARGED')] }, '3 is CANCELLED'],
    ['a second charge', { left: { ...books.left, money: supply - 200n } }, 'money: '],
    ['a second release', { left: { ...books.left, stock: supply } }, 'stock: '],
    [
      'a saga that came twice',
      { sagas: [...books.sagas, { subject_id: '1', status: 'COMPLETED' }] },
      'COMPLETED+COMPLETED',
    ],
  ];
  for (const [title, change, mistake] of wrong)
    test(title, () => {
      const found = mistakesIn({ ...books, ...change }, references).map(({ what }) => what);
      expect(found.join('\n')).toContain(mistake);
    });
});
