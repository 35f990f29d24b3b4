import type { Picture, PictureLine, PictureNode } from '../graph/types.ts';
import { oneLine } from './text/lines.ts';

const shapes: Readonly<Record<PictureNode['shape'], string>> = {
  service: 'shape=box, style=rounded',
  frontend: 'shape=component',
  gateway: 'shape=hexagon',
  job: 'shape=box, style="rounded,dashed"',
  store: 'shape=cylinder',
  channel: 'shape=cds',
};
const styles: Readonly<Record<PictureLine['kind'], string>> = {
  sync: 'style=solid',
  async: 'style=dashed, arrowhead=vee',
  import: 'style=dotted, arrowhead=tee',
  data: 'style=solid, arrowhead=none, color=gray50',
};

/** A Graphviz digraph with a cluster for each context of several services. */
export function renderDot({ name, nodes, lines, regions }: Picture): string {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const idOf = (id: string): string => ids.get(id) ?? 'n';
  const nodeLine = (node: PictureNode): string =>
    `${idOf(node.id)} [label=${quoted(node.text.map(oneLine).join('\n'))}, ${shapes[node.shape]}];`;
  return `${[
    `digraph ${quoted(name)} {`,
    '  rankdir=LR;',
    '  node [fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...regions.flatMap((region, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${quoted(region.name)};`,
      ...nodes.filter((node) => node.region === region.id).map((node) => `    ${nodeLine(node)}`),
      '  }',
    ]),
    ...nodes.filter(({ region }) => region === undefined).map((node) => `  ${nodeLine(node)}`),
    ...lines.map(
      ({ from, to, kind, label }) =>
        `  ${idOf(from)} -> ${idOf(to)} [${[styles[kind], ...(label ? [`label=${quoted(label)}`] : [])].join(', ')}];`,
    ),
    '}',
  ].join('\n')}\n`;
}

/** A DOT string: only `"` and `\` have a meaning in it. */
const quoted = (text: string): string =>
  `"${text
    .split('\n')
    .map((line) => oneLine(line).replace(/[\\"]/g, (sign) => `\\${sign}`))
    .join('\\n')}"`;
