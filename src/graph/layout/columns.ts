import type { Box, DrawnLine as Line, Point } from '../types-drawing.ts';

type Column = { readonly centre: number; readonly left: number; readonly right: number };

const near = 0.6;

/**
 * Keeps lines level within each column of the layout, so that they bend in the gutters only
 * and never run behind a box that is wider than its neighbours.
 */
export function levelled(boxes: readonly Box[], lines: readonly Line[]): Line[] {
  const labels = lines.flatMap(({ labelBox }) => (labelBox ? [labelBox] : []));
  const columns = columnsOf([...boxes, ...labels]);
  return lines.map((line) => ({
    ...line,
    points: line.points.flatMap((point, index) => level(point, index, line.points, columns)),
  }));
}

function columnsOf(boxes: readonly Box[]): Column[] {
  const columns: Column[] = [];
  for (const { x, width } of boxes) {
    const centre = x + width / 2;
    const index = columns.findIndex((column) => Math.abs(column.centre - centre) < near);
    const known = columns[index];
    if (!known) columns.push({ centre, left: x, right: x + width });
    else columns[index] = { centre, left: Math.min(known.left, x), right: Math.max(known.right, x + width) };
  }
  return columns;
}

/** A way point on a column becomes two, on its borders; the ends gain one on the border that they leave by. */
function level(point: Point, index: number, points: readonly Point[], columns: readonly Column[]): Point[] {
  const before = points[index - 1];
  const after = points[index + 1];
  const column = columns.find(({ left, right, centre }) =>
    before && after ? Math.abs(centre - point.x) < near : point.x >= left - near && point.x <= right + near,
  );
  if (!column) return [point];
  const { left, right } = column;
  const borders = [
    { x: left, y: point.y },
    { x: right, y: point.y },
  ];
  if (before && after) return before.x < after.x ? borders : borders.reverse();
  const other = after ?? before;
  if (!other) return [point];
  const border = { x: other.x > point.x ? right : left, y: point.y };
  if (Math.abs(border.x - point.x) < near) return [point];
  return after ? [point, border] : [border, point];
}
