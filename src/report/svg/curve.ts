import type { Point } from '../../graph/types.ts';

/** A smooth path along the way points of a line: a uniform cubic B-spline that starts and ends on the first and last. */
export function curveOf(points: readonly Point[]): string {
  const [first, second, ...rest] = points;
  if (!first || !second) return '';
  if (rest.length === 0) return `M${at(first)}L${at(second)}`;
  let path = `M${at(first)}L${at(mean(first, 5, second, 1))}`;
  let [a, b] = [first, second];
  for (const c of rest) {
    path += bend(a, b, c);
    [a, b] = [b, c];
  }
  return `${path}${bend(a, b, b)}L${at(b)}`;
}

/** One piece of the spline: towards the point a sixth of the way past `b`. */
const bend = (a: Point, b: Point, c: Point): string =>
  `C${at(mean(a, 2, b, 1))} ${at(mean(a, 1, b, 2))} ${at({ x: (a.x + 4 * b.x + c.x) / 6, y: (a.y + 4 * b.y + c.y) / 6 })}`;

const mean = (a: Point, p: number, b: Point, q: number): Point => ({
  x: (a.x * p + b.x * q) / (p + q),
  y: (a.y * p + b.y * q) / (p + q),
});

const at = ({ x, y }: Point): string => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
