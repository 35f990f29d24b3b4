import { mask } from '../model/mask.ts';
import type { Place } from '../model/evidence.ts';
import type { Model } from '../model/model.ts';
import type { Graph } from './types.ts';

/** The services view: who exists, who waits for whom, who tells whom, who keeps what where. */
export const servicesView = (model: Model): Graph => ({
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
