import type { DrawnLine, DrawnRegion } from '../../graph/types-drawing.ts';
import { curveOf } from './curve.ts';
import { mark, type Mark } from './mark.ts';

/** A line with its tip. The more operations it stands for, the wider it is. */
export const lineMark = ({ kind, points, weight, change, seen, isFree, isAnswer }: DrawnLine): Mark =>
  mark('path', {
    class: [
      'line',
      kind,
      ...(isFree ? ['free'] : []),
      ...(isAnswer ? ['answer'] : []),
      ...(change ? [`change-${change}`] : []),
      ...(seen ? [`seen-${seen}`] : []),
    ].join(' '),
    d: isFree ? bezier(points) : curveOf(points),
    'stroke-width': widthOf(kind, weight),
    'marker-end': `url(#tip-${isAnswer ? 'relation' : tipOf(kind)})`,
  });

/** Every doubling is one step wider, up to five times. */
function widthOf(kind: DrawnLine['kind'], weight: number): number {
  const least = kind === 'data' || kind === 'runs' ? 1.1 : 1.5;
  return Math.round((least + Math.min(5, Math.log2(weight)) * 0.6) * 10) / 10;
}

const tips: Readonly<Record<DrawnLine['kind'], 'sync' | 'async' | 'data' | 'import' | 'relation' | 'undo'>> = {
  sync: 'sync',
  next: 'sync',
  async: 'async',
  data: 'data',
  runs: 'data',
  import: 'import',
  relation: 'relation',
  undo: 'undo',
};
const tipOf = (kind: DrawnLine['kind']): string => tips[kind];

function bezier([start, ...rest]: DrawnLine['points']): string {
  return start ? `M${at(start)}C${rest.map(at).join(' ')}` : '';
}
const at = ({ x, y }: { readonly x: number; readonly y: number }): string =>
  `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;

/** What a line is called, on a plate that covers the line. */
export function labelMarks({ label, more, labelBox }: DrawnLine): Mark[] {
  if (!labelBox || !label) return [];
  const { x, y, width, height } = labelBox;
  return [
    mark('g', { class: 'labelled' }, [
      mark('rect', { class: 'plate', x: x + 2, y: y + 1, width: width - 4, height: height - 2, rx: 4 }),
      mark('text', { class: 'label', x: x + width / 2, y: y + 13, 'text-anchor': 'middle' }, [label]),
      ...(more === undefined
        ? []
        : [mark('text', { class: 'label', x: x + width / 2, y: y + 27, 'text-anchor': 'middle' }, [more])]),
    ]),
  ];
}

/** A context around what belongs to it. */
export const regionMarks = ({ x, y, width, height, name }: DrawnRegion): Mark[] => [
  mark('rect', { class: 'region', x, y, width, height, rx: 14 }),
  mark('text', { class: 'regionname', x: x + 14, y: y + 19 }, [fitted(name, width - 52)]),
];

/** A name in the room that there is; the widest letters are counted. */
function fitted(name: string, room: number): string {
  const letters = Math.max(3, Math.floor(room / 8));
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
}
