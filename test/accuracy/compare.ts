import type { Model } from '../../src/model/model.ts';
import type { Label, LabelledEdge } from './labels.ts';

/** How many were right, said and labelled. */
export type Count = { readonly right: number; readonly said: number; readonly labelled: number };
export type Comparison = { readonly services: Count; readonly edges: Count; readonly stores: Count };
type Said = Pick<Model, 'services' | 'edges' | 'stores'>;

/** Services are told by their paths, else by their names; edges by their ends and kind; stores by their kind and users. */
export function compare(said: Said, label: Label): Comparison {
  const names = namesOf(said, label);
  const known = (name: string): string => names.get(name) ?? name;
  const doubtful = new Set(label.edges.filter(isNeutral).map(edgeKey));
  const edges = new Set(label.edges.filter((edge) => isCall(edge) && !isNeutral(edge)).map(edgeKey));
  const saidEdges = said.edges
    .filter(isCall)
    .map((edge) => edgeKey({ ...edge, from: known(edge.from), to: known(edge.to) }));
  return {
    services: { right: names.size, said: said.services.length, labelled: label.services.length },
    edges: countOf(new Set(saidEdges.filter((key) => edges.has(key) || !doubtful.has(key))), edges),
    stores: bagOf(
      said.stores.map(({ kind, usedBy }) => storeKey(kind, usedBy.map(known))),
      label.stores.map(({ kind, usedBy }) => storeKey(kind, usedBy)),
    ),
  };
}

const isCall = ({ from, to, kind }: Pick<LabelledEdge, 'from' | 'to' | 'kind'>): boolean =>
  from !== to && kind !== 'import';

/** What a careful reader was not sure of counts neither way. */
export const isNeutral = ({ infra, deadRoute, reachable, confidence }: LabelledEdge): boolean =>
  infra === true || deadRoute === true || reachable === false || confidence === 'doubtful';

const edgeKey = ({ from, to, kind }: Pick<LabelledEdge, 'from' | 'to' | 'kind'>): string => `${from} ${to} ${kind}`;

const storeKey = (kind: string, users: readonly string[]): string =>
  `${kind.replace('postgresql', 'postgres').replace('mongodb', 'mongo')} ${[...new Set(users)].toSorted().join('+')}`;

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/(?:microservice|service|svc|server|api|app|ms)$/, '');

/** The labelled name of each service that was found. */
export function namesOf(said: Said, label: Label): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const alike: readonly ((a: Named, b: Named) => boolean)[] = [
    (a, b) => a.path === b.path,
    (a, b) => a.name === b.name,
    (a, b) => plain(a.name) === plain(b.name),
    (a, b) => `${a.path}/`.startsWith(`${b.path}/`) || `${b.path}/`.startsWith(`${a.path}/`),
  ];
  for (const isAlike of alike)
    for (const service of said.services)
      for (const one of label.services)
        if (!names.has(service.name) && !taken.has(one.name) && isAlike(service, one)) {
          names.set(service.name, one.name);
          taken.add(one.name);
        }
  return names;
}
type Named = { readonly name: string; readonly path: string };

const countOf = (said: ReadonlySet<string>, labelled: ReadonlySet<string>): Count => ({
  right: [...said].filter((key) => labelled.has(key)).length,
  said: said.size,
  labelled: labelled.size,
});

/** Stores of one kind with the same users are told apart by their number alone. */
function bagOf(said: readonly string[], labelled: readonly string[]): Count {
  const left = [...labelled];
  const right = said.filter((key) => {
    const at = left.indexOf(key);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return { right: right.length, said: said.length, labelled: labelled.length };
}
