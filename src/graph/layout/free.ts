import type { Box, DrawnLine, Point, SketchLine } from '../types-drawing.ts';

const reach = 60;

/** A line from box to box across whatever lies between, as one curve that leaves and arrives level. */
export function freeLine(line: SketchLine, boxes: ReadonlyMap<string, Box>): DrawnLine[] {
  const from = boxes.get(line.from);
  const to = boxes.get(line.to);
  return from && to ? [{ ...line, label: '', isFree: true, points: curveBetween(from, to) }] : [];
}

function curveBetween(from: Box, to: Box): readonly Point[] {
  if (to.x >= from.x + from.width) return levelCurve(right(from), left(to), 1);
  if (from.x >= to.x + to.width) return levelCurve(left(from), right(to), -1);
  // One above the other: around, on the right.
  const [start, end] = [right(from), right(to)];
  const far = Math.max(start.x, end.x) + reach;
  return [start, { x: far, y: start.y }, { x: far, y: end.y }, end];
}

function levelCurve(start: Point, end: Point, sign: 1 | -1): readonly Point[] {
  const pull = Math.max(reach, Math.abs(end.x - start.x) / 2) * sign;
  return [start, { x: start.x + pull, y: start.y }, { x: end.x - pull, y: end.y }, end];
}

const left = ({ x, y, height }: Box): Point => ({ x, y: y + height / 2 });
const right = ({ x, y, width, height }: Box): Point => ({ x: x + width, y: y + height / 2 });
