import type { LineKind, ViewLine, ViewNode } from '../graph/types.ts';
import { openOrFocus } from './acts.ts';
import type { App } from './app.ts';
import { announce, h } from './dom.ts';
import type { MapPart } from './map.ts';
import {
  findingButton,
  heading,
  laidElement,
  lineEntry,
  list,
  nodeButton,
  operation,
  places,
  section,
} from './panel-parts.ts';
import { addressOf } from './source.ts';
import { kindOf, lineWords } from './words.ts';

/** One node: what it is, what it offers, whom it needs, who needs it. */
export function aboutNode(
  app: App,
  map: MapPart,
  node: ViewNode,
  members: readonly ViewNode[],
): readonly HTMLElement[] {
  const { lines } = linesAround(app, node, members);
  const findings = app.data.findings.filter(({ fingerprint }) => node.findings.includes(fingerprint));
  return [
    heading(kindOf(node.kind), node.name),
    ...[laidElement(node) ?? []].flat(),
    facts(app, node),
    actions(app, node),
    ...section('Findings', findings.length, list(findings.map((finding) => findingButton(app, finding)))),
    ...section('Holds', members.length, list(members.map(({ id }) => nodeButton(app, map, id)))),
    ...ways(app, map, node, lines),
    ...section('Offers', node.offers.length, list(node.offers.map((one) => operation(app, one)))),
    ...section('Found at', node.evidence.length, places(app, node.evidence)),
  ];
}

/** A folded node has the lines of the drawing; any other all of its own, whatever is filtered. */
function linesAround(
  app: App,
  { id }: ViewNode,
  members: readonly ViewNode[],
): { readonly lines: readonly ViewLine[] } {
  const { lines } = members.length > 0 ? app.shown().view : app.view();
  return { lines: lines.filter(({ from, to }) => from === id || to === id) };
}

function facts(app: App, { context, owner, path, more, kind }: ViewNode): HTMLElement {
  const rows: [string, Node | string][] = [];
  if (context !== undefined && kind !== 'context') rows.push(['context', context]);
  rows.push(['owner', owner ?? '—']);
  if (path !== undefined) rows.push(['folder', folderElement(path, app.data.source)]);
  const isPlain = ['service', 'gateway', 'frontend', 'job'].includes(kind);
  if (!isPlain && more.length > 0) rows.push(['is', more.join(', ')]);
  const shown = kind === 'store' || kind === 'channel' ? rows.filter(([name]) => name !== 'owner') : rows;
  return h('dl', {}, ...shown.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

function folderElement(path: string, source: string | undefined): Node | string {
  if (source === undefined || path === '') return path;
  const href = addressOf({ file: path, line: 1, column: 1 }, source).replace(/#.*$/, '');
  return h('a', { class: 'place', href, target: '_blank', rel: 'noopener noreferrer' }, path);
}

function actions(app: App, { id }: ViewNode): HTMLElement {
  const { focus, depth } = app.state();
  const isFolded = app.shown().closed.has(id);
  const button = (words: string, go: () => void, pressed?: boolean): HTMLElement =>
    h(
      'button',
      { type: 'button', onclick: go, 'aria-pressed': pressed === undefined ? undefined : String(pressed) },
      words,
    );
  const begin = (): void => {
    app.go({ from: id, to: undefined });
    announce('Choose where the path leads, on the map or by searching.');
  };
  return h(
    'div',
    { class: 'actions' },
    isFolded
      ? button('Unfold', () => openOrFocus(app, id))
      : button('Only its neighbours', () => app.go({ focus: focus === id ? undefined : id }), focus === id),
    focus === id && button('Wider', () => app.go({ depth: Math.min(5, depth + 1) })),
    focus === id && depth > 1 && button('Closer', () => app.go({ depth: depth - 1 })),
    button('Path from here …', begin),
  );
}

const order: readonly LineKind[] = ['sync', 'async', 'data', 'next', 'undo', 'runs', 'relation', 'import'];

/** Lines by kind and direction, outgoing first. */
function ways(app: App, map: MapPart, { id }: ViewNode, lines: readonly ViewLine[]): HTMLElement[] {
  const entries = (some: readonly ViewLine[], endOf: (line: ViewLine) => string): HTMLElement =>
    list(some.map((line) => lineEntry(app, map, line, endOf(line))));
  return order.flatMap((kind) => {
    const leaving = lines.filter((line) => line.kind === kind && line.from === id);
    const coming = lines.filter((line) => line.kind === kind && line.to === id);
    return [
      ...section(
        lineWords[kind][0],
        leaving.length,
        entries(leaving, ({ to }) => to),
      ),
      ...section(
        lineWords[kind][1],
        coming.length,
        entries(coming, ({ from }) => from),
      ),
    ];
  });
}

/** One line: its ends, and all that passes on it. */
export function aboutLine(app: App, map: MapPart, line: ViewLine): readonly HTMLElement[] {
  const findings = app.data.findings.filter(({ fingerprint }) => line.findings.includes(fingerprint));
  return [
    heading(lineWords[line.kind][0].toLowerCase(), ''),
    h('div', { class: 'ends' }, nodeButton(app, map, line.from), h('span', {}, '→'), nodeButton(app, map, line.to)),
    ...[laidElement(line) ?? []].flat(),
    ...section('Findings', findings.length, list(findings.map((finding) => findingButton(app, finding)))),
    ...section(
      'Operations',
      line.operations.length,
      list(
        line.operations.map((one) => operation(app, one)),
        20,
      ),
    ),
  ];
}
