import type { At } from '../../model/fact/module.ts';

/** A YAML or JSON text as values that know where they stand. */
export type Tree = MapTree | ListTree | ScalarTree;
export type MapTree = { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry>; readonly at: At };
export type ListTree = { readonly kind: 'list'; readonly items: readonly Tree[]; readonly at: At };
export type ScalarTree = { readonly kind: 'scalar'; readonly value: Scalar; readonly at: At };
export type Entry = { readonly value: Tree; readonly at: At };
export type Scalar = string | number | boolean | null;

/** A number as JSON can keep it: 1e999 and -0 are none. */
export const plainNumber = (value: number): number | string => (Number.isFinite(value) ? value + 0 : String(value));

/** What stands under a path of keys, or undefined. */
export function below(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  let at = tree;
  for (const key of keys) at = at?.kind === 'map' ? at.entries.get(key)?.value : undefined;
  return at;
}

/** A string, number or boolean as text. */
export function textOf(tree: Tree | undefined): string | undefined {
  if (tree?.kind !== 'scalar' || tree.value === null) return undefined;
  return String(tree.value);
}

export const textAt = (tree: Tree | undefined, ...keys: readonly string[]): string | undefined =>
  textOf(below(tree, ...keys));

export function numberOf(tree: Tree | undefined): number | undefined {
  const text = textOf(tree);
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

export const isTrue = (tree: Tree | undefined): boolean => tree?.kind === 'scalar' && tree.value === true;

export const itemsOf = (tree: Tree | undefined): readonly Tree[] => (tree?.kind === 'list' ? tree.items : []);

export const entriesOf = (tree: Tree | undefined): readonly (readonly [string, Entry])[] =>
  tree?.kind === 'map' ? [...tree.entries] : [];

/** The texts of a list; a lone text counts as a list of one. */
export function textsOf(tree: Tree | undefined): readonly string[] {
  const one = textOf(tree);
  if (one !== undefined) return [one];
  return itemsOf(tree)
    .map(textOf)
    .filter((text) => text !== undefined);
}

/** A map of texts, what is no text left out. */
export const recordOf = (tree: Tree | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    entriesOf(tree).flatMap(([key, { value }]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[key, text]];
    }),
  );

/** The plain value, without places. */
export function plainOf(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plainOf);
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plainOf(value)]));
}
