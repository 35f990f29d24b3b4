import { graphErrors } from '../errors/graph.ts';
import { folderOf } from '../model/paths.ts';
import { changeOf, joinedLines } from './join.ts';
import type { View, ViewNode } from './types.ts';
import { nodeOf } from './views/parts.ts';

export const collapses = ['context', 'owner', 'folder'] as const;
export type Collapse = (typeof collapses)[number];

/** A view in which all nodes of a context, an owner or a folder are one. */
export function collapsed(view: View, by: Collapse): View {
  if (view.sequence) throw graphErrors.cannotCollapse(view.id, 'a sequence shows one step after the other');
  const homes = new Map(
    view.nodes.flatMap((node) => {
      const home = homeOf(node, by);
      return home === undefined ? [] : [[node.id, home] as const];
    }),
  );
  if (homes.size === 0 && view.nodes.length > 0) throw graphErrors.cannotCollapse(view.id, whyNot[by]);
  const inside = Map.groupBy(
    view.nodes.filter(({ id }) => homes.has(id)),
    ({ id }) => homes.get(id) ?? '',
  );
  const whole = [...inside].map(([home, nodes]) => wholeOf(home, by, nodes));
  const idOf = (id: string): string => {
    const home = homes.get(id);
    return home === undefined ? id : `${by}:${home}`;
  };
  const left = view.nodes.filter(({ id }) => !homes.has(id)).map(ungrouped);
  return {
    ...view,
    title: `${view.title} by ${by}`,
    nodes: [...whole, ...left],
    lines: joinedLines(view.lines, idOf),
    groups: [],
  };
}

const whyNot: Readonly<Record<Collapse, string>> = {
  context: 'nothing in it belongs to a context',
  owner: 'nobody is named as an owner, neither in msvc.yaml nor in CODEOWNERS',
  folder: 'nothing in it lies in a folder of its own',
};

function homeOf({ kind, context, owner, path }: ViewNode, by: Collapse): string | undefined {
  if (kind === 'store' || kind === 'channel' || kind === 'table') return undefined;
  if (by === 'context') return context;
  if (by === 'owner') return owner;
  return path === undefined ? undefined : folderOf(path) || '.';
}

function wholeOf(name: string, by: Collapse, nodes: readonly ViewNode[]): ViewNode {
  const [first] = nodes;
  const change = changeOf(nodes);
  const names = nodes.map((node) => node.name).sort();
  const isItself = names.length === 1 && names[0] === name;
  const whole = nodeOf({
    id: `${by}:${name}`,
    kind: by === 'folder' ? 'folder' : 'context',
    name,
    more: isItself
      ? []
      : [names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')],
    ...(by === 'context' ? { context: name } : {}),
    ...(by !== 'folder' && first?.owner !== undefined ? { owner: first.owner } : {}),
    offers: nodes.flatMap(({ offers }) => offers),
    evidence: nodes.flatMap(({ evidence }) => evidence.slice(0, 1)),
    findings: [...new Set(nodes.flatMap(({ findings }) => findings))].sort(),
  });
  return change === undefined ? whole : { ...whole, change };
}

function ungrouped(node: ViewNode): ViewNode {
  const { group, ...rest } = node;
  return group === undefined ? node : rest;
}
