import type { Graph, GraphStore } from '../graph/types.ts';
import type { Severity } from '../model/rule.ts';
import { callTree } from './map/call-tree.ts';
import { clipped, counted, oneLine, padded, widthOf, wrapped } from './text/lines.ts';
import { paintOf } from './text/paint.ts';
import type { Style } from './types.ts';

/** Whether lint minds that services share a store. */
type Shared = (store: GraphStore) => Severity | undefined;

/** The map in a terminal: who waits for whom as a tree, who tells whom, who keeps what. */
export function renderTextMap(graph: Graph, style: Style, shared: Shared = () => undefined): string {
  const paint = paintOf(style);
  if (graph.services.length === 0) return ` ${oneLine(graph.name)}: no services found, so there is no map\n`;
  const sections = [
    ...callTree(graph, style.columns),
    ...eventLines(graph, style),
    ...importLines(graph, style),
    ...dataLines(graph, style, shared),
    ...aloneLines(graph, style),
  ];
  const open = graph.unresolved.length ? `   ${graph.unresolved.length} not resolved (--format json lists them)` : '';
  const legend = hanging(' ', `─▶ waits   ··▶ event   ▣ keeps data${open}`, style);
  return `${[...sections, ...legend.map(paint.dim)].join('\n')}\n`;
}

type Told = { readonly from: string; readonly name: string; readonly to: string };

function eventLines({ channels, edges }: Graph, style: Style): string[] {
  const direct = edges
    .filter(
      ({ kind, from, to }) =>
        kind === 'async' && !channels.some((one) => one.publishedBy.includes(from) && one.consumedBy.includes(to)),
    )
    .map(({ from, to, operation, protocol }): Told => ({ from, name: operation ?? protocol, to }));
  const told = channels
    .filter(({ publishedBy, consumedBy }) => publishedBy.length + consumedBy.length > 0)
    .map(({ id, publishedBy, consumedBy }): Told => ({
      from: publishedBy.map(oneLine).join(', ') || '?',
      name: id.slice(id.indexOf(':') + 1),
      to: consumedBy.map(oneLine).join(', ') || 'nobody',
    }));
  return [...groupedByEnds([...told, ...direct])]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...others]]) => (first ? eventLine(first, namesIn([first, ...others]), style) : []));
}

/** Events between the same services share a line. */
function groupedByEnds(all: readonly Told[]): Map<string, Told[]> {
  const groups = new Map<string, Told[]>();
  for (const one of all) {
    const key = `${one.from}\n${one.to}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

const namesIn = (told: readonly Told[]): readonly string[] =>
  [...new Set(told.map(({ name }) => oneLine(name)))].sort();

/** As many names as there is room for, those who listen on the same line where that is possible. */
function eventLine({ from, to }: Told, names: readonly string[], style: Style): string[] {
  const lead = (shown: number): string => {
    const rest = names.length - shown;
    const said = [...(shown > 0 ? [names.slice(0, shown).join(', ')] : []), ...(rest > 0 ? [`${rest} more`] : [])];
    return ` ${from} ··${shown === 0 ? counted(names.length, 'event') : said.join(' and ')}··▶ `;
  };
  const most = names.length > 4 ? 3 : names.length;
  const within = (room: number): number | undefined =>
    [...Array(most).keys()].map((less) => most - less).find((count) => widthOf(lead(count)) <= room);
  const shown = within(style.columns - Math.min(widthOf(to), 20)) ?? within(style.columns);
  return hanging(lead(shown ?? 0), to, style);
}

const importLines = ({ edges }: Graph, style: Style): string[] =>
  labelled(
    'imports',
    edges.filter(({ kind }) => kind === 'import').map(({ from, to }) => `${oneLine(from)} ⊳ ${oneLine(to)}`),
    style,
  );

/** A space at which no line is broken. */
const unbroken = '\u00a0';
const marks: Readonly<Record<Severity, string>> = { error: '  ✖ shared', warning: '  ⚠ shared', info: '' };

const dataLines = ({ stores }: Graph, style: Style, shared: Shared): string[] =>
  labelled(
    'data',
    stores.map((store) => {
      const verdict = shared(store);
      const kept = `▣ ${oneLine(store.id)}${verdict ? marks[verdict] : ''}`;
      return `${store.usedBy.map(oneLine).join(', ')} ${kept.replaceAll(' ', unbroken)}`;
    }),
    style,
  );

function aloneLines({ services, edges, stores, channels }: Graph, style: Style): string[] {
  const met = new Set([
    ...edges.flatMap(({ from, to }) => (from === to ? [] : [from, to])),
    ...stores.flatMap(({ usedBy }) => usedBy),
    ...channels.flatMap(({ publishedBy, consumedBy }) => [...publishedBy, ...consumedBy]),
  ]);
  const alone = services.filter(({ name }) => !met.has(name)).map(({ name }) => oneLine(name));
  return alone.length ? hanging(' alone  ', alone.join(', '), style) : [];
}

function labelled(label: string, entries: readonly string[], style: Style): string[] {
  const { columns } = style;
  const lead = padded(` ${label}`, 9);
  const rows: string[] = [];
  for (const entry of new Set(entries)) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(entry) + 12 <= columns)
      rows[rows.length - 1] = `${last}   ${entry}`;
    else rows.push(entry);
  }
  return rows.flatMap((row, index) => hanging(index === 0 ? lead : ' '.repeat(9), row, style, 2));
}

/** Broken at spaces, under its beginning, or below it where that takes half of the terminal; a word that is wider is cut. */
function hanging(lead: string, text: string, { columns }: Style, deeper = 0): string[] {
  if (widthOf(lead) + widthOf(text) <= columns) return [(lead + text).replaceAll(unbroken, ' ')];
  const indent = Math.min(widthOf(lead), Math.floor(columns / 2));
  const [first = '', ...others] = wrapped(text, columns - indent - deeper);
  const below = others.map((line) => ' '.repeat(indent + deeper) + line);
  const lines =
    indent === widthOf(lead) ? [lead + first, ...below] : [lead.trimEnd(), ' '.repeat(indent) + first, ...below];
  return lines.map((line) => clipped(line.replaceAll(unbroken, ' '), columns));
}
