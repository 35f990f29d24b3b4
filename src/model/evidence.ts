/** A place in the workspace. `file` is relative to the root with `/`; lines and columns count from 1. */
export type Place = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
};

/** A place that proves a fact. */
export type Evidence = Place & {
  /** `declared`: a manifest or contract says so. `inferred`: read off code. */
  readonly basis: 'declared' | 'inferred';
  /** What stands there, in a few words; shown behind the place. */
  readonly note?: string;
};

/** At least one element: a claim without proof cannot be built. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Narrows a list to one that holds something. */
export const isNonEmpty = <T>(list: readonly T[]): list is NonEmpty<T> => list.length > 0;

/** `file:line`, as terminals and editors make it clickable. */
export const labelOf = (place: Place): string => `${place.file}:${place.line}`;

/** Orders places by file, line and column. */
export const comparePlaces = (a: Place, b: Place): number =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
