export type Random = {
  /** A whole number from 0 up to, without, the bound. */
  readonly below: (bound: number) => number;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
};

/** Park and Miller's generator: the same numbers on every machine. */
export function randomOf(seed: number): Random {
  let state = (seed % 2_147_483_646) + 1;
  const below = (bound: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
  return { below, pick: (list) => list[below(list.length)] ?? list[0] };
}
