import { mask } from '../../model/mask.ts';
import type { Channel, Edge, Model } from '../../model/model.ts';
import type { View, ViewNode } from '../types.ts';
import {
  channelNode,
  fieldsIn,
  grouped,
  idOfChannel,
  idOfService,
  linesOf,
  ownersOf,
  placesOf,
  protocolLabel,
  serviceNodes,
  sortedBy,
  storeIds,
  storeNode,
  titleOf,
  unresolvedIn,
  type Strand,
} from './parts.ts';

type Strands = readonly Strand[];

/** Who exists, who waits for whom, who tells whom, who keeps what where. */
export function servicesView(model: Model): View {
  const channels = eventChannels(model);
  const fields = fieldsIn(model);
  const ids = storeIds(model.stores);
  const stores = [...ids].map(([store, id]): ViewNode => {
    const [one, ...others] = store.usedBy;
    const context = others.length === 0 ? model.services.find(({ name }) => name === one)?.context : undefined;
    return { ...storeNode(store, id), ...(context === undefined ? {} : { context }) };
  });
  const nodes = [
    ...serviceNodes(model),
    ...sortedBy(channels, ({ id }) => id).map((channel) => ({ ...channelNode(channel), ...fields(channel) })),
    ...sortedBy(stores, ({ id }) => id),
  ];
  return {
    id: 'services',
    name: model.name,
    title: titleOf('services', model),
    ...inContexts(nodes, model),
    lines: linesOf([...callStrands(model, channels), ...channelStrands(channels), ...storeStrands(ids)], protocolLabel),
    findings: [],
    unresolved: unresolvedIn(model),
    notes: [],
    ...contractsIn(model),
  };
}

function contractsIn({ contracts: { protos } }: Model): Pick<View, 'contracts'> {
  const contracts = protos.flatMap(({ file, services }) =>
    services.map(({ name, servedBy, consumedBy }) => ({
      name,
      file,
      servedBy: servedBy.map(idOfService).sort(),
      consumedBy: consumedBy.map(idOfService).sort(),
    })),
  );
  return contracts.length > 0 ? { contracts: sortedBy(contracts, ({ name, file }) => `${name}\n${file}`) } : {};
}

/** A store lies in the context of its one user, but makes no region of a context with one service. */
function inContexts(nodes: readonly ViewNode[], model: Model): Pick<View, 'nodes' | 'groups'> {
  const services = grouped(
    nodes.filter(({ kind }) => kind !== 'store'),
    ownersOf(model),
  );
  const groups = new Set(services.groups.map(({ id }) => id));
  const stores = nodes
    .filter(({ kind }) => kind === 'store')
    .map((store) => {
      const group = `context:${store.context}`;
      return groups.has(group) ? { ...store, group } : store;
    });
  return { groups: services.groups, nodes: [...services.nodes, ...stores] };
}

/** The channels that carry events; a request over a broker is shown as the call that it is. */
export const eventChannels = ({ channels, edges }: Pick<Model, 'channels' | 'edges'>): readonly Channel[] =>
  channels.filter(
    ({ publishedBy, consumedBy }) =>
      publishedBy.length > 0 || consumedBy.length === 0 || !consumedBy.every((name) => isAsked(name, edges)),
  );

const isAsked = (name: string, edges: readonly Edge[]): boolean =>
  edges.some(({ kind, to, protocol }) => kind === 'sync' && to === name && !/^(http|grpc)/.test(protocol));

/** Events that pass a channel that is drawn are not drawn twice. */
const callStrands = ({ edges }: Model, channels: readonly Channel[]): Strands =>
  edges
    .filter((edge) => edge.from !== edge.to && (edge.kind !== 'async' || !passes(edge, channels)))
    .map(({ from, to, kind, protocol, operation, basis, evidence }) => ({
      from: idOfService(from),
      to: idOfService(to),
      kind,
      operation: { name: mask(operation ?? ''), protocol, basis, evidence: placesOf(evidence) },
    }));

const passes = ({ from, to }: Edge, channels: readonly Channel[]): boolean =>
  channels.some(({ publishedBy, consumedBy }) => publishedBy.includes(from) && consumedBy.includes(to));

export const channelStrands = (channels: readonly Channel[]): Strands =>
  channels.flatMap((channel) => {
    const { id, publishedBy, consumedBy } = channel;
    return [
      ...publishedBy.map((name) => ({ from: idOfService(name), to: idOfChannel(id), kind: 'async' as const })),
      ...consumedBy.map((name) => ({ from: idOfChannel(id), to: idOfService(name), kind: 'async' as const })),
    ];
  });

const storeStrands = (ids: ReturnType<typeof storeIds>): Strands =>
  [...ids].flatMap(([store, id]) =>
    store.users.flatMap((user) => {
      const line = { from: idOfService(user.service), to: id, kind: 'data' as const };
      const tables = user.tables.map(({ table, access, evidence }) => ({
        ...line,
        operation: { name: table, protocol: access, evidence: placesOf(evidence) },
      }));
      return tables.length > 0
        ? tables
        : [{ ...line, operation: { name: '', protocol: store.kind, evidence: placesOf(user.evidence) } }];
    }),
  );
