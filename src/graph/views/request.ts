import { graphErrors } from '../../errors/graph.ts';
import { mask } from '../../model/mask.ts';
import type { Model, Operation } from '../../model/model.ts';
import type { LineKind, SequenceStep, View, ViewNode } from '../types.ts';
import {
  channelNode,
  linesOf,
  nodeOf,
  placesOf,
  serviceNodes,
  storeIds,
  storeNode,
  unresolvedIn,
  type Strand,
} from './parts.ts';
import { followed, outsideId } from './follow.ts';

/** One request followed through all services: who waits for whom, how long, how often, and who hears of it afterwards. */
export function requestView(model: Model, from: string | undefined): View {
  const first = operationNamed(model, from);
  const { steps, isCut } = followed(model, first);
  const ids = new Set(steps.flatMap((step) => [step.from, step.to]));
  const deepest = Math.max(0, ...steps.filter(({ kind }) => kind === 'call').map(({ depth }) => depth));
  return {
    id: 'request',
    name: model.name,
    title: mask(first.id),
    nodes: inOrder(steps, nodesFor(model, ids)),
    lines: linesOf(steps.flatMap(strandOf), (operations, kind) =>
      kind === 'data' ? '' : operations.length === 1 ? (operations[0]?.name ?? '') : `${operations.length} calls`,
    ),
    groups: [],
    sequence: steps,
    findings: [],
    unresolved: unresolvedIn(model).filter(({ service }) => ids.has(`service:${service}`)),
    notes: [
      ...(deepest > 1 ? [`${deepest} services wait in a row.`] : []),
      ...(steps.length === 0 ? ['It does nothing that could be followed.'] : []),
      ...(isCut ? ['It goes on: this is the beginning.'] : []),
    ],
  };
}

/** The operation that is meant: its whole name, or enough of it. */
function operationNamed({ operations, chains }: Model, from: string | undefined): Operation {
  const ids = [...new Set(operations.map(({ id }) => id))].sort();
  if (from === undefined) {
    const starts = chains.toSorted((a, b) => b.hops - a.hops).map(({ operations: [id] }) => id);
    throw graphErrors.missingName('request', '--from', [...new Set([...starts, ...ids])].map(mask), 'operation');
  }
  const wanted = from.trim().toLowerCase();
  const exact =
    operations.find(({ id }) => id === from.trim()) ?? operations.find(({ id }) => id.toLowerCase() === wanted);
  if (exact) return exact;
  const holding = holdingIn(operations, wanted);
  const [one, ...others] = holding;
  if (one && others.length === 0) return one;
  if (one) throw graphErrors.ambiguousName('--from', from, holding.map(({ id }) => mask(id)).sort(), 'operation');
  throw graphErrors.unknownName('--from', from, ids.map(mask), 'operation');
}

/** `GET /orders` as whole words; where none has those, `PlaceOrder` as the end of a longer name. */
function holdingIn(operations: readonly Operation[], wanted: string): readonly Operation[] {
  if (wanted === '') return [];
  const words = operations.filter(({ id }) => ` ${id.toLowerCase()} `.includes(` ${wanted} `));
  return words.length > 0 ? words : operations.filter(({ id }) => /[ ./]$/.test(before(id, wanted)));
}

/** What stands before the end of a name; nothing where it ends otherwise. */
const before = (id: string, end: string): string => (id.toLowerCase().endsWith(end) ? id.slice(0, -end.length) : '');

function nodesFor(model: Model, wanted: ReadonlySet<string>): readonly ViewNode[] {
  const known = [
    ...serviceNodes(model).map((node) => ({ ...node, offers: [] })),
    ...[...storeIds(model.stores)].map(([store, id]) => storeNode(store, id)),
    ...model.channels.map(channelNode),
    nodeOf({ id: 'outside:caller', kind: 'outside', name: 'caller' }),
    nodeOf({ id: outsideId, kind: 'unknown', name: 'elsewhere', more: ['not resolved'] }),
  ].filter(({ id }) => wanted.has(id));
  const made = new Set(known.map(({ id }) => id));
  const rest = [...wanted].filter((id) => !made.has(id));
  return [
    ...known,
    ...rest.map((id) => {
      const [kind = '', name = id] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
      return nodeOf({ id, kind: kind === 'store' ? 'store' : kind === 'channel' ? 'channel' : 'outside', name });
    }),
  ];
}

/** As they come up. */
function inOrder(steps: readonly SequenceStep[], nodes: readonly ViewNode[]): readonly ViewNode[] {
  const order = [...new Set(steps.flatMap(({ from, to }) => [from, to]))];
  return nodes.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

const kinds: Readonly<Partial<Record<SequenceStep['kind'], LineKind>>> = { call: 'sync', tell: 'async', keep: 'data' };

function strandOf({ kind, from, to, text, evidence }: SequenceStep): readonly Strand[] {
  const line = kinds[kind];
  if (line === undefined || from === to) return [];
  return [{ from, to, kind: line, operation: { name: text, protocol: line, evidence: placesOf(evidence) } }];
}
