import type { LineKind } from '../types.ts';
import type { SketchLine } from '../types-drawing.ts';

/** Which lines say most about who stands before whom: callers first, then events, data, imports. */
const priority: Readonly<Record<LineKind, number>> = {
  sync: 0,
  next: 0,
  relation: 0,
  runs: 0,
  async: 1,
  data: 2,
  undo: 2,
  import: 3,
};

/** For each line whether it runs against the layers, because lines of more weight already lead the other way. */
export function againstLayers(lines: readonly Pick<SketchLine, 'from' | 'to' | 'kind'>[]): boolean[] {
  const next = new Map<string, string[]>();
  const against = lines.map(() => false);
  const order = [...lines.entries()].sort(([a, one], [b, other]) => priority[one.kind] - priority[other.kind] || a - b);
  for (const [index, line] of order) {
    const isAgainst = leads(next, line.to, line.from);
    against[index] = isAgainst;
    const [from, to] = isAgainst ? [line.to, line.from] : [line.from, line.to];
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  return against;
}

function leads(next: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set([from]);
  const queue = [from];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node === to) return true;
    for (const other of next.get(node) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return false;
}
