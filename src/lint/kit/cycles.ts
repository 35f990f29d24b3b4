/** Nodes of a loop in the order of travel; the first is the smallest name, and the last points back to it. */
export type Cycle = readonly string[];

/**
 * The shortest loop through each edge, each loop once. Every edge that lies on a loop is covered by one of them,
 * which stays linear in loops where listing all elementary cycles would not.
 */
export function cyclesOf(edges: readonly { readonly from: string; readonly to: string }[]): Cycle[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    if (from === to) continue;
    next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const found = new Map<string, Cycle>();
  for (const from of [...next.keys()].sort()) {
    for (const to of [...(next.get(from) ?? [])].sort()) {
      const back = shortestPath(next, to, from);
      if (!back) continue;
      const cycle = rotated([from, ...back.slice(0, -1)]);
      found.set(cycle.join('\n'), cycle);
    }
  }
  return [...found.values()].sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1));
}

function shortestPath(next: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  const queue = [from];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (node === to) return pathTo(node, cameFrom);
    for (const other of [...(next.get(node) ?? [])].sort()) {
      if (cameFrom.has(other)) continue;
      cameFrom.set(other, node);
      queue.push(other);
    }
  }
  return undefined;
}

function pathTo(end: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const path: string[] = [];
  for (let node: string | undefined = end; node !== undefined; node = cameFrom.get(node)) path.unshift(node);
  return path;
}

function rotated(nodes: readonly string[]): Cycle {
  const smallest = nodes.reduce((least, node, index) => (node < (nodes[least] ?? node) ? index : least), 0);
  return [...nodes.slice(smallest), ...nodes.slice(0, smallest)];
}
