import type { LineKind, NodeKind, View, ViewLine, ViewNode } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { lineText, membersOf, nameOf, slugsFor, slugsOf, stepText, textsOf } from './parts.ts';

/** A Mermaid flowchart, or a sequence diagram where the view is a sequence. */
export const renderMermaid = (view: View): string => (view.sequence ? sequenceOf(view) : flowchartOf(view));

/** What Mermaid draws unless its settings say otherwise. */
const mostLines = 500;

function flowchartOf(view: View): string {
  const slug = slugsFor(view);
  const region = slugsOf(view.groups.map(({ id }) => `group ${id}`));
  const members = membersOf(view);
  const nodeLine = (node: ViewNode): string => `${slug(node.id)}${shapeOf(node, view)}`;
  return `${[
    `flowchart ${view.id === 'saga' ? 'TB' : 'LR'}`,
    ...(view.lines.length > mostLines
      ? [
          `  %% ${view.lines.length} lines: Mermaid draws ${mostLines} unless maxEdges is raised; --collapse context draws fewer`,
        ]
      : []),
    ...view.groups.flatMap(({ id, name }) => [
      `  subgraph ${region(`group ${id}`)}["${escaped(name) || ' '}"]`,
      ...(members.get(id) ?? []).map((node) => `    ${nodeLine(node)}`),
      '  end',
    ]),
    ...(members.get(undefined) ?? []).map((node) => `  ${nodeLine(node)}`),
    ...view.lines.map((line) => `  ${slug(line.from)} ${arrowOf(line, view)} ${slug(line.to)}`),
    ...stylesOf(view, slug),
  ].join('\n')}\n`;
}

const shapes: Readonly<Partial<Record<NodeKind, readonly [string, string]>>> = {
  store: ['[(', ')]'],
  channel: ['([', '])'],
  'dead-letters': ['([', '])'],
  gateway: ['{{', '}}'],
  frontend: ['(', ')'],
  context: ['(', ')'],
  compensation: ['>', ']'],
  unknown: ['[/', '/]'],
  outside: ['[/', '/]'],
  image: ['[[', ']]'],
};

function shapeOf(node: ViewNode, view: View): string {
  const [open, close] = shapes[node.kind] ?? ['[', ']'];
  return `${open}"${textsOf(node, view).map(escaped).join('<br/>')}"${close}`;
}

const arrows: Readonly<Record<LineKind, string>> = {
  sync: '-->',
  async: '-.->',
  import: '--x',
  data: '---',
  relation: '===',
  next: '-->',
  undo: '-.->',
  runs: '-->',
};

function arrowOf(line: ViewLine, view: View): string {
  const text = lineText(line, view);
  return `${arrows[line.kind]}${text === '' ? '' : `|"${escaped(text)}"|`}`;
}

const colours = {
  bad: '#c62828',
  warned: '#b26a00',
  added: '#2e7d32',
  removed: '#c62828',
  changed: '#b26a00',
} as const;
type Paint = keyof typeof colours;

/** Colour says again what the marks say. */
function stylesOf(view: View, slug: (id: string) => string): readonly string[] {
  const severities = new Map(view.findings.map(({ fingerprint, severity }) => [fingerprint, severity]));
  const paintOf = ({ findings, change }: Pick<ViewNode, 'findings' | 'change'>): Paint | undefined => {
    if (change !== undefined) return change;
    const found = new Set(findings.map((fingerprint) => severities.get(fingerprint)));
    return found.has('error') ? 'bad' : found.has('warning') ? 'warned' : undefined;
  };
  const painted = Map.groupBy(view.nodes, paintOf);
  return [
    ...[...painted].flatMap(([paint, nodes]) =>
      paint === undefined
        ? []
        : [
            `  classDef ${paint} stroke:${colours[paint]},stroke-width:2px`,
            `  class ${nodes.map(({ id }) => slug(id)).join(',')} ${paint}`,
          ],
    ),
    ...view.lines.flatMap((line, index) => {
      const paint = paintOf(line) ?? (line.observed?.state === 'unknown' ? 'warned' : undefined);
      return paint === undefined ? [] : [`  linkStyle ${index} stroke:${colours[paint]}`];
    }),
  ];
}

function sequenceOf(view: View): string {
  const slug = slugsFor(view);
  const steps = view.sequence ?? [];
  return `${[
    'sequenceDiagram',
    ...view.nodes.map(
      (node) => `  ${node.kind === 'outside' ? 'actor' : 'participant'} ${slug(node.id)} as ${escaped(nameOf(node))}`,
    ),
    ...steps.map((step) => {
      const [from, to] = [slug(step.from), slug(step.to)];
      const text = escaped(stepText(step)) || ' ';
      switch (step.kind) {
        case 'call':
          return `  ${from}->>+${to}: ${text}`;
        case 'answer':
          return `  ${from}-->>-${to}: answer`;
        case 'tell':
          return `  ${from}-)${to}: ${text}`;
        case 'keep':
          return `  ${from}->>${to}: ${text}`;
        default:
          return `  Note over ${from}: ${text}`;
      }
    }),
  ].join('\n')}\n`;
}

/** Mermaid's own entity codes, `#35;` for `#`, wherever Mermaid or HTML would read a sign as syntax. */
export function escaped(text: string): string {
  const plain = /style|classdef/i.test(text) ? /[^\p{L}\p{N} ._/,·×…()+-]/gu : /[^\p{L}\p{N} ._/:,·×…()+-]/gu;
  return oneLine(text).replace(plain, (sign) => `#${sign.codePointAt(0) ?? 32};`);
}
