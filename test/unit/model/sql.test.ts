import { describe, expect, it } from 'vitest';
import { tableUsesOf, uniqueKeysOf } from '../../../src/model/sql/index.ts';

const said = (sql: string) =>
  tableUsesOf(sql).map(({ schema, table, verb }) => `${verb} ${schema ? `${schema}.` : ''}${table}`);

describe('tableUsesOf', () => {
  it.each([
    ['select * from orders', ['select orders']],
    [
      'SELECT o.id FROM "Order" o JOIN public.customers AS c ON c.id = o.customer_id',
      ['select Order', 'select public.customers'],
    ],
    ['select a.x, b.y from a, b as bb, c where a.id = b.id', ['select a', 'select b', 'select c']],
    [
      'with recent as (select * from orders) select * from recent join items using (id)',
      ['select orders', 'select items'],
    ],
    ['select extract(year from created_at) from t', ['select t']],
    ['select * from generate_series(1, 10) g', []],
    ['select * from (select 1 from inner_t) x', ['select inner_t']],
    ['insert into orders (id) values ($1)', ['insert orders']],
    ['INSERT INTO inbox (id) VALUES (?) ON CONFLICT DO NOTHING', ['upsert inbox']],
    ['insert into t (a) values (1) on duplicate key update a = 2', ['upsert t']],
    ['insert or ignore into t values (1)', ['upsert t']],
    ['insert into a select * from b', ['insert a', 'select b']],
    ['update orders set a = 1 where id in (select order_id from items)', ['update orders', 'select items']],
    ['select * from jobs for update skip locked', ['select jobs']],
    ['delete from `orders` where id = 1', ['delete orders']],
    ['truncate table a, b', ['delete a', 'delete b']],
    [
      'create table if not exists s.orders (id uuid primary key, c int references customers (id))',
      ['create s.orders', 'reference customers'],
    ],
    [
      'alter table only orders add constraint fk foreign key (c) references customers',
      ['alter orders', 'reference customers'],
    ],
    ['drop table if exists a, b cascade', ['drop a', 'drop b']],
    ['create unique index concurrently if not exists i on orders (number)', ['alter orders']],
    ['select * from [dbo].[Customer]', ['select dbo.Customer']],
    ["-- from nowhere\nselect 'from x' /* join y */ from real", ['select real']],
    ['DO $$ BEGIN INSERT INTO audit VALUES (1); END $$', ['insert audit']],
    ['select table_name from information_schema.tables', []],
    ['select 1', []],
    ['', []],
    ["select 'unfinished from t", []],
  ])('%s', (sql, expected) => {
    expect(said(sql)).toEqual(expected);
  });

  it('never throws and never hangs', () => {
    for (const sql of [
      '(((((',
      '$$',
      '$x$ open',
      'from',
      'join join join',
      '"'.repeat(50_000),
      '('.repeat(100_000),
      'from '.repeat(100_000),
      '\0\u{1f600}',
    ])
      expect(() => tableUsesOf(sql)).not.toThrow();
  });
});

describe('uniqueKeysOf', () => {
  it.each([
    ['create table t (id uuid primary key, email text unique, n int)', [['id'], ['email']]],
    ['create table t (a int, b int, primary key (a, b), constraint u unique (b))', [['a', 'b'], ['b']]],
    ['create table t (a int, unique key by_a (a))', [['a']]],
    ['create unique index i on t using btree (a, b desc)', [['a', 'b']]],
    ['create unique index i on t (a) where b is null', []],
    ['create unique index i on t (lower(a))', []],
    ['alter table t add constraint u unique (message_id)', [['message_id']]],
    ['create index i on t (a)', []],
  ])('%s', (sql, expected) => {
    expect(uniqueKeysOf(sql).map(({ columns }) => columns)).toEqual(expected);
  });
});
