import { describe, expect, it } from 'vitest';
import { mostIn } from '../../../../src/read/typescript/ceilings.ts';

describe('at most', () => {
  it('so many brackets open, whatever closes between them may be quoted', () => {
    expect(mostIn('f([{}])({})').opening).toBe(5);
    expect(mostIn("f(')', f(')', f(')')))").opening).toBe(3);
  });
  it('so many tokens nest: each sign, and each word by its first letter only', () => {
    const words = ['=>', '?', ':', '=', '**', '<', 'new', 'if', 'else', 'for', 'while', 'keyof'];
    for (const word of words) expect(mostIn(`1 ${word} 2`).nesting, word).toBeGreaterThan(0);
    expect(mostIn('abnew_if1else').nesting).toBe(0);
    expect(mostIn('$new').nesting).toBe(1);
  });
  it('so much operates', () => {
    const words = ['-', '+', '*', '/', '%', '&', '|', '^', '!', '~', '@', ':', '==', '!=='];
    const named = ['typeof', 'void', 'delete', 'await', 'yield', 'in', 'instanceof', 'import'];
    for (const word of [...words, ...named]) expect(mostIn(`1 ${word} 2`).operating, word).toBeGreaterThan(0);
    expect(mostIn('a.b;').operating).toBe(1);
  });
  it('so many angles and characters of no meaning are there', () => {
    expect(mostIn('<a></a>').angles).toBe(2);
    expect(mostIn('a\\\u0000\u007fü\t\n').strange).toBe(4);
  });
});
