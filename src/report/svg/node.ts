import type { Box, DrawnNode } from '../../graph/types-drawing.ts';
import { mark, type Mark } from './mark.ts';

/** Where words stand; the room for them is measured in src/graph/layout/measure.ts. */
const small = new Set<DrawnNode['kind']>(['channel', 'dead-letters', 'table']);
const groups = new Set<DrawnNode['kind']>(['context', 'folder']);
const rise = 7;
const point = 14;

/** One node: its shape, its words, and the marks of what lint found there and of what changed. */
export const nodeMark = (node: DrawnNode): Mark =>
  mark('g', { class: classOf(node) }, [
    mark('title', {}, [node.title]),
    ...shapeMarks(node),
    ...wordMarks(node),
    ...findingMarks(node),
    ...changeMarks(node),
  ]);

const classOf = ({ kind, isMissing, change }: DrawnNode): string =>
  ['node', kind, ...(isMissing ? ['missing'] : []), ...(change ? [`change-${change}`] : [])].join(' ');

function shapeMarks(node: DrawnNode): Mark[] {
  const { x, y, width, height, kind } = node;
  const rect = (className: string, radius: number, shift = 0): Mark =>
    mark('rect', { class: className, x: x + shift, y: y + shift, width, height, rx: radius });
  if (kind === 'store') return cylinder(node);
  if (kind === 'gateway') return [mark('path', { class: 'box', d: hexagon(node) })];
  if (groups.has(kind)) return [rect('box behind', 9, 5), rect('box', 9)];
  if (small.has(kind)) return [rect('box', kind === 'table' ? 3 : Math.min(height / 2, 18))];
  if (kind === 'frontend')
    return [rect('box', 9), mark('path', { class: 'bar', d: `M${x + 9},${y + 6}h${width - 18}` })];
  return [rect('box', 9)];
}

const hexagon = ({ x, y, width, height }: Box): string =>
  `M${x + point},${y}H${x + width - point}L${x + width},${y + height / 2}L${x + width - point},${y + height}H${x + point}L${x},${y + height / 2}Z`;

function cylinder({ x, y, width, height }: Box): Mark[] {
  const right = x + width;
  const bottom = y + height - rise;
  const top = y + rise;
  const arc = (to: number, end: number, sweep: 0 | 1) => `A${width / 2},${rise} 0 0 ${sweep} ${to},${end}`;
  return [
    mark('path', { class: 'box', d: `M${x},${top}${arc(right, top, 1)}V${bottom}${arc(x, bottom, 1)}Z` }),
    mark('path', { class: 'lid', d: `M${x},${top}${arc(right, top, 0)}` }),
  ];
}

function wordMarks({ x, y, width, height, kind, text }: DrawnNode): Mark[] {
  const isSmall = small.has(kind);
  const isGroup = groups.has(kind);
  const [name, ...more] = text;
  const head = isSmall ? 15 : isGroup ? 28 : 19;
  const step = isGroup ? 19 : 15;
  const top = y + (height - head - more.length * step) / 2 + (kind === 'store' ? 4 : 0);
  const line = (words: string, baseline: number, className: string): Mark =>
    mark('text', { class: className, x: x + width / 2, y: Math.round(baseline * 10) / 10, 'text-anchor': 'middle' }, [
      words,
    ]);
  return [
    line(name, top + (isSmall ? 11 : isGroup ? 21 : 14), isSmall ? 'smallname' : isGroup ? 'name groupname' : 'name'),
    ...more.map((words, index) =>
      line(
        words,
        top + head + (isGroup ? 14 : 11) + index * step,
        isSmall ? 'smallname' : isGroup ? 'groupmore' : 'more',
      ),
    ),
  ];
}

/** Errors in a circle, warnings in a diamond. */
function findingMarks({ x, y, width, errors, warnings }: DrawnNode): Mark[] {
  const count = errors + warnings;
  if (count === 0) return [];
  const [cx, cy] = [x + width - 3, y + 3];
  const shape =
    errors > 0
      ? mark('circle', { class: 'mark error', cx, cy, r: 9 })
      : mark('path', { class: 'mark warning', d: `M${cx},${cy - 11}l11,11l-11,11l-11,-11Z` });
  return [
    shape,
    mark('text', { class: 'marktext', x: cx, y: cy + 4, 'text-anchor': 'middle' }, [
      count > 99 ? '99+' : String(count),
    ]),
  ];
}

const changeSigns = { added: '+', removed: '−', changed: '~' } as const;

function changeMarks({ x, y, change }: DrawnNode): Mark[] {
  if (change === undefined) return [];
  return [
    mark('circle', { class: 'badge', cx: x + 3, cy: y + 3, r: 8 }),
    mark('text', { class: 'badgetext', x: x + 3, y: y + 7, 'text-anchor': 'middle' }, [changeSigns[change]]),
  ];
}
