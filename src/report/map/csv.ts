import type { View, ViewLine } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { nameOf, observedText } from './parts.ts';

/** A dependency matrix: a row for each node that others are led to from, a column for each node that is led to. RFC 4180. */
export function renderCsv(view: View): string {
  const from = new Set(view.lines.map((line) => line.from));
  const to = new Set(view.lines.map((line) => line.to));
  const between = Map.groupBy(view.lines, (line) => `${line.from}\n${line.to}`);
  const titles = titlesOf(view);
  const columns = view.nodes.filter(({ id }) => to.has(id));
  const rows = view.nodes.filter(({ id, kind }) => from.has(id) || (!to.has(id) && kind !== 'image'));
  return [
    ['', ...columns.map(({ id }) => titles.get(id) ?? '')],
    ...rows.map((row) => [
      titles.get(row.id) ?? '',
      ...columns.map((column) => (between.get(`${row.id}\n${column.id}`) ?? []).map(cellOf).join('; ')),
    ]),
  ]
    .map((cells) => `${cells.map(field).join(',')}\r\n`)
    .join('');
}

/** Names that several nodes have are told apart by their ids. */
function titlesOf({ nodes }: View): ReadonlyMap<string, string> {
  const alike = Map.groupBy(nodes, nameOf);
  return new Map(
    nodes.map((node) => [node.id, (alike.get(nameOf(node))?.length ?? 0) > 1 ? oneLine(node.id) : nameOf(node)]),
  );
}

/** `sync 3`: how, and how many operations. */
const cellOf = ({ kind, label, operations, change, observed }: ViewLine): string =>
  [
    `${kind === 'relation' || kind === 'data' ? oneLine(label) || kind : kind} ${Math.max(1, operations.length)}`,
    ...(change === undefined ? [] : [change]),
    ...(observed ? [observedText(observed)] : []),
  ].join(' ');

/** What a spreadsheet would take for a formula is made text. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
