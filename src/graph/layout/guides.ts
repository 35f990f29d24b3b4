import type { SketchLine } from '../types-drawing.ts';

/** Up to here every line (with labels, and where none has one) has its way through the layers. */
const [fewLines, fewest] = [140, 24];

/**
 * The lines that say where nodes stand. All of them in a small picture; in a dense one the heaviest of each node,
 * because the engine's time grows with lines times layers, and the eye no longer follows single ones: two that leave each
 * node and one that comes to it, or that one alone.
 */
export function guidesOf<T extends SketchLine>(nodes: number, lines: readonly T[], leave: 0 | 2 = 2): ReadonlySet<T> {
  const few = lines.some(({ label }) => label !== '') ? fewLines : fewest;
  if (lines.length <= Math.max(few, nodes * 1.2)) return new Set(lines);
  const out = new Map<string, number>();
  const into = new Map<string, number>();
  const guides = new Set<T>();
  for (const line of lines.toSorted((a, b) => b.weight - a.weight)) {
    const [leaving, coming] = [out.get(line.from) ?? 0, into.get(line.to) ?? 0];
    if (leaving >= leave && coming >= 1) continue;
    guides.add(line);
    out.set(line.from, leaving + 1);
    into.set(line.to, coming + 1);
  }
  return guides;
}
