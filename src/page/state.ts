/** What narrows the map down, by name. An empty list lets everything through. */
export const filterNames = ['kind', 'context', 'owner', 'protocol', 'finding'] as const;
export type FilterName = (typeof filterNames)[number];

/** All that decides what the page shows. It stands in the address, so that a link shows the same. */
export type State = {
  readonly view: string;
  /** A node or a line. */
  readonly selected?: string | undefined;
  /** A finding's fingerprint. */
  readonly finding?: string | undefined;
  /** Only this node and what is near it. */
  readonly focus?: string | undefined;
  readonly depth: number;
  /** A path is asked for from here, and once both are known, shown. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cycles: boolean;
  /** Which groups are unfolded. */
  readonly open: 'auto' | 'all' | readonly string[];
  readonly filters: Readonly<Record<FilterName, readonly string[]>>;
  readonly table: boolean;
};

export const noFilters: State['filters'] = { kind: [], context: [], owner: [], protocol: [], finding: [] };
export const initialState = (view: string): State => ({
  view,
  depth: 1,
  cycles: false,
  open: 'auto',
  filters: noFilters,
  table: false,
});

/** The state as the fragment of an address; what is as at first is left out. */
export function fragmentOf(state: State, first: string): string {
  const words = new URLSearchParams();
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined) words.append(name, value);
  };
  put('view', state.view === first ? undefined : state.view);
  put('select', state.selected);
  put('finding', state.finding);
  put('focus', state.focus);
  put('depth', state.depth === 1 ? undefined : String(state.depth));
  put('from', state.from);
  put('to', state.to);
  put('cycles', state.cycles ? 'yes' : undefined);
  put('table', state.table ? 'yes' : undefined);
  if (state.open === 'all') put('open', 'all');
  else if (state.open !== 'auto') for (const id of state.open.length > 0 ? state.open : ['none']) put('open', id);
  for (const name of filterNames)
    for (const value of state.filters[name]) put(name === 'finding' ? 'rule' : name, value);
  return words.toString();
}

/** Reads a fragment; what it does not know, or what makes no sense, is as at first. */
export function stateFrom(fragment: string, views: readonly string[]): State {
  const words = new URLSearchParams(fragment.replace(/^#/, ''));
  const [first = ''] = views;
  const wanted = words.get('view');
  const text = (name: string): string | undefined => words.get(name) || undefined;
  return {
    ...initialState(wanted !== null && views.includes(wanted) ? wanted : first),
    selected: text('select'),
    finding: text('finding'),
    focus: text('focus'),
    from: text('from'),
    to: text('to'),
    depth: Math.min(5, Math.max(1, Number.parseInt(words.get('depth') ?? '1', 10) || 1)),
    cycles: words.has('cycles'),
    table: words.has('table'),
    open: openFrom(words.getAll('open')),
    filters: {
      kind: words.getAll('kind'),
      context: words.getAll('context'),
      owner: words.getAll('owner'),
      protocol: words.getAll('protocol'),
      finding: words.getAll('rule'),
    },
  };
}

function openFrom(words: readonly string[]): State['open'] {
  if (words.length === 0) return 'auto';
  if (words.includes('all')) return 'all';
  return words.filter((id) => id !== 'none');
}
