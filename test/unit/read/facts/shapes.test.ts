import { describe, expect, it } from 'vitest';
import { shapesOf } from '../../../../src/read/facts/shapes.ts';

describe('shapes', () => {
  const value = {
    kind: 'module',
    at: [3, 14],
    list: [1, 2, 3],
    none: [],
    odd: [0, 1],
    less: [-1, 1.5],
    deep: [{ kind: 'text', text: 'a', checked: true }, { kind: 'text', text: 'b', checked: false }, null, 'x'],
  };

  it('give back what they packed, also from their kept names, and add to them', () => {
    const first = shapesOf([]);
    const packed: unknown = JSON.parse(JSON.stringify(first.pack(value)));
    const later = shapesOf(first.known());
    const more: unknown = JSON.parse(JSON.stringify(later.pack({ a: { b: undefined, c: 1 } })));
    expect(later.unpack(packed)).toEqual(value);
    expect(later.unpack(more)).toEqual({ a: { c: 1 } });
    expect(later.known().slice(0, first.known().length)).toEqual(first.known());
  });

  it('throw for what they did not write', () => {
    expect(() => shapesOf([]).unpack([7, 1])).toThrow(TypeError);
    expect(() => shapesOf(['["a"]']).unpack([1])).toThrow(TypeError);
    expect(() => shapesOf(['3'])).toThrow(TypeError);
  });
});
