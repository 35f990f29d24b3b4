import type { Box } from '../types-drawing.ts';

type Size = Pick<Box, 'width' | 'height'>;

/** Puts boxes in rows no wider than `room`; returns where each stands and what all of them take. */
export function packed<T extends Size>(boxes: readonly T[], room: number, gap: number): { placed: (T & Box)[] } & Size {
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  const placed = boxes.map((box) => {
    if (x > 0 && x + box.width > room) [x, y, rowHeight] = [0, y + rowHeight + gap, 0];
    const at = { ...box, x, y };
    x += box.width + gap;
    rowHeight = Math.max(rowHeight, box.height);
    width = Math.max(width, at.x + box.width);
    return at;
  });
  return { placed, width, height: boxes.length > 0 ? y + rowHeight : 0 };
}

/** A room that makes the boxes about as high as `shape` of their width. */
export const roomFor = (boxes: readonly Size[], gap: number, shape = 0.6): number =>
  Math.max(
    ...boxes.map(({ width }) => width),
    Math.sqrt(boxes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0) / shape),
  );
