import { describe, expect, it } from 'vitest';
import { check } from '../../chaos/kit/checker.ts';
import type { Change, History } from '../../chaos/kit/history.ts';
import type { Books } from '../../sagas/books.ts';
import { supply } from '../../sagas/shop.ts';

const change = (aggregate: string, version: number, amount: number, request: string): Change => ({
  aggregate,
  version,
  amount,
  request,
});
/** Two transfers from a to b, each in both accounts. */
const changes = [
  change('a', 1, -10, 't1'),
  change('b', 1, 10, 't1'),
  change('a', 2, -5, 't2'),
  change('b', 2, 5, 't2'),
];
const row = (reference: string, status: string) => ({ id: `of-${reference}`, reference, amount: '7', status });
/** One order that was confirmed, one that was given up and undone, one that nobody had begun. */
const books: Books = {
  orders: [row('o1', 'CONFIRMED'), row('o2', 'CANCELLED'), row('o3', 'CANCELLED')],
  sagas: [
    { subject_id: 'of-o1', status: 'COMPLETED' },
    { subject_id: 'of-o2', status: 'COMPENSATED' },
    { subject_id: 'of-o3', status: 'COMPENSATED' },
  ],
  stock: [row('of-o1', 'RESERVED'), row('of-o2', 'RELEASED')],
  payments: [row('of-o1', 'CHARGED')],
  left: { stock: supply - 7n, money: supply - 7n },
};
const good: History = {
  transfers: [
    { id: 't1', told: 'done' },
    { id: 't2', told: 'nothing' },
    { id: 't3', told: 'nothing' },
  ],
  changes,
  effects: changes,
  balances: new Map([
    ['a', -15],
    ['b', 15],
  ]),
  traded: [
    {
      style: 'choreography',
      asked: [
        { id: 'o1', told: 'done' },
        { id: 'o4', told: 'nothing' },
        { id: 'o5', told: 'refused' },
      ],
      books,
    },
  ],
  setAside: [],
};
const kinds = (history: Partial<History>) =>
  [...new Set(check({ ...good, ...history }).map(({ kind }) => kind))].sort();
const wrong = (part: Partial<Books>) => ({
  traded: good.traded.map((one) => ({ ...one, books: { ...books, ...part } })),
});

describe('the checker of chaos', () => {
  it('finds nothing in a good history, whatever the callers of unanswered requests believe', () =>
    expect(check(good)).toEqual([]));
  it('does not mind how the changes of two aggregates interleave', () =>
    expect(kinds({ effects: [0, 2, 1, 3].flatMap((index) => changes[index] ?? []) })).toEqual([]));
  it('catches a lost event', () => expect(kinds({ effects: changes.slice(1) })).toEqual(['lost', 'unbalanced']));
  it('catches the loss of the last event', () =>
    expect(kinds({ effects: changes.slice(0, 3) })).toEqual(['lost', 'unbalanced']));
  it('catches a doubled event', () =>
    expect(kinds({ effects: [...changes, ...changes.slice(0, 1)] })).toEqual(['doubled', 'unbalanced']));
  it('catches a reordered event', () =>
    expect(kinds({ effects: [2, 1, 0, 3].flatMap((index) => changes[index] ?? []) })).toEqual(['reordered']));
  it('catches an event that never happened', () =>
    expect(kinds({ effects: [...changes, change('c', 1, 3, 't9')] })).toEqual(['invented', 'unbalanced']));
  it('catches an order that was refused and placed all the same', () =>
    expect(kinds({ traded: good.traded.map((one) => ({ ...one, asked: [{ id: 'o1', told: 'refused' }] })) })).toEqual([
      'invented',
    ]));
  it('catches an event whose amount was changed on the way', () =>
    expect(kinds({ effects: [change('a', 1, -11, 't1'), ...changes.slice(1)] })).toEqual([
      'invented',
      'lost',
      'unbalanced',
    ]));
  it('catches an acknowledged request that left nothing', () =>
    expect(kinds({ transfers: [{ id: 't4', told: 'done' }] })).toEqual(['forgotten']));
  it('catches half a transaction, acknowledged or not', () => {
    const half = {
      changes: changes.slice(1),
      effects: changes.slice(1),
      balances: new Map([
        ['a', -5],
        ['b', 15],
      ]),
    };
    expect(kinds(half)).toEqual(['forgotten', 'unbalanced']);
  });
  it('catches a request that was carried out twice', () => {
    const twice = [...changes, change('a', 3, -10, 't1'), change('b', 3, 10, 't1')];
    expect(
      kinds({
        changes: twice,
        effects: twice,
        balances: new Map([
          ['a', -25],
          ['b', 25],
        ]),
      }),
    ).toEqual(['doubled']);
  });
  it('catches a cent that is missing', () =>
    expect(
      kinds({
        balances: new Map([
          ['a', -15],
          ['b', 14],
        ]),
      }),
    ).toEqual(['unbalanced']));
  it('catches an order that never ends', () =>
    expect(kinds(wrong({ orders: [row('o1', 'PLACED'), ...books.orders.slice(1)] }))).toEqual(['unfinished']));
  it('catches a cancelled order whose stock was not given back', () =>
    expect(kinds(wrong({ stock: [row('of-o1', 'RESERVED'), row('of-o2', 'RESERVED')] }))).toEqual([
      'unbalanced',
      'unfinished',
    ]));
  it('catches an order that was charged twice', () =>
    expect(kinds(wrong({ left: { ...books.left, money: supply - 14n } }))).toEqual(['unbalanced']));
  it('catches stock that was given back twice', () =>
    expect(kinds(wrong({ left: { ...books.left, stock: supply } }))).toEqual(['unbalanced']));
  it('catches an acknowledged order that is gone', () =>
    expect(kinds(wrong({ orders: books.orders.slice(1) }))).toEqual(['forgotten']));
  it('catches what was set aside', () => expect(kinds({ setAside: ['a message'] })).toEqual(['set aside']));
  it('shows what lies around a violation', () => {
    const [first] = check({ ...good, effects: [...changes, ...changes.slice(0, 1)] });
    expect(first?.around).toEqual(['a version 1 (-10, t1)', 'a version 2 (-5, t2)', 'a version 1 (-10, t1)']);
  });
});
