import { comparePlaces, type Place } from '../../model/evidence.ts';
import { mask } from '../../model/mask.ts';
import type { Channel, Model, Operation, Service, Store } from '../../model/model.ts';
import { compareTexts } from '../../model/order.ts';
import type { View, ViewGroup, ViewId, ViewLine, ViewNode, ViewOperation } from '../types.ts';

/** Ids of nodes: kind and name, so that they are the same in every run and every view. */
export const idOfService = (name: string): string => `service:${name}`;
export const idOfContext = (name: string): string => `context:${name}`;
export const idOfChannel = (id: string): string => `channel:${mask(id)}`;

/** Only where it stands: what is printed says nothing of how it was found. */
export const placesOf = (evidence: readonly Place[]): readonly Place[] =>
  evidence.map(({ file, line, column }) => ({ file, line, column })).sort(comparePlaces);

/** A node with nothing in it but what is given. */
export const nodeOf = (node: Pick<ViewNode, 'id' | 'kind' | 'name'> & Partial<ViewNode>): ViewNode => ({
  more: [],
  offers: [],
  evidence: [],
  findings: [],
  ...node,
  name: mask(node.name),
});

/** Who owns each context: as msvc.yaml says, else as CODEOWNERS says. */
export function ownersOf({ ownership }: Model): ReadonlyMap<string, string> {
  return new Map(
    ownership.contexts.flatMap(({ context, claims }) => {
      const names = [...new Set(claims.map(({ owner }) => owner))].sort();
      return names.length > 0 ? [[context, names.join(', ')] as const] : [];
    }),
  );
}

const words: Readonly<Record<Service['kind'], string | undefined>> = {
  service: undefined,
  frontend: 'front end',
  gateway: 'gateway',
  job: 'job',
};

/** The services as nodes, each with what it offers. */
export function serviceNodes(model: Model): readonly ViewNode[] {
  const owners = ownersOf(model);
  const offers = Map.groupBy(model.operations, ({ service }) => service);
  return sortedBy(model.services, ({ name }) => name).map(({ name, context, path, kind, evidence }) => {
    const owner = owners.get(context);
    const word = words[kind];
    return nodeOf({
      id: idOfService(name),
      kind,
      name,
      more: word === undefined ? [] : [word],
      context,
      ...(owner === undefined ? {} : { owner }),
      path,
      offers: sortedBy(offers.get(name) ?? [], operationKey).map(offerOf),
      evidence: placesOf(evidence),
    });
  });
}

const operationKey = ({ trigger, name, protocol }: Operation): string => [trigger, name, protocol].join('\n');
const offerOf = ({ name, protocol, evidence }: Operation): ViewOperation => ({
  name: mask(name),
  protocol,
  evidence: placesOf(evidence),
});

/** One address may stand for different databases in different deployments: then who uses it tells them apart. */
export function storeIds(stores: readonly Store[]): ReadonlyMap<Store, string> {
  const alike = Map.groupBy(stores, ({ id }) => mask(id));
  return new Map(
    stores.map((store) => {
      const id = mask(store.id);
      const isOne = (alike.get(id)?.length ?? 0) < 2;
      return [store, `store:${id}${isOne ? '' : ` (${store.usedBy.toSorted().join(', ')})`}`];
    }),
  );
}

/** `postgres:db/orders` is written as `db/orders` above its kind. */
export const shortOf = (id: string): string => id.slice(id.indexOf(':') + 1) || id;

export const storeNode = (store: Store, id: string): ViewNode =>
  nodeOf({
    id,
    kind: 'store',
    name: shortOf(mask(store.id)),
    more: [store.kind, ...(store.role === 'data' ? [] : [store.role])],
    evidence: placesOf(store.users.flatMap(({ evidence }) => evidence)),
  });

export const channelNode = ({ id, kind, evidence }: Channel): ViewNode =>
  nodeOf({ id: idOfChannel(id), kind: 'channel', name: shortOf(id), more: [kind], evidence: placesOf(evidence) });

/** What the message of a channel carries, where a protobuf contract has a message of that name. */
export function fieldsIn({ contracts }: Model): (channel: Channel) => Pick<ViewNode, 'fields'> {
  const messages = new Map(contracts.protos.flatMap((proto) => proto.messages.map((one) => [one.name, one])));
  return ({ id }) => {
    const message = messages.get(shortOf(id));
    return message ? { fields: message.fields.map(({ name, type, repeated }) => ({ name, type, repeated })) } : {};
  };
}

/** One thing that passes between two nodes. */
export type Strand = Pick<ViewLine, 'from' | 'to' | 'kind'> & { readonly operation?: ViewOperation };

/** One line between two nodes for all that passes between them in one way. Its label is for `labelFor` to say. */
export function linesOf(
  strands: readonly Strand[],
  labelFor: (operations: readonly ViewOperation[], kind: ViewLine['kind']) => string = () => '',
): readonly ViewLine[] {
  const groups = Map.groupBy(strands, ({ from, to, kind }) => [from, kind, to].join(' > '));
  return [...groups]
    .toSorted(([a], [b]) => compareTexts(a, b))
    .flatMap(([id, [first, ...others]]): readonly ViewLine[] => {
      if (!first) return [];
      const { from, to, kind } = first;
      const passing = sortedBy(
        [first, ...others].flatMap(({ operation }) => operation ?? []),
        ({ protocol, name }) => [protocol, name].join('\n'),
      );
      const operations = unique(passing);
      return [{ id, from, to, kind, label: labelFor(operations, kind), operations, findings: [] }];
    });
}

/** The same thing found at several places is one thing. */
function unique(operations: readonly ViewOperation[]): readonly ViewOperation[] {
  const groups = Map.groupBy(operations, ({ protocol, name }) => [protocol, name].join('\n'));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, evidence: placesOf([first, ...others].flatMap(({ evidence }) => evidence)) }] : [],
  );
}

/** `http · 3`: how, and how many. */
export function protocolLabel(operations: readonly ViewOperation[], kind: ViewLine['kind']): string {
  if (kind !== 'sync' && kind !== 'async') return '';
  const protocols = [...new Set(operations.map(({ protocol }) => protocol))].join(', ');
  return operations.length > 1 ? `${protocols} · ${operations.length}` : protocols;
}

/** Contexts that hold several nodes, as groups; a context of one needs nothing drawn around it. */
export function grouped(
  nodes: readonly ViewNode[],
  owners: ReadonlyMap<string, string>,
): Pick<View, 'nodes' | 'groups'> {
  const members = Map.groupBy(
    nodes.filter(({ context }) => context !== undefined),
    ({ context }) => context ?? '',
  );
  const names = [...members].filter(([, list]) => list.length > 1).map(([name]) => name);
  const groups = names.toSorted().map((name): ViewGroup => {
    const owner = owners.get(name);
    return { id: idOfContext(name), kind: 'context', name, ...(owner === undefined ? {} : { owner }) };
  });
  const isGroup = new Set(names);
  return {
    groups,
    nodes: nodes.map((node) =>
      node.context !== undefined && isGroup.has(node.context) ? { ...node, group: idOfContext(node.context) } : node,
    ),
  };
}

export const titleOf = (id: ViewId, model: Model): string => `${id} of ${model.name}`;

export const sortedBy = <T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] =>
  values
    .map((value) => ({ value, key: keyOf(value) }))
    .sort((a, b) => compareTexts(a.key, b.key))
    .map(({ value }) => value);

/** What could not be told, as it may be printed. */
export const unresolvedIn = (model: Model): View['unresolved'] =>
  sortedBy(model.unresolved, ({ service, what, evidence: [at] }) => [service, at.file, at.line, what].join('\n')).map(
    ({ service, what, evidence }) => ({ service, what: mask(what), evidence: placesOf(evidence) }),
  );
