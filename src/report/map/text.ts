import { stripVTControlCharacters } from 'node:util';
import type { LineKind, SequenceStep, View, ViewLine, ViewNode } from '../../graph/types.ts';
import { clipped, counted, oneLine, widthOf, wrapped } from '../text/lines.ts';
import { paintOf, type Paint } from '../text/paint.ts';
import type { Style } from '../types.ts';
import { kindWords, lineText, marksOf, membersOf, nameOf, observedText, stepText, whyEmpty } from './parts.ts';

const arrows: Readonly<Record<LineKind, string>> = {
  sync: '─▶',
  async: '··▶',
  import: '⊳',
  data: '▣',
  relation: '══',
  next: '─▶',
  undo: '↶',
  runs: '─▶',
};
const legends: Readonly<Record<LineKind, string>> = {
  sync: 'waits',
  async: 'tells',
  import: 'imports',
  data: 'keeps data',
  relation: 'declared',
  next: 'then',
  undo: 'undone by',
  runs: 'runs',
};

/** Any view in a terminal: each node with what leads from it, no line wider than the terminal. */
export function renderViewText(view: View, style: Style): string {
  const paint = paintOf(style);
  if (view.nodes.length === 0) return `${clipped(` ${oneLine(view.title)}`, style.columns - 40)}: ${whyEmpty(view)}\n`;
  const body = view.sequence ? stepsOf(view.sequence, view, style) : blocksOf(view, style, paint);
  const notes = view.notes.flatMap((note) => hanging(' ! ', oneLine(note), style));
  const kinds = [...new Set(view.lines.map(({ kind }) => kind))];
  const legend = kinds.map((kind) => `${arrows[kind]} ${legends[kind]}`).join('   ');
  return `${[
    headLine(view, style, paint),
    ...body,
    ...(notes.length > 0 ? ['', ...notes] : []),
    ...(legend === '' ? [] : [paint.dim(clipped(` ${legend}`, style.columns))]),
  ].join('\n')}\n`;
}

function headLine(view: View, { columns }: Style, paint: Paint): string {
  const title = clipped(oneLine(view.title), columns - 2);
  const room = columns - widthOf(title) - 3;
  return ` ${paint.bold(title)}${room > 12 ? `  ${paint.dim(clipped(countsOf(view), room))}` : ''}`;
}

/** `9 services, 4 stores`: the most frequent kinds. */
function countsOf({ nodes }: View): string {
  const own = nodes.filter(({ kind }) => kind !== 'outside' && kind !== 'unknown');
  const kinds = [...Map.groupBy(own, ({ kind }) => kind)].toSorted(([, a], [, b]) => b.length - a.length);
  return kinds
    .slice(0, 3)
    .map(([kind, all]) => counted(all.length, kindWords[kind]))
    .join(', ');
}

function blocksOf(view: View, style: Style, paint: Paint): readonly string[] {
  const leaving = Map.groupBy(view.lines, ({ from }) => from);
  const reached = new Set(view.lines.map(({ to }) => to));
  const names = new Map(view.nodes.map((node) => [node.id, nameOf(node)]));
  const members = membersOf(view);
  const block = (node: ViewNode, indent: string): readonly string[] => {
    const lines = leaving.get(node.id) ?? [];
    // What is only led to is named where it is led to.
    if (
      lines.length === 0 &&
      reached.has(node.id) &&
      node.findings.length === 0 &&
      node.change === undefined &&
      isMinor(node)
    )
      return [];
    return [headOf(node, view, indent, style), ...rowsOf(lines, { names, view, indent, style })];
  };
  return [
    ...view.groups.flatMap(({ id, name, owner }) => {
      const inner = (members.get(id) ?? []).flatMap((node) => block(node, '   '));
      const head = ` ${clipped(oneLine(name), style.columns - 2)}${owner === undefined ? '' : `  (${oneLine(owner)})`}`;
      return inner.length > 0 ? [paint.dim(clipped(head, style.columns)), ...inner] : [];
    }),
    ...(members.get(undefined) ?? []).flatMap((node) => block(node, ' ')),
  ];
}

const isMinor = ({ kind, more }: ViewNode): boolean =>
  kind === 'store' ||
  kind === 'table' ||
  kind === 'outside' ||
  kind === 'unknown' ||
  kind === 'dead-letters' ||
  (kind === 'channel' && more.length < 2);

function headOf(node: ViewNode, view: View, indent: string, { columns }: Style): string {
  const said = [...node.more.map(oneLine), ...marksOf(node, view), ...(node.change === undefined ? [] : [node.change])];
  return clipped(`${indent}${nameOf(node)}${said.length > 0 ? `  ${said.join(', ')}` : ''}`, columns);
}

type Around = {
  readonly names: ReadonlyMap<string, string>;
  readonly view: View;
  readonly indent: string;
  readonly style: Style;
};

/** All that is led to in the same way shares a row. */
function rowsOf(lines: readonly ViewLine[], { names, view, indent, style }: Around): readonly string[] {
  const wordOf = (line: ViewLine): string => {
    const text = line.observed ? observedText(line.observed) : lineText(line, view);
    return text;
  };
  const alike = Map.groupBy(lines, (line) => `${line.kind}\n${wordOf(line)}`);
  return [...alike].flatMap(([key, all]) => {
    const [kind, ...words] = key.split('\n');
    const first = all[0];
    if (!first || kind === undefined) return [];
    const targets = all.map(({ to }) => names.get(to) ?? to).join(', ');
    const label = words.join(' ');
    return hanging(`${indent}  ${arrows[first.kind]} `, label === '' ? targets : `${targets}  (${label})`, style);
  });
}

function stepsOf(steps: readonly SequenceStep[], view: View, style: Style): readonly string[] {
  const names = new Map(view.nodes.map((node) => [node.id, nameOf(node)]));
  const signs: Readonly<Record<SequenceStep['kind'], string>> = {
    call: '─▶',
    tell: '··▶',
    keep: '▣',
    answer: '',
    note: '·',
  };
  return steps
    .filter(({ kind }) => kind !== 'answer')
    .flatMap((step) =>
      hanging(
        ` ${'  '.repeat(Math.min(step.depth, 12))}${signs[step.kind]} `,
        `${names.get(step.to) ?? step.to}  ${stepText(step)}`,
        style,
      ),
    );
}

/** Broken at spaces under its beginning; a word that is wider than the terminal is cut. */
function hanging(lead: string, text: string, { columns }: Style): readonly string[] {
  const indent = Math.min(widthOf(lead), Math.floor(columns / 2));
  const room = Math.max(12, columns - indent);
  return wrapped(text, room).map((line, index) => clipped((index === 0 ? lead : ' '.repeat(indent)) + line, columns));
}

/** Whether nothing of a text is wider than the terminal. */
export const fits = (text: string, { columns }: Style): boolean =>
  stripVTControlCharacters(text)
    .split('\n')
    .every((line) => widthOf(line) <= columns);
