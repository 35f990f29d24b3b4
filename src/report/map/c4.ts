import type { View, ViewGroup, ViewLine, ViewNode } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { kindWords, lineText, membersOf, nameOf, slugsFor, stepText, textsOf } from './parts.ts';

/** Structurizr DSL: the workspace is one software system, services, stores and channels are its containers. */
export function renderC4(view: View): string {
  const slug = slugsFor(view);
  const body =
    view.id === 'contexts' ? landscape(view, slug) : view.id === 'deploy' ? deployed(view, slug) : system(view, slug);
  return `${['workspace ' + quoted(view.name || 'workspace') + ' {', ...indented(['!identifiers flat', ...body]), '}'].join('\n')}\n`;
}

type Slug = (id: string) => string;
const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

function system(view: View, slug: Slug): readonly string[] {
  const names = uniqueNames(view.nodes);
  const members = membersOf(view);
  const containers = (nodes: readonly ViewNode[] = []): readonly string[] =>
    nodes.filter(({ kind }) => kind !== 'outside').map((node) => containerLine(node, names, slug, view));
  const outside = view.nodes.filter(({ kind }) => kind === 'outside');
  return [
    'model {',
    ...indented([
      ...outside.map(
        (node) => `${slug(node.id)} = softwareSystem ${quoted(names.get(node.id) ?? node.name)} "" "outside"`,
      ),
      `system = softwareSystem ${quoted(systemName(view, outside, names))} {`,
      ...indented([
        ...view.groups.flatMap((group) => grouped(group, containers(members.get(group.id)))),
        ...containers(members.get(undefined)),
      ]),
      '}',
      ...relations(view, slug),
    ]),
    '}',
    ...(view.sequence ? dynamicView(view, slug) : containerView(view)),
  ];
}

const systemName = (view: View, outside: readonly ViewNode[], names: ReadonlyMap<string, string>): string => {
  const name = oneLine(view.name) || 'system';
  return outside.some(({ id }) => names.get(id)?.toLowerCase() === name.toLowerCase()) ? `${name} (system)` : name;
};

const grouped = ({ name }: ViewGroup, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`group ${quoted(oneLine(name) || '(no name)')} {`, ...indented(lines), '}'];

function containerLine(node: ViewNode, names: ReadonlyMap<string, string>, slug: Slug, view: View): string {
  const [, ...more] = textsOf(node, view);
  const name = quoted(names.get(node.id) ?? node.name);
  return `${slug(node.id)} = container ${name} ${quoted(more.join(', '))} "" ${quoted(kindWords[node.kind])}`;
}

/** Elements of one parent must not share a name: a service and its database often do. */
function uniqueNames(nodes: readonly ViewNode[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    nodes.map((node) => {
      const base = plain(nameOf(node)) || '(no name)';
      let name = base;
      for (let number = 1; taken.has(name.toLowerCase()); number += 1)
        name = `${base} (${kindWords[node.kind]}${number > 1 ? ` ${number}` : ''})`;
      taken.add(name.toLowerCase());
      return [node.id, name];
    }),
  );
}

/** Two relationships between the same ends must not say the same. */
function relations(view: View, slug: Slug): readonly string[] {
  const said = new Set<string>();
  return view.lines.flatMap((line) => {
    if (line.from === line.to) return [];
    const words = [...new Set([lineWord(line), lineText(line, view)])].filter((text) => text !== '').join(': ');
    const key = [line.from, line.to, plain(words)].join('\n');
    if (said.has(key)) return [];
    said.add(key);
    return [`${slug(line.from)} -> ${slug(line.to)} ${quoted(words)} "" ${quoted(line.kind)}`];
  });
}

const lineWords: Readonly<Record<ViewLine['kind'], string>> = {
  sync: 'asks',
  async: 'tells',
  import: 'imports',
  data: 'keeps data in',
  relation: 'is related to',
  next: 'then',
  undo: 'is undone by',
  runs: 'runs',
};
const lineWord = ({ kind }: ViewLine): string => lineWords[kind];

const containerView = (view: View): readonly string[] => [
  'views {',
  ...indented([
    ...(view.nodes.some(({ kind }) => kind !== 'outside')
      ? [
          `container system ${quoted(view.id)} {`,
          ...indented([`title ${quoted(view.title)}`, 'include *', 'autolayout lr']),
          '}',
        ]
      : []),
    ...styles,
  ]),
  '}',
];

function dynamicView(view: View, slug: Slug): readonly string[] {
  const steps = (view.sequence ?? []).filter(
    ({ kind, from, to }) => kind !== 'answer' && kind !== 'note' && from !== to,
  );
  return [
    'views {',
    ...indented([
      ...(steps.length > 0
        ? [
            `dynamic system ${quoted('request')} {`,
            ...indented([
              `title ${quoted(view.title)}`,
              ...steps.map((step) => `${slug(step.from)} -> ${slug(step.to)} ${quoted(stepText(step))}`),
              'autolayout lr',
            ]),
            '}',
          ]
        : []),
      ...styles,
    ]),
    '}',
  ];
}

function landscape(view: View, slug: Slug): readonly string[] {
  const names = uniqueNames(view.nodes);
  const systems = view.nodes.map((node) => {
    const [, ...more] = textsOf(node, view);
    return `${slug(node.id)} = softwareSystem ${quoted(names.get(node.id) ?? node.name)} ${quoted(more.join(', '))} ${quoted(kindWords[node.kind])}`;
  });
  const picture = [
    'systemLandscape "contexts" {',
    ...indented([`title ${quoted(view.title)}`, 'include *', 'autolayout lr']),
    '}',
  ];
  return [
    'model {',
    ...indented([...systems, ...relations(view, slug)]),
    '}',
    'views {',
    ...indented([...(systems.length > 0 ? picture : []), ...styles]),
    '}',
  ];
}

/** Each deployment is an environment; software of others is infrastructure in it. */
function deployed(view: View, slug: Slug): readonly string[] {
  const services = view.nodes.filter(({ group, kind }) => group === undefined && kind !== 'image');
  const names = uniqueNames(services);
  const members = membersOf(view);
  const runs = Map.groupBy(
    view.lines.filter(({ kind }) => kind === 'runs'),
    ({ to }) => to,
  );
  const isService = new Set(services.map(({ id }) => id));
  const nodesIn = (group: ViewGroup): readonly string[] => {
    const own = members.get(group.id) ?? [];
    const unique = uniqueNames(own);
    return own.flatMap((node) => {
      const [, ...more] = textsOf(node, view);
      const head = `deploymentNode ${quoted(unique.get(node.id) ?? node.name)} ${quoted(more.join(', '))}`;
      const instances = (runs.get(node.id) ?? []).filter(({ from }) => isService.has(from));
      return instances.length > 0
        ? [`${head} {`, ...indented(instances.map(({ from }) => `containerInstance ${slug(from)}`)), '}']
        : [head];
    });
  };
  return [
    'model {',
    ...indented([
      `system = softwareSystem ${quoted(oneLine(view.name) || 'system')} {`,
      ...indented(services.map((node) => containerLine(node, names, slug, view))),
      '}',
      ...view.groups.flatMap((group) => [
        `deploymentEnvironment ${quoted(group.name)} {`,
        ...indented(nodesIn(group)),
        '}',
      ]),
    ]),
    '}',
    'views {',
    ...indented([
      ...view.groups.flatMap(({ name }, index) => [
        `deployment system ${quoted(name)} "deploy${index + 1}" {`,
        ...indented([`title ${quoted(name)}`, 'include *', 'autolayout lr']),
        '}',
      ]),
      ...styles,
    ]),
    '}',
  ];
}

const shapes = {
  store: 'Cylinder',
  channel: 'Pipe',
  gateway: 'Hexagon',
  'front end': 'WebBrowser',
  outside: 'RoundedBox',
} as const;
const styles: readonly string[] = [
  'styles {',
  ...indented([
    ...Object.entries(shapes).flatMap(([tag, shape]) => [`element ${quoted(tag)} {`, `  shape ${shape}`, '}']),
    'relationship "async" {',
    '  dashed true',
    '}',
    'relationship "sync" {',
    '  dashed false',
    '}',
  ]),
  '}',
];

/** `${` would begin a substitution, which nothing escapes, and `\` the end of a line: both are written apart or turned. */
function plain(text: string): string {
  return oneLine(text).replace(/\$\{/g, '$ {').replace(/\\/g, '/');
}
function quoted(text: string): string {
  return `"${plain(text).replace(/"/g, '\\"')}"`;
}
