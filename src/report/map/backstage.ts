import type { View, ViewNode } from '../../graph/types.ts';
import { oneLine } from '../text/lines.ts';
import { yamlText, type Yaml } from '../text/yaml.ts';
import { apisOf, type Api } from './backstage-apis.ts';
import { kindWords, nameOf } from './parts.ts';

/**
 * Entities of a Backstage catalog: a System for each context, a Component for each service, an API for what it offers,
 * a Resource for each store and channel. Paths in it count from the workspace's root, where the file belongs.
 */
export function renderBackstage(view: View): string {
  const names = namesGiven();
  const contexts = Map.groupBy(view.nodes.filter(isComponent), ({ context }) => context ?? view.name);
  const systems = new Map(
    [...contexts.keys()].toSorted().map((context) => [context, names(`system:${context}`, context)]),
  );
  const apis = apisOf({ ...view, nodes: view.nodes.filter((node) => isComponent(node) || node.kind === 'channel') });
  const around = { view, names, systems, apis };
  const entities = [
    ...[...systems].map(([context, name]) => systemOf(context, name, contexts.get(context)?.[0])),
    ...view.nodes.filter(isComponent).map((node) => componentOf(node, around)),
    ...apis.map((api) => apiOf(api, around)),
    ...view.nodes.filter(isResource).map((node) => resourceOf(node, around)),
  ];
  return entities.map((entity) => `---\n${yamlText(entity)}`).join('');
}

type Names = (id: string, name: string) => string;
type Around = {
  readonly view: View;
  readonly names: Names;
  readonly systems: ReadonlyMap<string, string>;
  readonly apis: readonly Api[];
};

const isComponent = ({ kind }: ViewNode): boolean => ['service', 'frontend', 'gateway', 'job'].includes(kind);
const isResource = ({ kind }: ViewNode): boolean => kind === 'store' || kind === 'channel';
const types: Readonly<Partial<Record<ViewNode['kind'], string>>> = {
  service: 'service',
  frontend: 'website',
  gateway: 'service',
  job: 'service',
};

/** Nobody says how far along a service is; the catalog wants a word. */
const lifecycle = 'unknown';

function systemOf(context: string, name: string, first: ViewNode | undefined): Yaml {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name, title: oneLine(context) || name },
    spec: { owner: ownerOf(first?.owner) },
  };
}

function componentOf(node: ViewNode, { view, names, systems, apis }: Around): Yaml {
  const depends = dependenciesOf(node, { view, names });
  const named = (of: readonly Api[]): readonly string[] => of.map(({ id, name }) => `api:${names(id, name)}`);
  const provides = named(apis.filter(({ providedBy }) => providedBy.includes(node)));
  const consumes = named(apis.filter(({ consumedBy }) => consumedBy.includes(node.id)));
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: names(node.id, node.name),
      title: nameOf(node),
      ...(node.kind === 'service' ? {} : { description: kindWords[node.kind] }),
      ...(node.path ? { annotations: { 'msvc/path': oneLine(node.path) } } : {}),
    },
    spec: {
      type: types[node.kind] ?? 'service',
      lifecycle,
      owner: ownerOf(node.owner),
      system: systems.get(node.context ?? view.name),
      ...(provides.length > 0 ? { providesApis: provides } : {}),
      ...(consumes.length > 0 ? { consumesApis: consumes } : {}),
      ...(depends.length > 0 ? { dependsOn: depends } : {}),
    },
  };
}

function apiOf(
  { id, name, title, type, definition, providedBy: [first] }: Api,
  { view, names, systems }: Around,
): Yaml {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name: names(id, name), title },
    spec: {
      type,
      lifecycle,
      owner: ownerOf(first?.owner),
      system: systems.get(first?.context ?? view.name),
      definition,
    },
  };
}

/** What it waits for or keeps data in, and what it listens to. */
function dependenciesOf({ id }: ViewNode, { view, names }: Pick<Around, 'view' | 'names'>): readonly string[] {
  const byId = new Map(view.nodes.map((node) => [node.id, node]));
  const ends = view.lines.flatMap(({ from, to, kind }) => {
    if (from === id && to !== id && (kind === 'sync' || kind === 'data' || kind === 'import')) return [to];
    return to === id && from !== id && kind === 'async' ? [from] : from === id && kind === 'async' ? [to] : [];
  });
  return [...new Set(ends)].toSorted().flatMap((end) => {
    const node = byId.get(end);
    if (!node || !(isComponent(node) || isResource(node))) return [];
    return [`${isComponent(node) ? 'component' : 'resource'}:${names(node.id, node.name)}`];
  });
}

function resourceOf(node: ViewNode, { view, names, systems }: Around): Yaml {
  const users = new Set(
    view.lines
      .filter(({ to, kind }) => to === node.id && (kind === 'data' || kind === 'async'))
      .map(({ from }) => from),
  );
  const first = view.nodes.find(({ id }) => users.has(id)) ?? node;
  const system = systems.get(first.context ?? '');
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: names(node.id, node.name),
      title: nameOf(node),
      description: node.more.map(oneLine).join(', ') || kindWords[node.kind],
    },
    spec: {
      type: node.kind === 'store' ? 'database' : 'topic',
      owner: ownerOf(first.owner),
      ...(system === undefined ? {} : { system }),
    },
  };
}

/** `@shop/orders` is the group `orders`, `alice@shop.example` the user `alice`; several owners are no owner for Backstage, so the first is named. */
function ownerOf(owner: string | undefined): string {
  const [first = ''] = (owner ?? '').split(', ');
  const isPerson = /^@[^/]+$/.test(first) || (!first.startsWith('@') && first.includes('@'));
  const word = first.startsWith('@') ? (first.split('/').at(-1) ?? '').replace(/^@/, '') : (first.split('@')[0] ?? '');
  const name = entityName(word);
  return name === '' ? 'unknown' : `${isPerson ? 'user' : 'group'}:${name}`;
}

/** 1 to 63 letters, digits and single separators between them. */
const entityName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 55)
    .replace(/^-+|-+$/g, '');

/** Names as they are first asked for: the view is in one order, so they are the same in every run. */
function namesGiven(): Names {
  const taken = new Set<string>();
  const given = new Map<string, string>();
  return (id, name) => {
    const known = given.get(id);
    if (known !== undefined) return known;
    const kind = id.slice(0, id.indexOf(':'));
    const base = entityName(name) || kind || 'unnamed';
    let own = base;
    const scope = kind === 'store' || kind === 'channel' ? 'resource' : kind;
    for (let number = 2; taken.has(`${scope} ${own.toLowerCase()}`); number += 1) own = `${base}-${number}`;
    taken.add(`${scope} ${own.toLowerCase()}`);
    given.set(id, own);
    return own;
  };
}
