import type { LineKind, Overview, ViewLine, ViewNode } from '../../graph/types.ts';
import { clipped, counted, oneLine, padded, widthOf, wrapped } from '../text/lines.ts';
import { paintOf } from '../text/paint.ts';
import type { Style } from '../types.ts';
import { marksOf, nameOf } from './parts.ts';

/** A large system in a terminal: layer by layer, each group with what it waits for and tells, and how to see more. */
export function renderOverview({ view, by, layers, apart }: Overview, services: number, style: Style): string {
  const paint = paintOf(style);
  const names = new Map(view.nodes.map((node) => [node.id, nameOf(node)]));
  const leaving = Map.groupBy(view.lines, ({ from }) => from);
  const own = [...layers.flat(), ...apart];
  const width = Math.min(28, Math.max(8, ...own.map(({ name }) => widthOf(name))));
  const row = (node: ViewNode): readonly string[] => {
    const words = [...sizeOf(node), ...marksOf(node, view), ...waysOf(leaving.get(node.id) ?? [], names)].join('   ');
    return hanging(`   ${padded(clipped(nameOf(node), width), width)}  `, words, style);
  };
  const layer = (nodes: readonly ViewNode[], index: number): readonly string[] => [
    paint.dim(clipped(` ${titleOf(index)}`, style.columns)),
    ...nodes.flatMap(row),
  ];
  const groups = by === undefined ? '' : ` in ${counted(own.length, by)}`;
  return `${[
    clipped(` ${oneLine(view.name)}  ${counted(services, 'service')}${groups}`, style.columns),
    ...layers.flatMap(layer),
    ...(apart.length > 0 ? [paint.dim(' neither waiting nor waited for'), ...apart.flatMap(row)] : []),
    ...hintsOf(own, by, style).map(paint.dim),
  ].join('\n')}\n`;
}

const titleOf = (index: number): string =>
  index === 0 ? '1  nobody here waits for these' : `${index + 1}  waited for by those above`;

/** `14 services`; what is only itself needs no count. */
const sizeOf = ({ kind, more }: ViewNode): readonly string[] =>
  kind === 'context' || kind === 'folder' ? more.slice(0, 1).map(oneLine) : [];

const arrows: readonly (readonly [LineKind, string])[] = [
  ['sync', '─▶'],
  ['async', '··▶'],
  ['import', '⊳'],
];
const mostEnds = 8;

function waysOf(lines: readonly ViewLine[], names: ReadonlyMap<string, string>): readonly string[] {
  return arrows.flatMap(([kind, arrow]) => {
    const ends = [...new Set(lines.filter((line) => line.kind === kind).map(({ to }) => names.get(to) ?? to))];
    if (ends.length === 0) return [];
    const more = ends.length - mostEnds;
    return [`${arrow} ${ends.slice(0, mostEnds).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
  });
}

function hintsOf(nodes: readonly ViewNode[], by: Overview['by'], style: Style): readonly string[] {
  const first = nodes.find(({ kind }) => kind === 'context') ?? nodes[0];
  const name = first ? nameOf(first) : '';
  const quoted = /^[\w./@-]+$/.test(name) ? name : `'${name}'`;
  const one = by === 'context' || by === 'owner' ? `one ${by}: msvc graph --only ${quoted}` : '';
  const said = [one, 'one service: --focus NAME', 'all of it: msvc graph --format html --open'].filter(
    (text) => text !== '',
  );
  return hanging(' ', `─▶ waits   ··▶ event   ${said.join('   ')}`, style);
}

function hanging(lead: string, text: string, { columns }: Style): readonly string[] {
  const indent = Math.min(widthOf(lead), Math.floor(columns / 2));
  return wrapped(text, Math.max(12, columns - indent)).map((line, index) =>
    clipped((index === 0 ? lead : ' '.repeat(indent)) + line, columns).trimEnd(),
  );
}
