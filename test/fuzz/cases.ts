import { randomOf } from '../bench/workspace/random.ts';
import { extremesOf } from './extremes.ts';
import { encoded, mutated } from './mutate.ts';
import { grammars, seedsOf, type Seed } from './seeds.ts';

export type FuzzCase = { readonly file: string; readonly bytes: Uint8Array };

let seeds: readonly Seed[] | undefined;

/** The case of a number: the same on every machine. Every third is a small text of all grammar. */
export function caseOf(seed: number, number: number): FuzzCase {
  seeds ??= seedsOf();
  const random = randomOf(seed * 1_000_003 + number * 7919);
  random.below(2);
  const few = Object.keys(grammars).length;
  const { file, text } = seeds[random.below(random.below(3) === 0 ? few : seeds.length)] ?? { file: 'a.ts', text: '' };
  return { file, bytes: encoded(mutated(text, random), random) };
}

let extremes: readonly (() => Seed)[] | undefined;

/** Extremes are long: each is made when it is its turn, and they come in an order that the seed decides. */
export function extremeOf(seed: number, number: number): FuzzCase {
  const list = extremesInOrder();
  const { file, text } = list[(number * 7919 + seed) % list.length]?.() ?? { file: 'a.ts', text: '' };
  return { file, bytes: Buffer.from(text) };
}

export const countOfExtremes = (): number => extremesInOrder().length;

function extremesInOrder(): readonly (() => Seed)[] {
  extremes ??= Object.keys(grammars).flatMap((file) => extremesOf(file));
  return extremes;
}
