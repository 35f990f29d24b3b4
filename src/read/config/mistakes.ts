import { nearest } from '../../model/nearest.ts';
import type { Placed } from '../../model/fact/config.ts';
import type { Unreadable } from '../../model/fact.ts';
import { entriesOf, textOf, type Entry, type Tree } from '../tree/tree.ts';

/** Reads settings strictly: answers with what is right and collects every mistake with its place. */
export class Mistakes {
  readonly list: Unreadable[] = [];

  add(at: Unreadable['at'], why: string): void {
    this.list.push({ at, why });
  }

  /** The entries of a map, those with unknown keys left out. An empty value counts as an empty map. */
  fields(tree: Tree | undefined, what: string, known: readonly string[]): ReadonlyMap<string, Entry> {
    const fields = new Map<string, Entry>();
    for (const [key, entry] of this.entries(tree, what)) {
      if (known.includes(key)) fields.set(key, entry);
      else this.add(entry.at, `unknown key "${key}"${guess(key, known)}`);
    }
    return fields;
  }

  entries(tree: Tree | undefined, what: string): readonly (readonly [string, Entry])[] {
    if (tree && tree.kind !== 'map' && !isNothing(tree))
      this.add(tree.at, `${what} must be a map, not ${kindOf(tree)}`);
    return entriesOf(tree);
  }

  text(entry: Entry | undefined, what: string): string | undefined {
    if (!entry) return undefined;
    if (entry.value.kind === 'scalar' && typeof entry.value.value === 'string') return entry.value.value;
    this.add(entry.value.at, `${what} must be text, not ${kindOf(entry.value)}`);
    return undefined;
  }

  texts(entry: Entry | undefined, what: string): readonly string[] {
    return this.placedTexts(entry, what).map(({ value }) => value);
  }

  placedTexts(entry: Entry | undefined, what: string): readonly Placed<string>[] {
    return this.items(entry, what).flatMap((item) => {
      const value = this.text({ value: item, at: item.at }, `each of ${what}`);
      return value === undefined ? [] : [{ value, at: item.at }];
    });
  }

  items(entry: Entry | undefined, what: string): readonly Tree[] {
    if (!entry || isNothing(entry.value)) return [];
    if (entry.value.kind === 'list') return entry.value.items;
    this.add(entry.value.at, `${what} must be a list, not ${kindOf(entry.value)}`);
    return [];
  }

  flag(entry: Entry | undefined, what: string): boolean {
    if (!entry) return false;
    if (entry.value.kind === 'scalar' && typeof entry.value.value === 'boolean') return entry.value.value;
    this.add(entry.value.at, `${what} must be true or false, not ${kindOf(entry.value)}`);
    return false;
  }

  choice<T extends string>(entry: Entry | undefined, what: string, known: readonly T[]): T | undefined {
    const text = this.text(entry, what);
    const hit = known.find((one) => one === text);
    if (entry && text !== undefined && hit === undefined)
      this.add(entry.value.at, `${what} must be one of ${known.join(', ')}, not "${text}"${meant(text, known)}`);
    return hit;
  }
}

const isNothing = (tree: Tree): boolean => tree.kind === 'scalar' && tree.value === null;

const guess = (word: string, known: readonly string[]): string =>
  meant(word, known) || `; there are ${known.join(', ')}`;

function meant(word: string, known: readonly string[]): string {
  const close = nearest(word, known);
  return close === undefined ? '' : `; did you mean "${close}"?`;
}

function kindOf(tree: Tree): string {
  if (tree.kind !== 'scalar') return tree.kind === 'map' ? 'a map' : 'a list';
  return tree.value === null ? 'nothing' : typeof tree.value === 'string' ? `"${textOf(tree)}"` : (textOf(tree) ?? '');
}
