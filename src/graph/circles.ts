import { compareTexts } from '../model/order.ts';

type Way = { readonly from: string; readonly to: string };
type Search = {
  readonly next: ReadonlyMap<string, readonly Way[]>;
  readonly index: Map<string, number>;
  readonly low: Map<string, number>;
  readonly stack: string[];
  readonly isOn: Set<string>;
  readonly found: string[][];
};

/**
 * What leads back to itself: strongly connected nodes, sorted. Tarjan, Depth-first search and linear graph algorithms
 * (1972), without recursion.
 */
export function circlesIn(ways: readonly Way[]): readonly (readonly string[])[] {
  const next = Map.groupBy(ways, ({ from }) => from);
  const search: Search = { next, index: new Map(), low: new Map(), stack: [], isOn: new Set(), found: [] };
  for (const root of [...next.keys()].sort()) if (!search.index.has(root)) visit(search, root);
  return search.found.filter((members) => members.length > 1).sort(([a = ''], [b = '']) => compareTexts(a, b));
}

type Step = { readonly id: string; at: number };

function visit(search: Search, root: string): void {
  const { next, index, isOn, low } = search;
  const work: Step[] = [entered(search, root)];
  for (let top = work.at(-1); top; top = work.at(-1)) {
    const to = next.get(top.id)?.[top.at]?.to;
    top.at += 1;
    if (to === undefined) {
      work.pop();
      left(search, top.id, work.at(-1)?.id);
    } else if (!index.has(to)) work.push(entered(search, to));
    else if (isOn.has(to)) low.set(top.id, Math.min(low.get(top.id) ?? 0, index.get(to) ?? 0));
  }
}

function entered({ index, low, stack, isOn }: Search, id: string): Step {
  low.set(id, index.size);
  index.set(id, index.size);
  stack.push(id);
  isOn.add(id);
  return { id, at: 0 };
}

function left({ index, low, stack, isOn, found }: Search, id: string, parent: string | undefined): void {
  const own = low.get(id) ?? 0;
  if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, own));
  if (own !== index.get(id)) return;
  const members = stack.splice(stack.lastIndexOf(id));
  for (const member of members) isOn.delete(member);
  found.push(members.sort());
}
