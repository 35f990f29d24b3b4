import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Unreadable } from '../../model/fact.ts';
import type { At } from '../../model/fact/module.ts';
import { placeFinderOf, type PlaceFinder } from '../places.ts';
import { plainNumber, type Entry, type Tree } from './tree.ts';

export type JsonText = { readonly tree: Tree | undefined; readonly unreadable: readonly Unreadable[] };

/** JSON with comments and trailing commas; of a broken text, what could be read. */
export function treeOfJson(text: string): JsonText {
  const placeOf = placeFinderOf(text);
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    return {
      tree: root && treeOf(root, placeOf),
      unreadable: errors.slice(0, 1).map((error) => wrong(error, placeOf)),
    };
  } catch {
    return { tree: undefined, unreadable: [{ why: 'The JSON is nested too deeply to be read.', at: [1, 1] }] };
  }
}

const wrong = (error: ParseError, placeOf: PlaceFinder): Unreadable => ({
  why: `This is no JSON: ${printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()}.`,
  at: placeOf(error.offset),
});

function treeOf(node: Node, placeOf: PlaceFinder): Tree {
  const at = placeOf(node.offset);
  if (node.type === 'object') return { kind: 'map', entries: entriesOf(node.children ?? [], placeOf), at };
  if (node.type === 'array')
    return { kind: 'list', items: (node.children ?? []).map((child) => treeOf(child, placeOf)), at };
  return { kind: 'scalar', value: scalarOf(node.value), at };
}

function entriesOf(properties: readonly Node[], placeOf: PlaceFinder): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const property of properties) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    const at: At = placeOf(key.offset);
    entries.set(String(key.value), { value: treeOf(value, placeOf), at });
  }
  return entries;
}

const scalarOf = (value: unknown): string | number | boolean | null =>
  typeof value === 'number'
    ? plainNumber(value)
    : typeof value === 'string' || typeof value === 'boolean'
      ? value
      : null;
