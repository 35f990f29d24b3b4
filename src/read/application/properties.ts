import type { At } from '../../model/fact/module.ts';
import type { Entry, MapTree, Tree } from '../tree/tree.ts';

/** A map that still grows. */
type Draft = { readonly below: Map<string, Draft>; text?: string; readonly at: At };

/** A Java properties file as a tree: `a.b.c=1` lies under a, b and c; `a.list[0]` under list and 0. */
export function treeOfProperties(text: string): MapTree {
  const root: Draft = { below: new Map(), at: [1, 1] };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, key, value] = /^\s*([\w.\-[\]/]{1,300}?)\s*[=:]\s*(.*)$/.exec(line.slice(0, 5000)) ?? [];
    if (key === undefined || value === undefined) continue;
    let draft = root;
    for (const part of key
      .replace(/\[(\w+)\]/g, '.$1')
      .split('.')
      .slice(0, 30)) {
      const next: Draft = draft.below.get(part) ?? { below: new Map(), at: [index + 1, 1] };
      draft.below.set(part, next);
      draft = next;
    }
    draft.text = value.trim();
  }
  return mapOf(root);
}

const mapOf = (draft: Draft): MapTree => ({
  kind: 'map',
  entries: new Map(
    [...draft.below].map(([key, inner]): [string, Entry] => [key, { value: treeOf(inner), at: inner.at }]),
  ),
  at: draft.at,
});

const treeOf = (draft: Draft): Tree =>
  draft.below.size > 0 || draft.text === undefined ? mapOf(draft) : { kind: 'scalar', value: draft.text, at: draft.at };
