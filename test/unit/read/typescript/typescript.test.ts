import { describe, expect, test } from 'vitest';
import type { ModuleFact } from '../../../../src/model/fact/module.ts';
import { typescriptReader } from '../../../../src/read/typescript/index.ts';

const read = (text: string, file = 'a.ts') => typescriptReader.read({ file, text });
const moduleOf = (text: string, file?: string): ModuleFact => {
  const [fact] = read(text, file).facts;
  if (fact?.kind !== 'module') throw new Error('no module');
  return fact;
};

describe('the TypeScript reader', () => {
  test('takes TypeScript and JavaScript, and no minified script', () => {
    expect(['a.ts', 'b.tsx', 'c.mjs', 'd.cjs', 'e.jsx'].every((path) => typescriptReader.takes(path))).toBe(true);
    expect(['a.min.js', 'a.json', 'a.vue'].some((path) => typescriptReader.takes(path))).toBe(false);
  });

  test('reads imports however they are written', () => {
    const fact = moduleOf(`
      import express, { Router as R, type Request } from 'express';
      import * as all from './all';
      import type { Only } from './types';
      import './effect';
      const { a } = require('./cjs');
      const late = () => import('./late');
    `);
    expect(fact.imports.map(({ from, name, local, how, typeOnly }) => [from, name, local, how, typeOnly])).toEqual([
      ['express', 'default', 'express', 'import', false],
      ['express', 'Router', 'R', 'import', false],
      ['express', 'Request', 'Request', 'import', true],
      ['./all', '*', 'all', 'import', false],
      ['./types', 'Only', 'Only', 'import', true],
      ['./effect', undefined, undefined, 'import', false],
      ['./cjs', undefined, undefined, 'require', false],
      ['./late', undefined, undefined, 'dynamic', false],
    ]);
    expect(fact.bindings[0]).toMatchObject({
      name: 'a',
      value: { kind: 'member', of: { kind: 'import', from: './cjs' } },
    });
  });

  test('reads exports of both module systems', () => {
    const fact = moduleOf(`
      export const one = 1;
      export { one as two };
      export * from './more';
      export { three } from './three';
      export default class Four {}
      module.exports = { five: 5 };
      exports.six = 6;
    `);
    expect(fact.exports.map(({ name, local, from, imported }) => ({ name, local, from, imported }))).toEqual([
      { name: 'one', local: 'one' },
      { name: 'two', local: 'one' },
      { name: '*', from: './more', imported: '*' },
      { name: 'three', from: './three', imported: 'three' },
      { name: 'default' },
      { name: '=' },
      { name: 'six' },
    ]);
  });

  test('keeps variables, templates and defaults symbolic', () => {
    const fact = moduleOf('const url = `${process.env.HOST ?? "localhost"}:${port}/x`;');
    expect(fact.bindings[0]?.value).toEqual({
      kind: 'join',
      parts: [
        {
          kind: 'either',
          options: [
            { kind: 'env', name: 'HOST' },
            { kind: 'text', text: 'localhost' },
          ],
        },
        { kind: 'text', text: ':' },
        { kind: 'name', name: 'port' },
        { kind: 'text', text: '/x' },
      ],
    });
  });

  test('records calls in the order they run, with what stands around them', () => {
    const fact = moduleOf(`
      async function f(ids) {
        for (const id of ids) await load(id);
        await Promise.all(ids.map(async (id) => { await send(id); }));
        if (ids.length) try { audit(); } catch { rescue(); }
        for (let i = 0; i < 2; i++) retry();
        detached();
      }
    `);
    const around = Object.fromEntries(
      fact.calls.flatMap(({ callee, around: { arms: _arms, ...given } }) =>
        callee.kind === 'name' ? [[callee.name, given]] : [],
      ),
    );
    expect(around).toEqual({
      load: { loop: true, awaited: true },
      send: { loop: true, parallel: true, awaited: true },
      audit: { branch: true, caught: true },
      rescue: { branch: true, handler: 'catch' },
      retry: { loop: 2 },
      detached: {},
    });
  });

  test('tells which way of which choice a call stands on, and whether control comes out behind it', () => {
    const fact = moduleOf(`
      function f(x) {
        if (x) { yes(); return; } else no();
        switch (x) { case 1: one(); break; case 2: two(); return; }
        for (const y of x) { if (y) { first(); break; } second(); }
        try { risky(); } catch { rescue(); throw x; }
        x ? maybe() : never();
      }
    `);
    const arms = Object.fromEntries(
      fact.calls.flatMap(({ callee, around: { arms: given = [] } }) =>
        callee.kind === 'name' ? [[callee.name, given.map(([line, , way, end]) => `${line} ${way} ${end}`)]] : [],
      ),
    );
    expect(arms).toEqual({
      yes: ['3 0 leaves'],
      no: ['3 1 goes'],
      one: ['4 0 bounds', '4 0 goes'],
      two: ['4 0 bounds', '4 1 leaves'],
      first: ['5 0 bounds', '5 0 breaks'],
      second: ['5 0 bounds'],
      risky: ['6 0 goes'],
      rescue: ['6 1 leaves'],
      maybe: ['7 0 goes'],
      never: ['7 1 goes'],
    });
  });

  test('reads classes with fields, injected parameters and decorators', () => {
    const fact = moduleOf(`
      @Controller('orders')
      export class Orders extends Base<Order> implements Api {
        private client = connect();
        constructor(@Inject(TOKEN) private readonly bus: ClientProxy, http: HttpService) { super(http); this.url = 'x'; }
        @Get(':id') async one(@Param('id') id: string) { return this.bus.send('one', id); }
      }
    `);
    const [orders] = fact.classes;
    expect(orders).toMatchObject({
      name: 'Orders',
      extends: { kind: 'name', name: 'Base' },
      extendsArgs: [{ name: 'Order' }],
      implements: [{ name: 'Api' }],
      decorators: [{ name: { kind: 'name', name: 'Controller' }, args: [{ kind: 'text', text: 'orders' }] }],
    });
    const construct = fact.functions[orders?.methods[0] ?? -1];
    expect(construct?.params[0]).toMatchObject({ name: 'bus', property: true, type: { name: 'ClientProxy' } });
    expect(construct?.assigns?.[0]?.target).toEqual({ kind: 'member', of: { kind: 'this' }, name: 'url' });
  });

  test('knows enums, aliases and interfaces by what they hold', () => {
    const fact = moduleOf(`
      export enum Topic { Placed = 'order.placed', Paid = 'order.paid' }
      export interface Deps { readonly orders: OrdersClient }
      export type Db = Kysely<Tables>;
    `);
    expect(fact.bindings[0]?.value).toMatchObject({
      kind: 'object',
      entries: [{ key: 'Placed', value: { text: 'order.placed' } }, { key: 'Paid' }],
    });
    expect(fact.types).toEqual([
      { name: 'Deps', members: [['orders', { name: 'OrdersClient' }]] },
      { name: 'Db', is: { name: 'Kysely', args: [{ name: 'Tables' }] }, members: [] },
    ]);
  });

  test('says where a file cannot be parsed and keeps what stands before', () => {
    const { facts, unreadable } = read(`import a from './a';\nconst x = ;\n`);
    expect(unreadable).toEqual([{ why: expect.stringContaining('cannot be parsed'), at: [2, 11] }]);
    expect(facts[0]).toMatchObject({ imports: [{ from: './a' }] });
  });

  test.each([
    ['parentheses', `const x = ${'('.repeat(5_000)}1${')'.repeat(5_000)};`],
    ['a long sum', `const x = ${'a + '.repeat(20_000)}1;`],
    ['nested lists', `const x = ${'['.repeat(5_000)}${']'.repeat(5_000)};`],
    ['nested blocks', `${'{'.repeat(3_000)}${'}'.repeat(3_000)}`],
    ['a chain', `x${'.then(f)'.repeat(3_000)};`],
    ['bytes that are no text', '\u0000\u0001\uFFFD const x = 1;'],
  ])('survives %s', (_, text) => {
    expect(() => read(text)).not.toThrow();
  });
});

test.each([
  '(',
  'f(()=>{',
  '{a:[',
  'A<',
  'A<\n',
  'a=>\n',
  'a?\n',
  'a=\n',
  'new\n',
  'if(a)\n',
  'keyof\n',
  '<a>\n',
  'a?(b=>({c:[',
  'f(")))",\n',
  "f(')\\'',\n",
  'f(`)\n`,',
  'f(`)${a}`,\n',
  'f(`${[`)`]})`,\n',
  'f(/"/,\n',
  'f(/`/,\n',
  '[/* ]]] */\n',
  '{// }\n',
  "<b>'{\n",
])('the TypeScript reader refuses %j thousands of times, before the parser dies of it', (part) => {
  expect(read(`x=${part.repeat(20_000)}`, 'a.tsx')).toMatchObject({
    facts: [],
    unreadable: [{ why: 'The code nests too deep to be parsed.' }],
  });
});

test('an apostrophe between elements hides none of them', () => {
  const { unreadable } = read(`x=<b>${"'<b>\n".repeat(20_000)}`, 'a.tsx');
  expect(unreadable).toMatchObject([{ why: 'The code nests too deep to be parsed.' }]);
});
