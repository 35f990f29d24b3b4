import type { LineKind, NodeKind, View, ViewLine, ViewNode } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { lineText, membersOf, slugsFor, textsOf } from './parts.ts';

const shapes: Readonly<Partial<Record<NodeKind, string>>> = {
  frontend: 'shape=component',
  gateway: 'shape=hexagon',
  job: 'shape=box, style="rounded,dashed"',
  store: 'shape=cylinder',
  table: 'shape=box',
  channel: 'shape=cds',
  'dead-letters': 'shape=cds, style=dashed',
  unknown: 'shape=box, style=dotted',
  outside: 'shape=box, style=dotted',
  compensation: 'shape=box, style="rounded,dashed"',
  module: 'shape=note',
  folder: 'shape=folder',
  image: 'shape=box3d',
};
const styles: Readonly<Record<LineKind, string>> = {
  sync: 'style=solid',
  async: 'style=dashed, arrowhead=vee',
  import: 'style=dotted, arrowhead=tee',
  data: 'style=solid, arrowhead=none, color=gray50',
  relation: 'style=bold, arrowhead=none',
  next: 'style=solid',
  undo: 'style=dashed, arrowhead=vee',
  runs: 'style=solid, arrowhead=open',
};

/** A Graphviz digraph with a cluster for each group. */
export function renderDot(view: View): string {
  const slug = slugsFor(view);
  const members = membersOf(view);
  const nodeLine = (node: ViewNode): string =>
    `${quoted(slug(node.id))} [label=${quoted(textsOf(node, view).join('\n'))}, ${[shapes[node.kind] ?? 'shape=box, style=rounded', ...paintOf(node, view)].join(', ')}];`;
  return `${[
    `digraph ${quoted(view.title)} {`,
    '  rankdir=LR;',
    '  node [fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...view.groups.flatMap(({ id, name }, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${quoted(name)};`,
      ...(members.get(id) ?? []).map((node) => `    ${nodeLine(node)}`),
      '  }',
    ]),
    ...(members.get(undefined) ?? []).map((node) => `  ${nodeLine(node)}`),
    ...view.lines.map(
      (line) => `  ${quoted(slug(line.from))} -> ${quoted(slug(line.to))} [${attributesOf(line, view)}];`,
    ),
    '}',
  ].join('\n')}\n`;
}

function attributesOf(line: ViewLine, view: View): string {
  const text = lineText(line, view);
  return [styles[line.kind], ...(text === '' ? [] : [`label=${quoted(text)}`]), ...paintOf(line, view)].join(', ');
}

function paintOf({ change, findings }: Pick<ViewNode, 'change' | 'findings'>, view: View): readonly string[] {
  if (change !== undefined)
    return [`color=${{ added: 'green4', removed: 'red3', changed: 'orange3' }[change]}`, 'penwidth=2'];
  const own = new Set(findings);
  const severities = new Set(
    view.findings.filter(({ fingerprint }) => own.has(fingerprint)).map(({ severity }) => severity),
  );
  if (severities.has('error')) return ['color=red3', 'penwidth=2'];
  return severities.has('warning') ? ['color=orange3', 'penwidth=2'] : [];
}

/** A DOT string: `"` and `\` have a meaning in it, and labels read entities. */
const quoted = (text: string): string =>
  `"${text
    .split('\n')
    .map((line) =>
      oneLine(line)
        .replace(/&/g, '&amp;')
        .replace(/[\\"]/g, (sign) => `\\${sign}`),
    )
    .join('\\n')}"`;
