import type { TraceSpan } from '../model/trace.ts';
import type { LineKind, Observed, View, ViewLine, ViewNode, ViewOperation } from './types.ts';
import { nodeOf } from './views/parts.ts';
import { meetingsIn, plainName, type Meeting } from './meetings.ts';

/** A view with what traces say of it: how often each line was seen, what was seen and is not on the map, and what never was. */
export function observed(view: View, spans: readonly TraceSpan[]): View {
  const about = kindsIn(view);
  const meetings = meetingsIn(view, spans).filter(({ kind }) => about.has(kind));
  const seen = Map.groupBy(meetings, ({ from, to, kind }) => [from, kind, to].join(' > '));
  const kinds = new Set(meetings.map(({ kind }) => kind));
  const known = new Set(view.lines.map(({ id }) => id));
  const lines = view.lines.map((line): ViewLine => {
    const found = seen.get(line.id);
    // Of what nothing was recorded at all, nothing can be said.
    if (!found) return kinds.has(line.kind) ? neverSeen(line) : line;
    return { ...line, observed: statsOf(found, 'seen'), operations: operationsWith(line.operations, found) };
  });
  const strange = [...seen].filter(([id]) => !known.has(id)).flatMap(([id, found]) => unknownLine(id, found));
  const ids = new Set(view.nodes.map(({ id }) => id));
  const strangers = [...new Set(strange.flatMap(({ from, to }) => [from, to]))].filter((id) => !ids.has(id)).sort();
  return {
    ...view,
    nodes: [...view.nodes, ...strangers.map(strangerOf)],
    lines: [...lines, ...strange.toSorted((a, b) => (a.id < b.id ? -1 : 1))],
    notes: [...view.notes, ...silent(view, spans)],
  };
}

/** What a view is about: that a view of events has no calls does not make them unknown. */
const kindsIn = ({ id }: View): ReadonlySet<LineKind> =>
  new Set(id === 'events' ? ['async'] : ['sync', 'async', 'data']);

/** The only operation is what was seen; of several, spans name theirs as contracts do. */
function operationsWith(operations: readonly ViewOperation[], found: readonly Meeting[]): readonly ViewOperation[] {
  const [only, ...others] = operations;
  if (only && others.length === 0) return [{ ...only, observed: statsOf(found, 'seen') }];
  const byName = Map.groupBy(found, ({ name }) => name.toLowerCase());
  return operations.map((operation) => {
    const own = byName.get(operation.name.toLowerCase());
    return own ? { ...operation, observed: statsOf(own, 'seen') } : operation;
  });
}

const unseen: Observed = { state: 'unseen', count: 0, failed: 0 };
const neverSeen = (line: ViewLine): ViewLine => ({
  ...line,
  observed: unseen,
  operations: line.operations.map((one) => ({ ...one, observed: unseen })),
});

function statsOf(found: readonly Meeting[], state: Observed['state']): Observed {
  const durations = found.flatMap(({ duration }) => duration ?? []).sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((durations[Math.max(0, Math.ceil(durations.length * share) - 1)] ?? 0) * 1000) / 1000;
  return {
    state,
    count: found.length,
    failed: found.filter(({ failed }) => failed).length,
    ...(durations.length > 0 ? { p50: at(0.5), p99: at(0.99) } : {}),
  };
}

function unknownLine(id: string, found: readonly Meeting[]): readonly ViewLine[] {
  const [first] = found;
  if (!first) return [];
  const names = [...new Set(found.map(({ name }) => name))].sort();
  const byName = Map.groupBy(found, ({ name }) => name);
  const operations = names.map((name): ViewOperation => ({
    name,
    protocol: 'seen',
    evidence: [],
    observed: statsOf(byName.get(name) ?? [], 'unknown'),
  }));
  return [
    {
      id,
      from: first.from,
      to: first.to,
      kind: first.kind,
      label: '',
      operations,
      findings: [],
      observed: statsOf(found, 'unknown'),
    },
  ];
}

const strangerOf = (id: string): ViewNode =>
  nodeOf({ id, kind: 'outside', name: id.slice(id.indexOf(':') + 1), more: ['seen in traces, not on the map'] });

function silent({ nodes }: View, spans: readonly TraceSpan[]): readonly string[] {
  const heard = new Set(spans.map(({ service }) => plainName(service)));
  const quiet = nodes.filter(
    ({ kind, name }) => (kind === 'service' || kind === 'gateway' || kind === 'job') && !heard.has(plainName(name)),
  );
  return quiet.length > 0
    ? [`No span comes from ${quiet.map(({ name }) => name).join(', ')}: what it asks of others cannot be seen.`]
    : [];
}
