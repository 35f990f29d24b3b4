import type { Box, Drawing } from '../types-drawing.ts';

/** The same drawing, further right and down. */
export function moved(drawing: Drawing, x: number, y: number): Drawing {
  const at = <T extends { readonly x: number; readonly y: number }>(thing: T): T => ({
    ...thing,
    x: thing.x + x,
    y: thing.y + y,
  });
  return {
    ...drawing,
    nodes: drawing.nodes.map(at),
    regions: drawing.regions.map(at),
    lines: drawing.lines.map(({ labelBox, ...line }) => ({
      ...line,
      points: line.points.map(at),
      ...(labelBox ? { labelBox: at<Box>(labelBox) } : {}),
    })),
  };
}
