import type { Point } from '../../graph/types-drawing.ts';

/** A smooth path through every way point, level at both ends and never past a point it bends at (monotone cubic). */
export function curveOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return '';
  const slopes = points.map((point, index) => slopeAt(points[index - 1], point, points[index + 1]));
  let path = `M${at(first)}`;
  let from = first;
  for (const [index, to] of rest.entries()) {
    const third = (to.x - from.x) / 3;
    const [leave = 0, arrive = 0] = [slopes[index], slopes[index + 1]];
    path += `C${at({ x: from.x + third, y: from.y + leave * third })} ${at({ x: to.x - third, y: to.y - arrive * third })} ${at(to)}`;
    from = to;
  }
  return path;
}

/** The harmonic mean of the slopes on both sides; level at the ends and where the direction turns. */
function slopeAt(before: Point | undefined, point: Point, after: Point | undefined): number {
  if (!before || !after || point.x === before.x || after.x === point.x) return 0;
  const left = (point.y - before.y) / (point.x - before.x);
  const right = (after.y - point.y) / (after.x - point.x);
  return left * right <= 0 ? 0 : (2 * left * right) / (left + right);
}

const at = ({ x, y }: Point): string => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
