import { mask } from '../model/mask.ts';
import type { Place } from '../model/evidence.ts';
import type { Model } from '../model/model.ts';
import type { Graph, View } from './types.ts';
import { idOfChannel, idOfService } from './views/parts.ts';

/** The part of it that a narrowed view of the services shows. */
export function graphWithin(graph: Graph, view: View): Graph {
  const kept = new Set(view.nodes.map(({ id }) => id));
  const lines = new Set(view.lines.map(({ id }) => id));
  const hasEvents = view.lines.some(({ kind }) => kind === 'async');
  const has = (name: string): boolean => kept.has(idOfService(name));
  return {
    ...graph,
    services: graph.services.filter(({ name }) => has(name)),
    stores: graph.stores.filter(
      ({ id, usedBy }) => kept.has(`store:${id}`) || kept.has(`store:${id} (${usedBy.join(', ')})`),
    ),
    channels: graph.channels.filter(({ id }) => kept.has(idOfChannel(id))),
    edges: graph.edges.filter(
      ({ from, to, kind }) =>
        has(from) &&
        has(to) &&
        (kind === 'async' ? hasEvents : lines.has([idOfService(from), kind, idOfService(to)].join(' > '))),
    ),
    chains: graph.chains.filter(({ path }) =>
      path.every((id) => graph.services.some(({ name }) => has(name) && id.startsWith(`${name} `))),
    ),
    unresolved: graph.unresolved.filter(({ service }) => has(service)),
  };
}

/** The system as data: who exists, who waits for whom, who tells whom, who keeps what. */
export const graphOf = (model: Model): Graph => ({
  name: model.name,
  services: sorted(model.services, ({ name }) => name).map(({ name, context, path, kind }) => ({
    name,
    context,
    path,
    kind,
  })),
  stores: sorted(model.stores, ({ id }) => id).map(({ id, kind, role, usedBy }) => ({
    id: mask(id),
    kind,
    role,
    usedBy: [...usedBy].sort(),
  })),
  channels: sorted(model.channels, ({ id }) => id).map(({ id, kind, publishedBy, consumedBy }) => ({
    id: mask(id),
    kind,
    publishedBy: [...publishedBy].sort(),
    consumedBy: [...consumedBy].sort(),
  })),
  edges: sorted(model.edges, ({ from, to, kind, protocol, operation = '' }) =>
    [from, to, kind, protocol, operation].join('\n'),
  ).map(({ from, to, kind, protocol, operation, basis, evidence }) => ({
    from,
    to,
    kind,
    protocol,
    ...(operation === undefined ? {} : { operation: mask(operation) }),
    basis,
    evidence: evidence.map(placeOf),
  })),
  chains: sorted(model.chains, ({ path }) => path.join('\n')).map(({ path, hops }) => ({ path, hops })),
  unresolved: sorted(model.unresolved, ({ service, what, evidence: [at] }) =>
    [service, at.file, at.line, what].join('\n'),
  ).map(({ service, what, evidence }) => ({ service, what: mask(what), evidence: evidence.map(placeOf) })),
});

const placeOf = ({ file, line, column }: Place): Place => ({ file, line, column });

const sorted = <T>(values: readonly T[], keyOf: (value: T) => string): T[] =>
  values.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
