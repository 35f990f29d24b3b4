import type { View, ViewLine, ViewNode } from '../graph/types.ts';

type Ends = Pick<ViewLine, 'from' | 'to'>;

/** Each node with the lines that leave it and those that reach it. */
export type Ways = {
  readonly leaving: ReadonlyMap<string, readonly ViewLine[]>;
  readonly coming: ReadonlyMap<string, readonly ViewLine[]>;
};
export const waysOf = ({ lines }: Pick<View, 'lines'>): Ways => ({
  leaving: Map.groupBy(lines, ({ from }) => from),
  coming: Map.groupBy(lines, ({ to }) => to),
});

/** From a channel on is no step of its own: it belongs to the step that reached it. */
const isPassing = (node: ViewNode | undefined): boolean => node?.kind === 'channel';

/** Everything at most so many steps from a node, in either direction, itself included. */
export function around(view: View, start: string, depth: number): ReadonlySet<string> {
  const { leaving, coming } = waysOf(view);
  const nodes = new Map(view.nodes.map((node) => [node.id, node]));
  const steps = new Map([[start, 0]]);
  const queue = [start];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const here = steps.get(id) ?? 0;
    const next = [...(leaving.get(id) ?? []).map(({ to }) => to), ...(coming.get(id) ?? []).map(({ from }) => from)];
    const cost = here + (isPassing(nodes.get(id)) ? 0 : 1);
    for (const other of next) {
      if (cost > depth || (steps.get(other) ?? Infinity) <= cost) continue;
      steps.set(other, cost);
      queue.push(other);
    }
  }
  return new Set(steps.keys());
}

/** Ways that a request or message takes; who shares a store or source says nothing to the other by it. */
const carries = ({ kind }: ViewLine): boolean => kind !== 'data' && kind !== 'import';

/** The fewest lines that lead from one node to another; undefined where none do. */
export function pathBetween(view: Pick<View, 'lines'>, from: string, to: string): readonly ViewLine[] | undefined {
  const { leaving } = waysOf({ lines: view.lines.filter(carries) });
  const reached = new Map<string, ViewLine | undefined>([[from, undefined]]);
  const queue = [from];
  for (let id = queue.shift(); id !== undefined && id !== to; id = queue.shift())
    for (const line of leaving.get(id) ?? []) {
      if (reached.has(line.to)) continue;
      reached.set(line.to, line);
      queue.push(line.to);
    }
  if (!reached.has(to)) return undefined;
  const path: ViewLine[] = [];
  for (let line = reached.get(to); line; line = reached.get(line.from)) path.unshift(line);
  return path;
}

export type Cycle = { readonly nodes: readonly string[]; readonly lines: readonly ViewLine[]; readonly waits: boolean };

/** Circles: services that wait for each other, and then those that events close. */
export function cyclesOf(view: Pick<View, 'lines'>): readonly Cycle[] {
  const known = found.get(view);
  if (known) return known;
  const cycles = allCycles(view);
  found.set(view, cycles);
  return cycles;
}

const found = new WeakMap<object, readonly Cycle[]>();

function allCycles(view: Pick<View, 'lines'>): readonly Cycle[] {
  const waiting = circles(
    view.lines.filter(({ kind }) => kind === 'sync'),
    true,
  );
  const known = new Set(waiting.map(({ nodes }) => nodes.toSorted().join('\n')));
  const all = circles(view.lines.filter(carries), false);
  return [...waiting, ...all.filter(({ nodes }) => !known.has(nodes.toSorted().join('\n')))];
}

function circles(lines: readonly ViewLine[], waits: boolean): Cycle[] {
  return strongParts(lines).map((nodes) => {
    const inside = new Set(nodes);
    return { nodes, waits, lines: lines.filter(({ from, to }) => inside.has(from) && inside.has(to)) };
  });
}

/** Tarjan's strongly connected components of two nodes or more, without recursion. */
function strongParts(lines: readonly Ends[]): string[][] {
  const next = Map.groupBy(lines, ({ from }) => from);
  const [index, low] = [new Map<string, number>(), new Map<string, number>()];
  const [stack, onStack, parts] = [[] as string[], new Set<string>(), [] as string[][]];
  const enter = (id: string): { id: string; at: number } => {
    index.set(id, index.size);
    low.set(id, index.size - 1);
    stack.push(id);
    onStack.add(id);
    return { id, at: 0 };
  };
  const lower = (id: string, value: number): void => void low.set(id, Math.min(low.get(id) ?? value, value));
  for (const root of next.keys()) {
    if (index.has(root)) continue;
    const work = [enter(root)];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const to = next.get(frame.id)?.[frame.at]?.to;
      frame.at += 1;
      if (to !== undefined) {
        if (!index.has(to)) work.push(enter(to));
        else if (onStack.has(to)) lower(frame.id, index.get(to) ?? 0);
        continue;
      }
      work.pop();
      const above = work.at(-1);
      if (above) lower(above.id, low.get(frame.id) ?? 0);
      if (low.get(frame.id) !== index.get(frame.id)) continue;
      const part = stack.splice(stack.indexOf(frame.id));
      for (const id of part) onStack.delete(id);
      if (part.length > 1) parts.push(part);
    }
  }
  return parts;
}
