import type { LineKind, NodeKind, View, ViewNode } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { kindWords, lineText, membersOf, nameOf, slugsFor, slugsOf, stepText, textsOf } from './parts.ts';

const shapes: Readonly<Partial<Record<NodeKind, string>>> = {
  store: 'storage',
  table: 'storage',
  channel: 'queue',
  'dead-letters': 'queue',
  frontend: 'browser',
};

/** LikeC4: kinds of elements, the model, and one view of it. */
export function renderLikec4(view: View): string {
  const slug = slugsFor(view);
  const region = slugsOf(view.groups.map(({ id }) => `group ${id}`));
  const members = membersOf(view);
  const homes = new Map(
    [...members].flatMap(([group, nodes]) =>
      nodes.map(({ id }) => [id, group === undefined ? slug(id) : `${region(`group ${group}`)}.${slug(id)}`] as const),
    ),
  );
  const pathOf = (id: string): string => homes.get(id) ?? slug(id);
  const lines = view.lines.filter(({ from, to }) => from !== to);
  return `${[
    ...specification(view),
    'model {',
    ...view.groups.flatMap(({ id, name, owner }) => [
      `  ${region(`group ${id}`)} = region ${quoted(name)} {`,
      ...(owner === undefined ? [] : [`    description ${quoted(owner)}`]),
      ...(members.get(id) ?? []).flatMap((node) => nodeLines(node, slug, view).map((line) => `    ${line}`)),
      '  }',
    ]),
    ...(members.get(undefined) ?? []).flatMap((node) => nodeLines(node, slug, view).map((line) => `  ${line}`)),
    ...lines.map(
      (line) => `  ${pathOf(line.from)} -[${kindOf(line.kind)}]-> ${pathOf(line.to)} ${quoted(lineText(line, view))}`,
    ),
    '}',
    'views {',
    ...(view.sequence ? dynamicView(view, pathOf) : staticView(view, pathOf)),
    '}',
  ].join('\n')}\n`;
}

/** Kinds must not be words of the language, such as `element`, `view` or `import`. */
const kindOf = (kind: NodeKind | LineKind): string => `k_${kind.replace('-', '_')}`;

function specification({ nodes, lines, groups }: View): readonly string[] {
  const kinds = [...new Set(nodes.map(({ kind }) => kind))].sort();
  const ways = [...new Set(lines.map(({ kind }) => kind))].sort();
  return [
    'specification {',
    ...(groups.length > 0 ? ['  element region'] : []),
    ...kinds.flatMap((kind) => {
      const shape = shapes[kind];
      return shape === undefined
        ? [`  element ${kindOf(kind)}`]
        : [`  element ${kindOf(kind)} {`, `    style { shape ${shape} }`, '  }'];
    }),
    ...ways.flatMap((kind) => [
      `  relationship ${kindOf(kind)} {`,
      `    line ${kind === 'async' || kind === 'undo' ? 'dashed' : kind === 'import' ? 'dotted' : 'solid'}`,
      '  }',
    ]),
    '}',
  ];
}

function nodeLines(node: ViewNode, slug: (id: string) => string, view: View): readonly string[] {
  const [, ...more] = textsOf(node, view);
  return [
    `${slug(node.id)} = ${kindOf(node.kind)} ${quoted(nameOf(node))} {`,
    `  technology ${quoted(kindWords[node.kind])}`,
    ...(more.length > 0 ? [`  description ${quoted(more.join(', '))}`] : []),
    '}',
  ];
}

const staticView = (view: View, pathOf: (id: string) => string): readonly string[] => [
  '  view index {',
  `    title ${quoted(view.title)}`,
  ...(view.nodes.length > 0 ? [`    include ${view.nodes.map(({ id }) => pathOf(id)).join(', ')}`] : []),
  '    autoLayout LeftRight',
  '  }',
];

const dynamicView = (view: View, pathOf: (id: string) => string): readonly string[] => [
  '  dynamic view request {',
  `    title ${quoted(view.title)}`,
  ...(view.sequence ?? [])
    .filter(({ kind, from, to }) => kind !== 'note' && from !== to)
    .map((step) =>
      step.kind === 'answer'
        ? `    ${pathOf(step.to)} <- ${pathOf(step.from)} "answer"`
        : `    ${pathOf(step.from)} -> ${pathOf(step.to)} ${quoted(stepText(step))}`,
    ),
  '  }',
];

/** A LikeC4 string: `"` and `\` are escaped. */
const quoted = (text: string): string => `"${oneLine(text).replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
