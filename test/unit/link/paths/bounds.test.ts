import { describe, expect, test } from 'vitest';
import { done, orders, route } from './paths.ts';

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const told = (main: string): readonly string[] =>
  orders(main).unresolved.map(({ what, evidence: [at] }) => `${what} at ${at.file}:${at.line}`);

describe('where a bound cuts something off, the function is told', () => {
  test('that is called in too many ways', () => {
    const calls = range(60).map((index) => `await call('http://stock:3000/${index}');`);
    const main = route(calls.join('\n'), 'const call = async (url) => { await fetch(url); };');
    expect(told(main)).toContain('call is called in more ways than are told apart at orders/src/main.ts:2');
  });

  test('that does too much', () => {
    const main = route(
      'await all();',
      `async function all() {\n${range(310)
        .map(() => 'await $a;')
        .join('\n')}\n}`,
    );
    expect(told(main)).toEqual(['all does more than is followed at orders/src/main.ts:2']);
  });

  test('that calls too deep', () => {
    const steps = range(50).map((index) => `async function f${index}() { await f${index + 1}(); }`);
    const main = route('await f0();', [...steps, 'async function f50() { await $a; }'].join('\n'));
    expect(told(main)).toEqual([expect.stringMatching(/^f\d+ calls deeper than is followed at orders/)]);
  });
});

describe('no bound is told', () => {
  test('of what calls itself', () => {
    const main = route(
      'await walk(req.body);',
      'async function walk(node) { await $a; for (const child of node.children) await walk(child.next); }',
    );
    expect(told(main)).toEqual([]);
    expect(done(main)[0]).toBe('a');
  });

  test('of what does nothing to the world', () => {
    const calls = range(60).map((index) => `format('${index}');`);
    expect(told(route(`${calls.join('\n')} await $a;`, 'const format = (text) => text.trim().toUpperCase();'))).toEqual(
      [],
    );
  });

  test('where the objects that it is called on tell the ways apart', () => {
    const classes = range(60).map((index) => `class C${index} extends Base { path = 'p${index}'; }`);
    const calls = range(60).map((index) => `await new C${index}().send(${index}); await new C${index}().send('x');`);
    const main = route(
      calls.join('\n'),
      `class Base { async send(id) { await fetch('http://stock:3000/' + this.path); } }\n${classes.join('\n')}`,
    );
    expect(told(main)).toEqual([]);
    expect(done(main)).toContain('p59');
  });
});
