import type { At } from '../../model/fact/module.ts';
import { numberOf, type Tree } from './tree.ts';

/** A whole number with its place; what a template or a variable fills in is none. */
export function countIn(tree: Tree | undefined): { readonly count: number; readonly at: At } | undefined {
  const count = numberOf(tree);
  return tree && count !== undefined ? { count, at: tree.at } : undefined;
}
