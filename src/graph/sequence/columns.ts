import { boxOf, textWidth, sizes } from '../layout/measure.ts';
import type { SketchNode } from '../types-drawing.ts';

/** Who takes part, side by side: where the middle of each stands. */
export type Columns = {
  readonly middles: ReadonlyMap<string, number>;
  readonly width: number;
  readonly height: number;
};

/** What is written between two of them. */
export type Words = { readonly from: string; readonly to: string; readonly width: number };

const edge = 24;
const between = 28;

export function columnsOf(nodes: readonly SketchNode[], words: readonly Words[]): Columns {
  const boxes = nodes.map(boxOf);
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  const gaps = boxes.slice(1).map((box, index) => ((boxes[index]?.width ?? 0) + box.width) / 2 + between);
  const spans = words.map(({ from, to, width }) => {
    const ends = [order.get(from) ?? 0, order.get(to) ?? 0];
    return { first: Math.min(...ends), last: Math.max(...ends), width };
  });
  // Short ones first: they leave no choice of where the room is to come from.
  for (const { first, last, width } of spans.toSorted((a, b) => a.last - a.first - (b.last - b.first))) {
    const room = gaps.slice(first, last).reduce((sum, gap) => sum + gap, 0);
    for (let gap = first; gap < last; gap += 1)
      gaps[gap] = (gaps[gap] ?? 0) + Math.max(0, width - room) / (last - first);
  }
  const middles = new Map<string, number>();
  let x = edge + (boxes[0]?.width ?? 0) / 2;
  for (const [index, { id }] of nodes.entries()) {
    middles.set(id, Math.round(x));
    x += gaps[index] ?? 0;
  }
  const last = boxes.at(-1)?.width ?? 0;
  return { middles, width: Math.ceil(x + last / 2 + edge), height: Math.max(0, ...boxes.map(({ height }) => height)) };
}

/** The room that words on a message need, with its tip and the bars at its ends. */
export const roomFor = (...texts: readonly string[]): number =>
  Math.max(...texts.map((text) => textWidth(text, sizes.label))) + 34;
