import type { Graph, GraphStore } from '../graph/types.ts';
import type { Severity } from '../model/rule.ts';
import { oneLine, padded, widthOf, wrapped } from './text/lines.ts';
import { paintOf } from './text/paint.ts';
import type { Style } from './types.ts';

/** Whether lint minds that services share a store. */
type Shared = (store: GraphStore) => Severity | undefined;

/** The map in a terminal: who waits for whom as a tree, who tells whom, who keeps what. */
export function renderTextMap(graph: Graph, style: Style, shared: Shared = () => undefined): string {
  const paint = paintOf(style);
  if (graph.services.length === 0) return ` ${oneLine(graph.name)}: no services found, so there is no map\n`;
  const sections = [
    ...callTree(graph),
    ...eventLines(graph, style),
    ...importLines(graph, style),
    ...dataLines(graph, style, shared),
    ...aloneLines(graph, style),
  ];
  const open = graph.unresolved.length ? `   ${graph.unresolved.length} not resolved (--format json lists them)` : '';
  return `${[...sections, paint.dim(` ─▶ waits   ··▶ event   ▣ keeps data${open}`)].join('\n')}\n`;
}

/** Synchronous calls as a tree from those that nobody calls; what was drawn before is only named again. */
function callTree({ services, edges }: Graph): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of edges) {
    if (kind !== 'sync' || from === to) continue;
    const others = next.get(from) ?? [];
    if (!others.includes(to)) next.set(from, [...others, to]);
  }
  const callers = firstAsked(services, next);
  const drawn = new Set<string>();
  const lines: string[] = [];
  const draw = (name: string): string[] => {
    const targets = next.get(name) ?? [];
    if (targets.length === 0) return [oneLine(name)];
    if (drawn.has(name)) return [`${oneLine(name)} ─▶ …`];
    drawn.add(name);
    return joined(oneLine(name), targets.map(draw));
  };
  for (const name of callers) if (!drawn.has(name)) lines.push(...draw(name).map((line) => ` ${line}`));
  return lines;
}

/** Those that nobody calls; then, where all of a circle call each other, gateways and who reaches most. */
function firstAsked(services: Graph['services'], next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const called = new Set([...next.values()].flat());
  const callers = services.filter(({ name }) => next.has(name));
  const rank = ({ name, kind }: Graph['services'][number]): readonly number[] => [
    Number(called.has(name)),
    Number(called.has(name) && kind !== 'gateway'),
    called.has(name) ? -reachedFrom(name, next) : 0,
  ];
  return callers
    .map((service) => ({ name: service.name, rank: rank(service) }))
    .toSorted(
      (a, b) => a.rank.map((one, index) => one - (b.rank[index] ?? 0)).find((difference) => difference !== 0) ?? 0,
    )
    .map(({ name }) => name);
}

function reachedFrom(name: string, next: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set([name]);
  for (const one of seen) for (const other of next.get(one) ?? []) seen.add(other);
  return seen.size;
}

/** A name with its targets to the right: the first on the same line, the others below, under one stem. */
function joined(name: string, targets: readonly (readonly string[])[]): string[] {
  const stem = ' '.repeat(widthOf(name) + 1);
  return targets.flatMap((lines, index) => {
    const isLast = index === targets.length - 1;
    const lead = index === 0 ? `${name} ${isLast ? '─' : '┬'}▶ ` : `${stem}${isLast ? '└' : '├'}▶ `;
    return lines.map((line, row) => (row === 0 ? `${lead}${line}` : `${stem}${isLast ? ' ' : '│'}  ${line}`));
  });
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
    return ` ${from} ··${shown === 0 ? `${names.length} events` : said.join(' and ')}··▶ `;
  };
  const most = names.length > 4 ? 3 : names.length;
  const room = style.columns - Math.min(widthOf(to), 20);
  const shown = [...Array(most).keys()].map((less) => most - less).find((count) => widthOf(lead(count)) <= room);
  return hanging(lead(shown ?? 0), to, style);
}

const importLines = ({ edges }: Graph, style: Style): string[] =>
  labelled(
    'imports',
    edges.filter(({ kind }) => kind === 'import').map(({ from, to }) => `${oneLine(from)} ⊳ ${oneLine(to)}`),
    style,
  );

const marks: Readonly<Record<Severity, string>> = { error: '  ✖ shared', warning: '  ⚠ shared', info: '' };

const dataLines = ({ stores }: Graph, style: Style, shared: Shared): string[] =>
  labelled(
    'data',
    stores.map((store) => {
      const verdict = shared(store);
      return `${store.usedBy.map(oneLine).join(', ')} ▣ ${oneLine(store.id)}${verdict ? marks[verdict] : ''}`;
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

function labelled(label: string, entries: readonly string[], { columns }: Style): string[] {
  const lead = padded(` ${label}`, 9);
  const rows: string[] = [];
  for (const entry of new Set(entries)) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(entry) + 12 <= columns)
      rows[rows.length - 1] = `${last}   ${entry}`;
    else rows.push(entry);
  }
  return rows.map((row, index) => (index === 0 ? lead : ' '.repeat(9)) + row);
}

function hanging(lead: string, text: string, { columns }: Style): string[] {
  const indent = Math.min(widthOf(lead), Math.floor(columns / 2));
  return wrapped(text, Math.max(20, columns - indent)).map(
    (line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line,
  );
}
