import { mark, type Mark } from './mark.ts';

const tip = (kind: string, refX: number, size: number, d: string): Mark =>
  mark(
    'marker',
    {
      id: `tip-${kind}`,
      viewBox: '0 0 10 10',
      refX,
      refY: 5,
      markerWidth: size,
      markerHeight: size,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
    },
    [mark('path', { class: `tip-${kind}`, d })],
  );

const open = 'M1,1L9,5L1,9';
const full = 'M0,0.6L10,5L0,9.4Z';

/** The ends of lines, one for each meaning: full waits, open tells, a dot keeps, a bar imports. */
export const tips: Mark = mark('defs', {}, [
  tip('sync', 9, 9, full),
  tip('relation', 9, 8, full),
  tip('async', 8.6, 10, open),
  tip('undo', 8.6, 10, open),
  tip('import', 8, 10, 'M2,1L2,9M6,1L6,9'),
  tip('data', 6, 6, 'M1,5a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z'),
]);
