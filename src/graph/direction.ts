import type { PictureLine } from './types.ts';

/** Which lines say most about who stands before whom: callers first, then events, data, imports. */
const priority: Readonly<Record<PictureLine['kind'], number>> = { sync: 0, async: 1, data: 2, import: 3 };

/** For each line whether it runs against the layers, because lines of more weight already lead the other way. */
export function againstLayers(lines: readonly PictureLine[]): boolean[] {
  const next = new Map<string, string[]>();
  const against = lines.map(() => false);
  const order = [...lines.keys()].sort((a, b) => priorityOf(lines[a]) - priorityOf(lines[b]) || a - b);
  for (const index of order) {
    const line = lines[index];
    if (!line) continue;
    const isAgainst = leads(next, line.to, line.from);
    against[index] = isAgainst;
    const [from, to] = isAgainst ? [line.to, line.from] : [line.from, line.to];
    next.set(from, [...(next.get(from) ?? []), to]);
  }
  return against;
}

const priorityOf = (line: PictureLine | undefined): number => (line ? priority[line.kind] : 0);

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
