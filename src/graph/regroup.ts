import type { View, ViewGroup, ViewNode } from './types.ts';

/** How many boxes an overview may hold. */
const most = 80;

type By = { readonly kind: ViewGroup['kind']; readonly of: (node: ViewNode) => string | undefined };

/** Ways to group where contexts are too many, the most telling first. */
const ways: readonly By[] = [
  { kind: 'owner', of: ({ owner }) => owner },
  { kind: 'folder', of: ({ path }) => parentOf(path) },
  { kind: 'folder', of: ({ path, name }) => (path === undefined ? undefined : name.split(/[-_.]/)[0]) },
  { kind: 'folder', of: ({ path, name }) => (path === undefined ? undefined : name.slice(0, 1).toUpperCase()) },
];

/** The view with groups that an overview can be made of: its own where they are few enough, else owners or folders. */
export function regrouped(view: View, readable: number): View {
  if (view.nodes.length <= readable || boxesIn(view) <= most) return view;
  for (const by of ways) {
    const other = groupedBy(view, by);
    if (other.groups.length > 1 && boxesIn(other) <= most) return other;
  }
  return view;
}

/** How many boxes are left when all groups are folded; stores and channels fold along. */
function boxesIn({ nodes, groups }: View): number {
  const known = new Set(groups.map(({ id }) => id));
  const single = nodes.filter(
    ({ kind, group }) => kind !== 'store' && kind !== 'channel' && (group === undefined || !known.has(group)),
  );
  return known.size + single.length;
}

function groupedBy(view: View, { kind, of }: By): View {
  const names = new Set<string>();
  const nodes = view.nodes.map((whole): ViewNode => {
    const { group: _, ...node } = whole;
    const name = of(node);
    if (name === undefined || name === '') return node;
    names.add(name);
    return { ...node, group: `${kind}:${name}` };
  });
  const groups = [...names].sort().map((name): ViewGroup => ({ id: `${kind}:${name}`, kind, name }));
  return { ...view, nodes, groups };
}

const parentOf = (path: string | undefined): string | undefined =>
  path === undefined || !path.includes('/') ? undefined : path.slice(0, path.lastIndexOf('/'));
