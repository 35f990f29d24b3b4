import type { LineKind, NodeKind, View, ViewNode } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { lineText, membersOf, nameOf, slugsFor, slugsOf, stepText, textsOf } from './parts.ts';

/** Terrastruct's D2. */
export const renderD2 = (view: View): string => (view.sequence ? sequenceOf(view) : diagramOf(view));

const shapes: Readonly<Partial<Record<NodeKind, string>>> = {
  store: 'cylinder',
  channel: 'queue',
  'dead-letters': 'queue',
  gateway: 'hexagon',
  context: 'oval',
  image: 'package',
  module: 'page',
  folder: 'package',
};
const styles: Readonly<Partial<Record<LineKind, string>>> = {
  async: 'style.stroke-dash: 4',
  undo: 'style.stroke-dash: 4',
  import: 'style.stroke-dash: 2',
  data: 'style.opacity: 0.6',
  relation: 'style.stroke-width: 4',
};
const arrows: Readonly<Partial<Record<LineKind, string>>> = { data: '--', relation: '--' };
const colours = { added: '#2e7d32', removed: '#c62828', changed: '#b26a00' } as const;

function diagramOf(view: View): string {
  const slug = slugsFor(view);
  const region = slugsOf(view.groups.map(({ id }) => `group ${id}`));
  const members = membersOf(view);
  const homes = new Map(
    [...members].flatMap(([group, nodes]) =>
      nodes.map(({ id }) => [id, group === undefined ? slug(id) : `${region(`group ${group}`)}.${slug(id)}`] as const),
    ),
  );
  const pathOf = (id: string): string => homes.get(id) ?? slug(id);
  return `${[
    'direction: right',
    ...view.groups.flatMap(({ id, name }) => [
      `${region(`group ${id}`)}: ${quoted(name)} {`,
      ...(members.get(id) ?? []).flatMap((node) => nodeLines(node, slug(node.id), view).map((line) => `  ${line}`)),
      '}',
    ]),
    ...(members.get(undefined) ?? []).flatMap((node) => nodeLines(node, slug(node.id), view)),
    ...view.lines.map((line) => {
      const style = [styles[line.kind], line.change && `style.stroke: "${colours[line.change]}"`].filter(Boolean);
      const text = quoted(lineText(line, view));
      return `${pathOf(line.from)} ${arrows[line.kind] ?? '->'} ${pathOf(line.to)}: ${text}${style.length > 0 ? ` {${style.join('; ')}}` : ''}`;
    }),
  ].join('\n')}\n`;
}

function nodeLines(node: ViewNode, id: string, view: View): readonly string[] {
  const style = [
    ...(shapes[node.kind] === undefined ? [] : [`shape: ${shapes[node.kind]}`]),
    ...(node.isMissing || node.kind === 'unknown' || node.kind === 'outside' ? ['style.stroke-dash: 3'] : []),
    ...(node.change === undefined ? [] : [`style.stroke: "${colours[node.change]}"`]),
  ];
  const label = quoted(textsOf(node, view).join('\n'));
  return style.length > 0 ? [`${id}: ${label} {${style.join('; ')}}`] : [`${id}: ${label}`];
}

function sequenceOf(view: View): string {
  const slug = slugsFor(view);
  return `${[
    'shape: sequence_diagram',
    ...view.nodes.map((node) => `${slug(node.id)}: ${quoted(nameOf(node))}`),
    ...(view.sequence ?? []).map((step) => {
      const text = quoted(step.kind === 'answer' ? 'answer' : stepText(step));
      const isDashed = step.kind === 'answer' || step.kind === 'tell';
      return `${slug(step.from)} -> ${slug(step.to)}: ${text}${isDashed ? ' {style.stroke-dash: 4}' : ''}`;
    }),
  ].join('\n')}\n`;
}

/** A D2 string: `"` and `\` are escaped, and `$` would begin a substitution. */
const quoted = (text: string): string =>
  `"${text
    .split('\n')
    .map((line) => oneLine(line).replace(/[\\"$]/g, (sign) => `\\${sign}`))
    .join('\\n')}"`;
