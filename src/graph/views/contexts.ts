import type { Edge, Model } from '../../model/model.ts';
import type { View, ViewNode } from '../types.ts';
import {
  idOfContext,
  linesOf,
  nodeOf,
  ownersOf,
  placesOf,
  protocolLabel,
  sortedBy,
  storeIds,
  storeNode,
  titleOf,
  unresolvedIn,
  type Strand,
} from './parts.ts';

/** The context map: who owns what, what contexts are to each other as msvc.yaml declares, and how they really meet. */
export function contextsView(model: Model): View {
  const contextOf = new Map(model.services.map(({ name, context }) => [name, context]));
  const shared = [...storeIds(model.stores)].filter(
    ([{ role, usedBy }]) => role === 'data' && new Set(usedBy.map((name) => contextOf.get(name) ?? name)).size > 1,
  );
  const declared = relations(model);
  const met = meetings(model.edges, contextOf);
  const data = shared.flatMap(([store, id]) =>
    store.users.map(({ service, evidence }): Strand => ({
      from: idOfContext(contextOf.get(service) ?? service),
      to: id,
      kind: 'data',
      operation: { name: service, protocol: store.kind, evidence: placesOf(evidence) },
    })),
  );
  return {
    id: 'contexts',
    name: model.name,
    title: titleOf('contexts', model),
    nodes: [...contextNodes(model), ...sortedBy(shared, ([, id]) => id).map(([store, id]) => storeNode(store, id))],
    lines: linesOf([...declared, ...met, ...data], (operations, kind) =>
      kind === 'relation'
        ? operations.map(({ name }) => name).join(', ')
        : operations.every(({ protocol }) => protocol === 'import')
          ? ''
          : protocolLabel(operations, kind),
    ),
    groups: [],
    findings: [],
    unresolved: unresolvedIn(model),
    notes: notesOn(declared, met, model),
  };
}

function contextNodes(model: Model): readonly ViewNode[] {
  const owners = ownersOf(model);
  const services = Map.groupBy(model.services, ({ context }) => context);
  const settings = new Map(model.config.contexts.map((context) => [context.name, context]));
  const named = model.config.contexts.flatMap(({ relationships }) => relationships.map((one) => one.with));
  const names = new Set([...services.keys(), ...settings.keys(), ...named]);
  return [...names].toSorted().map((name) => {
    const own = services.get(name) ?? [];
    const owner = owners.get(name);
    const setting = settings.get(name);
    const list = own.map((service) => service.name).filter((service) => service !== name);
    const [line, column] = setting?.at ?? [1, 1];
    return nodeOf({
      id: idOfContext(name),
      kind: 'context',
      name,
      more: [
        ...(setting?.subdomain === undefined ? [] : [setting.subdomain]),
        ...(owner === undefined ? [] : [owner]),
        ...(list.length > 0 ? [listed(list)] : []),
      ],
      context: name,
      ...(owner === undefined ? {} : { owner }),
      evidence: setting
        ? [{ file: model.config.file, line, column }]
        : placesOf(own.flatMap(({ evidence }) => evidence.slice(0, 1))),
      ...(own.length === 0 && !setting ? { isMissing: true } : {}),
    });
  });
}

const listed = (names: readonly string[]): string =>
  names.length > 4
    ? `${names.toSorted().slice(0, 3).join(', ')} and ${names.length - 3} more`
    : names.toSorted().join(', ');

const relations = ({ config }: Model): readonly Strand[] =>
  config.contexts.flatMap(({ name, relationships }) =>
    relationships.map((one): Strand => ({
      from: idOfContext(name),
      to: idOfContext(one.with),
      kind: 'relation',
      operation: {
        name: one.kind,
        protocol: 'declared',
        basis: 'declared',
        evidence: [{ file: config.file, line: one.at[0], column: one.at[1] }],
      },
    })),
  );

const meetings = (edges: readonly Edge[], contextOf: ReadonlyMap<string, string>): readonly Strand[] =>
  edges.flatMap(({ from, to, kind, protocol, operation, basis, evidence }): readonly Strand[] => {
    const [a, b] = [contextOf.get(from) ?? from, contextOf.get(to) ?? to];
    if (a === b) return [];
    const name = `${to}${operation === undefined ? '' : ` ${operation}`}`;
    return [
      {
        from: idOfContext(a),
        to: idOfContext(b),
        kind,
        operation: { name, protocol, basis, evidence: placesOf(evidence) },
      },
    ];
  });

/** Where msvc.yaml and the code do not say the same. Silent where nobody declared anything. */
function notesOn(declared: readonly Strand[], met: readonly Strand[], model: Model): readonly string[] {
  if (declared.length === 0) return [];
  const pairOf = ({ from, to }: Strand): string => [from, to].sort().join('\n');
  const said = new Set(declared.map(pairOf));
  const done = new Set(met.map(pairOf));
  // What is of others, such as a foreign system, has no code here to be met.
  const here = new Set(model.services.map(({ context }) => idOfContext(context)));
  const isHere = (pair: string): boolean => pair.split('\n').every((id) => here.has(id));
  const apart = new Set(declared.filter(({ operation }) => operation?.name === 'separate-ways').map(pairOf));
  const words = (pair: string): string =>
    pair
      .split('\n')
      .map((id) => id.slice('context:'.length))
      .join(' and ');
  return [
    ...[...said]
      .filter((pair) => !done.has(pair) && !apart.has(pair) && isHere(pair))
      .map((pair) => `${words(pair)} are declared to meet, and do not here.`),
    ...[...done]
      .filter((pair) => !said.has(pair))
      .map((pair) => `${words(pair)} meet, and msvc.yaml does not say how.`),
    ...[...done]
      .filter((pair) => apart.has(pair))
      .map((pair) => `${words(pair)} are declared to go separate ways, and meet.`),
  ].toSorted();
}
