import type { Box } from '../graph/types-drawing.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The box that an arrow key leads to: the nearest in its direction, what lies aside counting double. */
export function nextNode<T extends Box>(boxes: readonly T[], here: T | undefined, direction: Direction): T | undefined {
  if (!here) return boxes[0];
  const from = centreOf(here);
  let best: { readonly box: T; readonly cost: number } | undefined;
  for (const box of boxes) {
    if (box === here) continue;
    const to = centreOf(box);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const [along, aside] = direction === 'left' || direction === 'right' ? [dx, dy] : [dy, dx];
    const ahead = direction === 'right' || direction === 'down' ? along : -along;
    if (ahead <= 1) continue;
    const cost = ahead + 2 * Math.abs(aside);
    if (!best || cost < best.cost) best = { box, cost };
  }
  return best?.box;
}

const centreOf = ({ x, y, width, height }: Box): { readonly x: number; readonly y: number } => ({
  x: x + width / 2,
  y: y + height / 2,
});
