import type { LineKind, NodeKind, View, ViewNode } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { lineText, membersOf, nameOf, slugsFor, stepText, textsOf } from './parts.ts';

/** PlantUML: a component diagram, or a sequence diagram where the view is a sequence. */
export const renderPlantuml = (view: View): string =>
  `${['@startuml', `title ${escaped(view.title)}`, ...(view.sequence ? sequenceOf(view) : diagramOf(view)), '@enduml'].join('\n')}\n`;

const elements: Readonly<Partial<Record<NodeKind, string>>> = {
  store: 'database',
  channel: 'queue',
  'dead-letters': 'queue',
  gateway: 'hexagon',
  context: 'card',
  container: 'node',
  image: 'artifact',
  module: 'file',
  folder: 'folder',
  outside: 'cloud',
  unknown: 'cloud',
  step: 'rectangle',
  compensation: 'rectangle',
  table: 'card',
};
const arrows: Readonly<Record<LineKind, string>> = {
  sync: '-->',
  async: '..>',
  import: '-[dotted]->',
  data: '--',
  relation: '==',
  next: '-->',
  undo: '..>',
  runs: '-->',
};
const colours = { added: '#line:green', removed: '#line:red', changed: '#line:orange' } as const;

function diagramOf(view: View): readonly string[] {
  const slug = slugsFor(view);
  const members = membersOf(view);
  const nodeLine = (node: ViewNode): string =>
    `${elements[node.kind] ?? 'component'} "${textsOf(node, view).map(escaped).join('\\n')}" as ${slug(node.id)}${paintOf(node, view)}`;
  return [
    'left to right direction',
    ...view.groups.flatMap(({ id, name }) => [
      `package "${escaped(name) || ' '}" {`,
      ...(members.get(id) ?? []).map((node) => `  ${nodeLine(node)}`),
      '}',
    ]),
    ...(members.get(undefined) ?? []).map(nodeLine),
    ...view.lines.map((line) => {
      const text = escaped(lineText(line, view));
      return `${slug(line.from)} ${arrows[line.kind]} ${slug(line.to)}${text === '' ? '' : ` : ${text}`}`;
    }),
  ];
}

function paintOf({ change, findings }: ViewNode, view: View): string {
  if (change !== undefined) return ` ${colours[change]}`;
  const own = new Set(findings);
  const severities = new Set(
    view.findings.filter(({ fingerprint }) => own.has(fingerprint)).map(({ severity }) => severity),
  );
  return severities.has('error') ? ' #line:red' : severities.has('warning') ? ' #line:orange' : '';
}

function sequenceOf(view: View): readonly string[] {
  const slug = slugsFor(view);
  const words = { store: 'database', channel: 'queue', outside: 'actor' } as const;
  const wordOf = ({ kind }: ViewNode): string =>
    kind === 'store' || kind === 'channel' || kind === 'outside' ? words[kind] : 'participant';
  return [
    ...view.nodes.map((node) => `${wordOf(node)} "${escaped(nameOf(node))}" as ${slug(node.id)}`),
    ...(view.sequence ?? []).map((step) => {
      const [from, to] = [slug(step.from), slug(step.to)];
      const text = escaped(stepText(step));
      if (step.kind === 'call') return `${from} -> ${to} ++ : ${text}`;
      if (step.kind === 'answer') return `${from} --> ${to} -- : answer`;
      return `${from} ${step.kind === 'tell' ? '->>' : '->'} ${to} : ${text}`;
    }),
  ];
}

/** Code points wherever PlantUML, its preprocessor or its Creole would read a sign, or two of a kind, as syntax. */
function escaped(text: string): string {
  const coded = (sign: string): string =>
    [...sign].map((one) => `<U+${(one.codePointAt(0) ?? 32).toString(16).toUpperCase().padStart(4, '0')}>`).join('');
  return oneLine(text).replace(/([._/:,+-])\1+|[^\p{L}\p{N} ._/:,·×…()+-]/gu, coded);
}
