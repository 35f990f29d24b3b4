import type { Drawing, DrawnSequence } from '../../graph/types-drawing.ts';
import { mark, type Mark } from './mark.ts';
import { nodeMark } from './node.ts';

/** What stands behind the messages of a sequence: frames, the lines of life, and bars while somebody works. */
export const sequenceMarks = ({ sequence }: Drawing): readonly Mark[] =>
  sequence
    ? [
        ...sequence.frames.map(frameMark),
        ...sequence.lifelines.map(({ x, top, bottom }) =>
          mark('path', { class: 'lifeline', d: `M${x},${top}V${bottom + 8}` }),
        ),
        ...sequence.bars.map(({ x, y, width, height }) =>
          mark('rect', { class: 'atwork', x, y, width, height, rx: 2 }),
        ),
        ...sequence.feet.map((foot) => mark('g', { class: 'foot', 'aria-hidden': 'true' }, [nodeMark(foot)])),
      ]
    : [];

const frameMark = ({ x, y, width, height, name, nameX }: DrawnSequence['frames'][number]): Mark =>
  mark('g', {}, [
    mark('rect', { class: 'frame', x, y, width, height, rx: 5 }),
    mark('text', { class: 'framename', x: nameX, y: y + 14 }, [name]),
  ]);
