import type { Box, Drawing, Point } from './types.ts';

type Line = Drawing['lines'][number];
type Node = Drawing['nodes'][number];
type End = { readonly line: number; readonly end: 'first' | 'last'; readonly y: number };

/** Gives every line its own place on the side of the node that it leaves or reaches, in an order without crossings. */
export function portedLines(nodes: readonly Node[], lines: readonly Line[]): Line[] {
  const starts = new Map<number, Point>();
  const ends = new Map<number, Point>();
  for (const node of nodes) {
    for (const side of ['left', 'right'] as const) {
      const meeting = endsAt(node, side, lines).sort((a, b) => a.y - b.y || a.line - b.line);
      for (const [index, { line, end }] of meeting.entries()) {
        (end === 'first' ? starts : ends).set(line, portAt(node, side, index, meeting.length));
      }
    }
  }
  return lines.map((line, index) => {
    const inner = line.points.slice(1, -1);
    const [first, last] = [starts.get(index) ?? line.points[0], ends.get(index) ?? line.points.at(-1)];
    return { ...line, points: [...(first ? [first] : []), ...inner, ...(last ? [last] : [])] };
  });
}

function endsAt(node: Node, side: 'left' | 'right', lines: readonly Line[]): End[] {
  return lines.flatMap(({ from, to, points }, line): End[] => {
    const found: End[] = [];
    const [, second] = points;
    const beforeLast = points.at(-2);
    if (from === node.id && second && sideOf(node, second) === side) found.push({ line, end: 'first', y: second.y });
    if (to === node.id && beforeLast && sideOf(node, beforeLast) === side)
      found.push({ line, end: 'last', y: beforeLast.y });
    return found;
  });
}

const sideOf = ({ x, width }: Box, towards: Point): 'left' | 'right' => (towards.x < x + width / 2 ? 'left' : 'right');

function portAt({ x, y, width, height, shape }: Node, side: 'left' | 'right', index: number, count: number): Point {
  const room = shape === 'gateway' ? 0 : shape === 'store' ? height - 26 : height - 18;
  const step = count > 1 ? Math.min(12, room / (count - 1)) : 0;
  const middle = y + height / 2 + (index - (count - 1) / 2) * step;
  return { x: side === 'left' ? x : x + width, y: Math.round(middle * 10) / 10 };
}
