import { channelsFolded, groupsFolded } from '../graph/fold.ts';
import type { View, ViewNode } from '../graph/types.ts';
import { regrouped } from '../graph/regroup.ts';
import type { State } from './state.ts';
import { around } from './walk.ts';

/** Up to here everything is unfolded at first. */
const readable = 70;

/** What is drawn of a view, and for each node of the view the one that it is drawn in. */
export type Shown = {
  readonly view: View;
  /** The view before anything was folded, with its groups. */
  readonly whole: View;
  readonly homeOf: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, readonly ViewNode[]>;
  /** Ids of groups that are folded now. */
  readonly closed: ReadonlySet<string>;
};

/** Filters, focuses and folds a view as the state says. */
export function shownOf(view: View, state: State): Shown {
  if (view.sequence) return sequenceShown(view, state);
  const whole = regrouped(view, readable);
  const narrowed = focused(filtered(whole, state), state);
  const closed = closedIn(narrowed, state);
  const groups = groupsFolded(narrowed, closed);
  const channels = channelsFolded(groups.view);
  const members = new Map([...groups.members, ...channels.members]);
  const homeOf = new Map(channels.view.nodes.map(({ id }) => [id, id]));
  for (const [home, inside] of members) for (const { id } of inside) homeOf.set(id, home);
  return { view: channels.view, whole, homeOf, members, closed };
}

/** Of a sequence nothing is folded: it has an order. */
function sequenceShown(whole: View, state: State): Shown {
  const { nodes, lines } = focused(filtered(whole, state), state);
  const ids = new Set(nodes.map(({ id }) => id));
  const sequence = whole.sequence?.filter(({ from, to }) => ids.has(from) && ids.has(to)) ?? [];
  const homeOf = new Map(nodes.map(({ id }) => [id, id]));
  return { view: { ...whole, nodes, lines, sequence }, whole, homeOf, members: new Map(), closed: new Set() };
}

function closedIn({ nodes, groups }: View, { open }: State): ReadonlySet<string> {
  const foldable = groups.filter(({ parent }) => parent === undefined).map(({ id }) => id);
  if (open === 'all' || (open === 'auto' && nodes.length <= readable)) return new Set();
  return new Set(open === 'auto' ? foldable : foldable.filter((id) => !open.includes(id)));
}

function focused(view: View, { focus, depth }: State): View {
  if (focus === undefined || !view.nodes.some(({ id }) => id === focus)) return view;
  const near = around(view, focus, depth);
  return { ...view, ...only(view, ({ id }) => near.has(id)) };
}

function filtered(view: View, { filters }: State): View {
  const lets = (wanted: readonly string[], value: string | undefined): boolean =>
    wanted.length === 0 || (value !== undefined && wanted.includes(value));
  const rules = new Map(view.findings.map(({ fingerprint, rule }) => [fingerprint, rule]));
  const passes = (node: ViewNode): boolean =>
    lets(filters.kind, node.kind) &&
    (isBetween(node) || (lets(filters.context, node.context) && lets(filters.owner, node.owner))) &&
    (isBetween(node) ||
      filters.finding.length === 0 ||
      node.findings.some((fingerprint) => filters.finding.includes(rules.get(fingerprint) ?? '')));
  const some = only(view, passes);
  const lines = some.lines.filter(
    ({ operations }) =>
      filters.protocol.length === 0 || operations.some(({ protocol }) => filters.protocol.includes(protocol)),
  );
  const touched = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const wasTouched = new Set(view.lines.flatMap(({ from, to }) => [from, to]));
  const nodes = some.nodes.filter(({ id, kind }) => {
    if (touched.has(id)) return true;
    if (filters.protocol.length > 0) return false;
    return !['store', 'channel'].includes(kind) || !wasTouched.has(id);
  });
  return { ...view, nodes, lines };
}

/** Stores and channels belong to whom they connect: they go where those go. */
const isBetween = ({ kind }: ViewNode): boolean => kind === 'store' || kind === 'channel';

function only({ nodes, lines }: View, passes: (node: ViewNode) => boolean): Pick<View, 'nodes' | 'lines'> {
  const kept = nodes.filter(passes);
  const ids = new Set(kept.map(({ id }) => id));
  return { nodes: kept, lines: lines.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

/** What there is to filter by, in the order in which it is shown. */
export function choicesIn(view: View): Readonly<Record<keyof State['filters'], readonly string[]>> {
  const sorted = (values: readonly (string | undefined)[]): string[] =>
    [...new Set(values.filter((value) => value !== undefined && value !== ''))].map(String).sort();
  const named = new Set(view.nodes.flatMap(({ findings }) => findings));
  return {
    kind: sorted(view.nodes.map(({ kind }) => kind)),
    context: sorted(view.nodes.map(({ context }) => context)),
    owner: sorted(view.nodes.map(({ owner }) => owner)),
    protocol: sorted(view.lines.flatMap(({ operations }) => operations.map(({ protocol }) => protocol))),
    finding: sorted(view.findings.filter(({ fingerprint }) => named.has(fingerprint)).map(({ rule }) => rule)),
  };
}
