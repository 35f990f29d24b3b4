import { describe, expect, test } from 'vitest';
import type { Case } from './paths.ts';
import { done, route } from './paths.ts';

const run = (cases: readonly Case[]): void => {
  test.each(cases)('%s', (_, files, wanted) => {
    const found = done(files);
    expect(found, `${found.join(' | ')} instead of ${wanted.join(' | ')}`).toEqual(wanted);
  });
};

describe('a handler is followed through functions', () => {
  run([
    [
      'declared below',
      route(
        'await one(); await two();',
        'async function one() { await two(); await $a; } async function two() { await $b; }',
      ),
      ['b', 'a', 'b'],
    ],
    [
      'that an arm of ts-pattern gives',
      route(
        'const act = match(req.body.kind).with("one", () => one).otherwise(() => two); await act();',
        `import { match } from 'ts-pattern'; async function one() { await $a; } async function two() { await $b; }`,
      ),
      ['a', 'b'],
    ],
    [
      'of another file',
      {
        'main.ts': route('await one();', `import { one } from './one.ts';`),
        'one.ts': 'export const one = async () => { await $a; };',
      },
      ['a'],
    ],
    [
      'behind barrels',
      {
        'main.ts': route(
          'await lib.one(); await two();',
          `import * as lib from './lib/index.ts'; import { zwei as two } from './lib/index.ts';`,
        ),
        'lib/index.ts': `export * from './one.ts'; export { two as zwei } from './two.ts';`,
        'lib/one.ts': 'export const one = async () => { await $a; };',
        'lib/two.ts': 'export async function two() { await $b; }',
      },
      ['a', 'b'],
    ],
    [
      'imported when needed',
      {
        'main.ts': route(`const { one } = await import('./one.ts'); await one();`),
        'one.ts': 'export const one = async () => { await $a; };',
      },
      ['a'],
    ],
    [
      'imported with then',
      {
        'main.ts': route(`await import('./one.ts').then(({ one }) => one());`),
        'one.ts': 'export const one = async () => { await $a; };',
      },
      ['a'],
    ],
    [
      'required',
      { 'main.ts': route(`await require('./one').one();`), 'one.ts': 'export const one = async () => { await $a; };' },
      ['a'],
    ],
    [
      'of an object',
      route(
        'await api.one(); await api.nested.two();',
        'const api = { async one() { await $a; }, nested: { two: async () => { await $b; } } };',
      ),
      ['a', 'b'],
    ],
    [
      'of an object that call each other',
      route('await api.one();', 'const api = { async one() { await this.two(); }, async two() { await $a; } };'),
      ['a'],
    ],
    [
      'that a factory returns',
      route(
        'await api.one();',
        'const make = (base) => { const two = async () => { await $a; }; return { one: () => two() }; }; const api = make(1);',
      ),
      ['a'],
    ],
    [
      'of a curried factory',
      route('await make(1)(2)(3);', 'const make = (one) => (two) => async (three) => { await $a; };'),
      ['a'],
    ],
    [
      'bound',
      route(
        'await bound();',
        'class Service { async one() { await $a; } } const service = new Service(); const bound = service.one.bind(service);',
      ),
      ['a'],
    ],
    [
      'called and applied',
      route(
        'await one.call(null); await two.apply(null, []);',
        'async function one() { await $a; } async function two() { await $b; }',
      ),
      ['a', 'b'],
    ],
    [
      'chosen from a table',
      route(
        'await table[req.body.kind]();',
        'const table = { a: async () => { await $a; }, b: async () => { await $b; } };',
      ),
      ['a', 'b'],
    ],
    [
      'kept in a Map',
      route(`await table.get('a')();`, `const table = new Map([['a', async () => { await $a; }]]);`),
      ['a'],
    ],
    [
      'given as a default',
      route(
        'await one();',
        'const one = async (work = two) => { await work(); }; const two = async () => { await $a; };',
      ),
      ['a'],
    ],
    [
      'in a generator',
      route('for (const item of items()) console.log(item);', 'function* items() { yield $a; }'),
      ['a'],
    ],
    [
      'on both branches',
      route('if (req.body) await $a; else await $b; const c = req.body ? await $c : await $d;'),
      ['a', 'b', 'c', 'd'],
    ],
    [
      'in try, catch and finally',
      route('try { await $a; } catch { await $b; } finally { await $c; }'),
      ['a', 'b', 'c'],
    ],
    [
      'piped',
      route(
        'await pipe(1, one, two);',
        `import { pipe } from 'remeda'; const one = async () => { await $a; }; const two = async () => { await $b; };`,
      ),
      ['a', 'b'],
    ],
    [
      'composed of their own',
      route(
        'await both();',
        'const compose = (...steps) => async () => { for (const step of steps) await step(); }; const both = compose(async () => { await $a; }, async () => { await $b; });',
      ),
      ['a (loop)', 'b (loop)'],
    ],
    [
      'tagged on an export by name',
      {
        'main.ts': route('await one.default();', `import * as one from './one.ts';`),
        'one.ts': 'export default async () => { await $a; };',
      },
      ['a'],
    ],
  ]);
});
