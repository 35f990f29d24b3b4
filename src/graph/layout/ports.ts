import type { Box, DrawnLine, DrawnNode, Point } from '../types-drawing.ts';
import { sizes } from './measure.ts';

type End = { readonly line: number; readonly end: 'first' | 'last'; readonly y: number };
type Side = 'left' | 'right';

/** Gives every line its own place on the side of the node that it leaves or reaches, in an order without crossings. */
export function portedLines(nodes: readonly DrawnNode[], lines: readonly DrawnLine[]): DrawnLine[] {
  const meeting = endsBySide(nodes, lines);
  const starts = new Map<number, Point>();
  const ends = new Map<number, Point>();
  for (const node of nodes)
    for (const side of ['left', 'right'] as const) {
      const here = (meeting.get(`${side} ${node.id}`) ?? []).sort((a, b) => a.y - b.y || a.line - b.line);
      for (const [index, { line, end }] of here.entries())
        (end === 'first' ? starts : ends).set(line, portAt(node, side, index, here.length));
    }
  return lines.map((line, index) => {
    const inner = line.points.slice(1, -1);
    const [first, last] = [starts.get(index) ?? line.points[0], ends.get(index) ?? line.points.at(-1)];
    return { ...line, points: [...(first ? [first] : []), ...inner, ...(last ? [last] : [])] };
  });
}

function endsBySide(nodes: readonly DrawnNode[], lines: readonly DrawnLine[]): Map<string, End[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<string, End[]>();
  const note = (id: string, towards: Point | undefined, end: Omit<End, 'y'>): void => {
    const node = byId.get(id);
    if (!node || !towards) return;
    const key = `${sideOf(node, towards)} ${id}`;
    const known = found.get(key);
    if (known) known.push({ ...end, y: towards.y });
    else found.set(key, [{ ...end, y: towards.y }]);
  };
  for (const [line, { from, to, points }] of lines.entries()) {
    note(from, points[1], { line, end: 'first' });
    note(to, points.at(-2), { line, end: 'last' });
  }
  return found;
}

const sideOf = ({ x, width }: Box, towards: Point): Side => (towards.x < x + width / 2 ? 'left' : 'right');

function portAt({ x, y, width, height, kind }: DrawnNode, side: Side, index: number, count: number): Point {
  const room = kind === 'gateway' ? height - 12 : kind === 'store' ? height - 26 : height - 18;
  const step = count > 1 ? Math.min(sizes.padY, room / (count - 1)) : 0;
  const off = (index - (count - 1) / 2) * step;
  // The sides of a gateway slant back from its points.
  const back = kind === 'gateway' ? (sizes.point * Math.abs(off)) / (height / 2) : 0;
  return { x: round(side === 'left' ? x + back : x + width - back), y: round(y + height / 2 + off) };
}

const round = (value: number): number => Math.round(value * 10) / 10;
