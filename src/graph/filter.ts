import { graphErrors } from '../errors/graph.ts';
import { globOf } from '../model/paths.ts';
import type { LineKind, View, ViewNode } from './types.ts';

/** What is left of a view. Names are those of nodes, contexts, owners and kinds; `*` stands for anything. */
export type Filter = {
  readonly only: readonly string[];
  readonly hide: readonly string[];
  readonly focus: readonly string[];
  /** How many lines away from the focus. */
  readonly depth: number;
};

/** The part of a view that was asked for. Names that are nobody's are errors. */
export function filtered(view: View, { only, hide, focus, depth }: Filter): View {
  const kept = only.length > 0 ? onlyThose(view, only) : view;
  const left = hide.length > 0 ? saidHidden(without(kept, hide, view), kept) : kept;
  return focus.length > 0 ? around(left, named(left, '--focus', focus, view).nodes, depth) : left;
}

const saidHidden = (left: View, from: View): View =>
  left.nodes.length === 0 && from.nodes.length > 0 ? { ...left, hidden: true } : left;

type Named = { readonly nodes: ReadonlySet<string>; readonly kinds: ReadonlySet<string> };

const nodeKinds = new Set<string>([
  'service', 'frontend', 'gateway', 'job', 'context', 'store', 'table', 'channel', 'dead-letters', 'outside', 'unknown', 'step', 'compensation', 'module', 'folder', 'container', 'image',
]); // prettier-ignore
const lineKinds = new Set<string>([
  'sync',
  'async',
  'import',
  'data',
  'relation',
  'next',
  'undo',
  'runs',
] satisfies LineKind[]);

/** What some words mean in a view. A name goes before a kind of the same name. */
function named(view: View, option: string, words: readonly string[], whole: View): Named {
  const nodes = new Set<string>();
  const kinds = new Set<string>();
  for (const word of words) {
    const pattern = word.includes('*') ? globOf(word.replaceAll('/', '\u0001')) : undefined;
    const matches = (name: string | undefined): boolean =>
      name !== undefined && (pattern ? pattern.test(name.replaceAll('/', '\u0001')) : name === word);
    const found = whole.nodes.filter((node) => namesOf(node).some(matches));
    for (const { id } of found) nodes.add(id);
    if (found.length > 0) continue;
    if (lineKinds.has(word) || nodeKinds.has(word)) kinds.add(word);
    else throw graphErrors.unknownName(option, word, namesIn(whole), 'node');
  }
  for (const { id, kind } of view.nodes) if (kinds.has(kind)) nodes.add(id);
  return { nodes, kinds };
}

const namesOf = ({ id, name, context, owner }: ViewNode): readonly (string | undefined)[] => [
  name,
  id,
  id.slice(id.indexOf(':') + 1),
  context,
  owner,
];

const namesIn = ({ nodes }: View): readonly string[] => [
  ...new Set(nodes.flatMap(({ name, context, owner }) => [name, context, owner].filter((one) => one !== undefined))),
];

/** What lies between services is nothing without them. */
const isBetween = ({ kind }: ViewNode): boolean =>
  kind === 'store' ||
  kind === 'channel' ||
  kind === 'table' ||
  kind === 'dead-letters' ||
  kind === 'image' ||
  kind === 'unknown';

/** Those, and what they keep and tell. Kinds of lines leave those lines alone. */
function onlyThose(view: View, words: readonly string[]): View {
  const { nodes, kinds } = named(view, '--only', words, view);
  const lines = [...kinds].some((kind) => lineKinds.has(kind))
    ? view.lines.filter(({ kind }) => kinds.has(kind))
    : view.lines;
  if (nodes.size === 0) {
    const ends = new Set(lines.flatMap(({ from, to }) => [from, to]));
    return restricted({ ...view, lines }, ends);
  }
  const between = new Set(view.nodes.filter(isBetween).map(({ id }) => id));
  const touched = lines.flatMap(({ from, to }) => [
    ...(nodes.has(from) && between.has(to) ? [to] : []),
    ...(nodes.has(to) && between.has(from) ? [from] : []),
  ]);
  return restricted({ ...view, lines }, new Set([...nodes, ...touched]));
}

function without(view: View, words: readonly string[], whole: View): View {
  const { nodes, kinds } = named(view, '--hide', words, whole);
  const before = endsOf(view);
  const lines = view.lines.filter(({ kind, from, to }) => !kinds.has(kind) && !nodes.has(from) && !nodes.has(to));
  const after = endsOf({ ...view, lines });
  const left = view.nodes.filter(
    (node) => !nodes.has(node.id) && !(isBetween(node) && before.has(node.id) && !after.has(node.id)),
  );
  return restricted({ ...view, lines }, new Set(left.map(({ id }) => id)));
}

const endsOf = ({ lines }: View): ReadonlySet<string> => new Set(lines.flatMap(({ from, to }) => [from, to]));

/** What is at most so many lines away. A store or channel in between counts as part of the line through it. */
function around(view: View, centre: ReadonlySet<string>, depth: number): View {
  const between = new Set(view.nodes.filter(isBetween).map(({ id }) => id));
  const next = new Map<string, string[]>();
  for (const { from, to } of view.lines) {
    next.set(from, [...(next.get(from) ?? []), to]);
    next.set(to, [...(next.get(to) ?? []), from]);
  }
  const seen = new Set(centre);
  let edge = [...centre];
  for (let step = 0; step < depth && edge.length > 0; step += 1) {
    const reached = edge.flatMap((id) =>
      (next.get(id) ?? []).flatMap((other) =>
        between.has(other) && step + 1 <= depth && !seen.has(other) ? [other, ...(next.get(other) ?? [])] : [other],
      ),
    );
    edge = [...new Set(reached)].filter((id) => !seen.has(id));
    for (const id of edge) seen.add(id);
    edge = edge.filter((id) => !between.has(id));
  }
  return restricted(view, seen);
}

/** The view with some of its nodes, and with what is said of those. */
export function restricted(view: View, kept: ReadonlySet<string>): View {
  const nodes = view.nodes.filter(({ id }) => kept.has(id));
  const lines = view.lines.filter(({ from, to }) => kept.has(from) && kept.has(to));
  const groups = new Set(nodes.map(({ group }) => group));
  const services = new Set(nodes.map(({ name }) => name));
  const said = new Set([...nodes, ...lines].flatMap(({ findings }) => findings));
  const all = nodes.length === view.nodes.length;
  return {
    ...view,
    nodes,
    lines,
    groups: view.groups.filter(({ id }) => groups.has(id)),
    ...(view.sequence ? { sequence: view.sequence.filter(({ from, to }) => kept.has(from) && kept.has(to)) } : {}),
    findings: view.findings.filter(({ fingerprint }) => said.has(fingerprint)),
    unresolved: all ? view.unresolved : view.unresolved.filter(({ service }) => services.has(service)),
    notes: all ? view.notes : [],
  };
}
