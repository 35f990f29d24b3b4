import type { Picture, PictureLine, PictureNode } from '../graph/types.ts';
import { oneLine } from './text/lines.ts';

/** A Mermaid flowchart. Names are written as entities wherever Mermaid or HTML would read them as syntax. */
export function renderMermaid({ nodes, lines, regions }: Picture): string {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const idOf = (id: string): string => ids.get(id) ?? 'n';
  const boxes = regions.flatMap(({ id, name }, index) => [
    `  subgraph r${index}["${escaped(name)}"]`,
    ...nodes.filter(({ region }) => region === id).map((node) => `    ${idOf(node.id)}${shapeOf(node)}`),
    '  end',
  ]);
  return `${[
    'flowchart LR',
    ...boxes,
    ...nodes.filter(({ region }) => region === undefined).map((node) => `  ${idOf(node.id)}${shapeOf(node)}`),
    ...lines.map((line) => `  ${idOf(line.from)} ${arrowOf(line)} ${idOf(line.to)}`),
  ].join('\n')}\n`;
}

function shapeOf({ shape, text }: PictureNode): string {
  const label = `"${text.map(escaped).join('<br/>')}"`;
  switch (shape) {
    case 'store':
      return `[(${label})]`;
    case 'channel':
      return `([${label}])`;
    case 'gateway':
      return `{{${label}}}`;
    case 'frontend':
      return `(${label})`;
    default:
      return `[${label}]`;
  }
}

function arrowOf({ kind, label }: PictureLine): string {
  const text = label ? `|"${escaped(label)}"|` : '';
  if (kind === 'sync') return `-->${text}`;
  if (kind === 'async') return `-.->${text}`;
  return kind === 'data' ? `---${text}` : `--x${text}`;
}

/** Mermaid's own entity codes: `#35;` for `#`. */
const escaped = (text: string): string =>
  oneLine(text).replace(/[^\p{L}\p{N} ._/:,·+-]/gu, (sign) => `#${sign.codePointAt(0) ?? 32};`);
