import type { SketchLine } from '../types-drawing.ts';

/** Up to here every line (with labels, and where none has one) has its way through the layers. */
const [fewLines, fewest] = [140, 24];
const perNode = 2;

/**
 * The lines that say where nodes stand. All of them in a small picture; in a dense one the heaviest of each node,
 * because the engine's time grows with lines times layers, and the eye no longer follows single ones.
 */
export function guidesOf<T extends SketchLine>(nodes: number, lines: readonly T[]): ReadonlySet<T> {
  const few = lines.some(({ label }) => label !== '') ? fewLines : fewest;
  if (lines.length <= Math.max(few, nodes * 1.2)) return new Set(lines);
  const out = new Map<string, number>();
  const into = new Map<string, number>();
  const guides = new Set<T>();
  for (const line of lines.toSorted((a, b) => b.weight - a.weight)) {
    const [leaving, coming] = [out.get(line.from) ?? 0, into.get(line.to) ?? 0];
    if (leaving >= perNode && coming >= 1) continue;
    guides.add(line);
    out.set(line.from, leaving + 1);
    into.set(line.to, coming + 1);
  }
  return guides;
}
