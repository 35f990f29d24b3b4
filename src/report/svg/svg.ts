import type { Drawing, DrawnLine } from '../../graph/types-drawing.ts';
import { labelMarks, lineMark, regionMarks } from './line.ts';
import { mark, textOf, type Mark } from './mark.ts';
import { nodeMark } from './node.ts';
import { sequenceMarks } from './sequence.ts';
import { colours, dark, fixedColours, light, shapes } from './style.ts';
import { tips } from './tips.ts';

const head = 60;
const foot = 44;
const leastWidth = 640;

export type SvgOptions = {
  /** Drawn for one ground; else for what the reader's machine prefers. */
  readonly ground?: 'light' | 'dark';
};

/** One self-contained SVG: no script, no network. */
export const renderSvg = (drawing: Drawing, options: SvgOptions = {}): string =>
  `${textOf(pictureMark(drawing, options))}\n`;

/** The same for renderers that know no variables and no media queries. */
export function renderPlainSvg(drawing: Drawing, ground: 'light' | 'dark'): string {
  const colours: Readonly<Record<string, string>> = ground === 'dark' ? dark : light;
  return renderSvg(drawing, { ground }).replace(/var\(--(\w+)\)/g, (all, name: string) => colours[name] ?? all);
}

/** A drawing with its title and legend. */
function pictureMark(drawing: Drawing, { ground }: SvgOptions): Mark {
  const width = Math.max(drawing.width, leastWidth);
  const height = drawing.height + head + foot;
  const left = (width - drawing.width) / 2;
  return mark(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'map',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': 'map-title map-about',
    },
    [
      mark('title', { id: 'map-title' }, [drawing.title]),
      mark('desc', { id: 'map-about' }, [aboutOf(drawing)]),
      mark('style', {}, [(ground ? fixedColours(ground) : colours) + shapes]),
      tips,
      mark('rect', { class: 'paper', width, height }),
      mark('text', { class: 'title', x: 32, y: 36 }, [drawing.title]),
      mark('g', { class: 'layer', transform: `translate(${left},${head - 12})` }, drawingMarks(drawing)),
      ...legendMarks(drawing, height - 20),
    ],
  );
}

const drawingMarks = (drawing: Drawing): Mark[] => [
  ...drawing.regions.flatMap(regionMarks),
  ...sequenceMarks(drawing),
  ...drawing.lines.map(lineMark),
  ...drawing.nodes.map(nodeMark),
  ...drawing.lines.flatMap(labelMarks),
];

const verbs: Readonly<Record<DrawnLine['kind'], string>> = {
  sync: 'waits for',
  async: 'sends to',
  import: 'imports',
  data: 'keeps data in',
  relation: 'relates to',
  next: 'is followed by',
  undo: 'is undone by',
  runs: 'runs',
};

/** What the picture says, for those who cannot see it. */
function aboutOf({ nodes, lines }: Drawing): string {
  const names = new Map(nodes.map(({ id, text }) => [id, text[0]]));
  return lines
    .filter(({ isAnswer }) => !isAnswer)
    .map(({ from, to, kind }) => `${names.get(from)} ${verbs[kind]} ${names.get(to)}.`)
    .join(' ');
}

/** What each kind of line means, as far as it occurs. */
export const legendOf = (
  lines: readonly Pick<DrawnLine, 'kind'>[],
): readonly { kind: DrawnLine['kind']; words: string }[] =>
  legend.filter(({ kind }) => lines.some((line) => line.kind === kind));

const legend = [
  { kind: 'sync', words: 'waits for' },
  { kind: 'async', words: 'event or message' },
  { kind: 'data', words: 'keeps data in' },
  { kind: 'import', words: 'imports source of' },
  { kind: 'relation', words: 'relation' },
  { kind: 'next', words: 'next step' },
  { kind: 'undo', words: 'undone by' },
  { kind: 'runs', words: 'runs' },
] as const;

const legendMarks = ({ lines }: Drawing, y: number): Mark[] =>
  legendOf(lines).flatMap(({ kind, words }, index) => {
    const x = 32 + index * 150;
    const points = [
      { x, y },
      { x: x + 34, y },
    ];
    return [
      lineMark({ id: kind, from: '', to: '', kind, label: '', weight: 1, points }),
      mark('text', { class: 'legend', x: x + 42, y: y + 4 }, [words]),
    ];
  });
