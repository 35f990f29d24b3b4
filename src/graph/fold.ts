import { changeOf, joinedLines } from './join.ts';
import type { View, ViewLine, ViewNode } from './types.ts';

/** A view in which some nodes stand for several, and which those are. */
export type Folded = { readonly view: View; readonly members: ReadonlyMap<string, readonly ViewNode[]> };

/** Draws nodes together. `into` says into what each goes, if into anything; lines between the same ends become one. */
export function folded(view: View, into: ReadonlyMap<string, ViewNode>): Folded {
  if (into.size === 0) return { view, members: new Map() };
  const members = new Map<string, ViewNode[]>();
  const nodes = new Map<string, ViewNode>();
  for (const node of view.nodes) {
    const whole = into.get(node.id);
    if (!whole) nodes.set(node.id, node);
    else {
      members.set(whole.id, [...(members.get(whole.id) ?? []), node]);
      nodes.set(whole.id, whole);
    }
  }
  for (const [id, inside] of members) {
    const whole = nodes.get(id);
    const change = changeOf(inside);
    if (whole)
      nodes.set(id, {
        ...whole,
        findings: unique(inside.flatMap(({ findings }) => findings)),
        ...(change === undefined ? {} : { change }),
      });
  }
  const homeOf = (id: string): string => into.get(id)?.id ?? id;
  return { view: { ...view, nodes: [...nodes.values()], lines: joinedLines(view.lines, homeOf) }, members };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

const isChannel = ({ kind }: ViewNode): boolean => kind === 'channel';

const listsNames = ({ kind }: ViewNode): boolean => kind === 'channel' || kind === 'table';
const mostNames = 4;
const listed = (names: readonly string[]): readonly string[] =>
  names.length > mostNames ? [...names.slice(0, mostNames - 1), `and ${names.length - mostNames + 1} more`] : names;

/** Channels, and tables of one store, between the same ends are one node that lists their names, if all is said of them alike. */
export function channelsFolded(view: View): Folded {
  const ends = new Map<string, string[]>();
  for (const { from, to, kind, change, observed } of view.lines) {
    const said = `${kind} ${change ?? ''} ${observed?.state ?? ''}`;
    ends.set(from, [...(ends.get(from) ?? []), `${said}>${to}`]);
    ends.set(to, [...(ends.get(to) ?? []), `${said}<${from}`]);
  }
  const keyOf = ({ id, kind, group = '', more, change }: ViewNode): string =>
    [kind, group, change ?? '', ...more, '', ...(ends.get(id) ?? []).toSorted()].join('\n');
  const into = new Map<string, ViewNode>();
  for (const alike of Map.groupBy(view.nodes.filter(listsNames), keyOf).values()) {
    const [first, ...others] = alike;
    if (!first || others.length === 0) continue;
    const whole: ViewNode = {
      ...first,
      id: `${first.id} +${others.length}`,
      more: [...listed(others.map(({ name }) => name)), ...plain(first).more],
      evidence: alike.flatMap(({ evidence }) => evidence),
    };
    for (const { id } of alike) into.set(id, whole);
  }
  const { view: drawn, members } = folded(view, into);
  return { members, view: { ...drawn, nodes: drawn.nodes.map((node) => (members.has(node.id) ? node : plain(node))) } };
}

/** What carries it is said by its lines; it stands in its id, too. */
const plain = (node: ViewNode): ViewNode =>
  isChannel(node) ? { ...node, more: node.more.filter((line) => !node.id.startsWith(`channel:${line}:`)) } : node;

/**
 * Groups drawn as one node each. A store or channel goes along where all that touch it are folded: into their group
 * where it is one, else it is left out and the lines through it join the groups.
 */
export function groupsFolded(view: View, closed: ReadonlySet<string>): Folded {
  const whole = new Map(
    view.groups.filter(({ id }) => closed.has(id)).map((group) => [group.id, groupNode(view, group)]),
  );
  if (whole.size === 0) return { view, members: new Map() };
  const into = new Map<string, ViewNode>();
  for (const { id, group } of view.nodes) {
    const home = group === undefined ? undefined : whole.get(group);
    if (home) into.set(id, home);
  }
  const lines = view.nodes.filter(isChannel).reduce((lines, node) => withoutChannel(lines, node.id, into), view.lines);
  const touched = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const nodes = view.nodes.filter((node) => !isChannel(node) || touched.has(node.id) || into.has(node.id));
  const { view: drawn, members } = folded({ ...view, nodes, lines }, into);
  return { members, view: { ...drawn, groups: view.groups.filter(({ id }) => !whole.has(id)) } };
}

/** Lines past a channel, where every end of it is folded. */
function withoutChannel(
  lines: readonly ViewLine[],
  channel: string,
  into: ReadonlyMap<string, ViewNode>,
): readonly ViewLine[] {
  if (into.has(channel)) return lines;
  const coming = lines.filter(({ to }) => to === channel);
  const leaving = lines.filter(({ from }) => from === channel);
  if (![...coming.map(({ from }) => from), ...leaving.map(({ to }) => to)].every((id) => into.has(id))) return lines;
  const past = coming.flatMap((line) =>
    leaving.map((other): ViewLine => ({ ...line, id: `${line.from} > async > ${other.to} ${channel}`, to: other.to })),
  );
  return [...lines.filter(({ from, to }) => from !== channel && to !== channel), ...past];
}

function groupNode({ nodes }: View, { id, kind, name, owner }: View['groups'][number]): ViewNode {
  const inside = nodes.filter(({ group }) => group === id);
  const services = inside.filter(({ kind }) => kind !== 'store' && kind !== 'channel').length;
  return {
    id,
    kind: kind === 'folder' ? 'folder' : 'context',
    name,
    more: [`${services} ${services === 1 ? 'service' : 'services'}`, ...(owner === undefined ? [] : [owner])],
    ...(kind === 'context' ? { context: name } : {}),
    ...(owner === undefined ? {} : { owner }),
    offers: [],
    evidence: [],
    findings: [],
  };
}
