import { eventChannels } from './channels.ts';
import type { Graph, GraphChannel, GraphEdge, GraphStore, Picture, PictureLine, PictureNode } from './types.ts';

const shownNames = 4;
const longestName = 36;

/** Reduces a graph to nodes and lines. `marks` counts findings by service or store. */
export function pictureOf(graph: Graph, marks: ReadonlyMap<string, number> = new Map()): Picture {
  const regions = regionsOf(graph);
  const channels = channelGroups(eventChannels(graph));
  return {
    name: graph.name,
    regions: regions.map((name) => ({ id: `context:${name}`, name })),
    nodes: [
      ...graph.services.map(({ name, context, kind }): PictureNode => ({
        id: serviceId(name),
        shape: kind,
        text: kind === 'service' ? [name] : [name, kind === 'frontend' ? 'front end' : kind],
        ...(regions.includes(context) ? { region: `context:${context}` } : {}),
        marks: marks.get(name) ?? 0,
      })),
      ...channels.map(({ id, text }): PictureNode => ({ id, shape: 'channel', text, marks: 0 })),
      ...graph.stores.map((store): PictureNode => {
        const { id, kind, usedBy } = store;
        const region = usedBy.length === 1 ? regionOf(graph, regions, usedBy[0]) : undefined;
        const text = [clipped(nameOfStore(id)), kind] as const;
        return { id: storeId(store), shape: 'store', text, ...(region ? { region } : {}), marks: marks.get(id) ?? 0 };
      }),
    ],
    lines: [...callLines(graph.edges, channels), ...channelLines(channels), ...storeLines(graph)],
  };
}

export const serviceId = (name: string): string => `service:${name}`;
/** One address may stand for different databases in different deployments. */
const storeId = ({ id, usedBy }: GraphStore): string => `store:${id}\n${usedBy.join('\n')}`;

/** Long names are cut in the middle: their ends tell them apart. */
const clipped = (name: string): string =>
  name.length <= longestName ? name : `${name.slice(0, longestName / 2 - 1)}…${name.slice(-(longestName / 2))}`;

/** `postgres:db/orders` is written as `db/orders` above its kind. */
const nameOfStore = (id: string): string => id.slice(id.indexOf(':') + 1) || id;

function regionsOf({ services }: Graph): string[] {
  const contexts = services.map(({ context }) => context);
  return [...new Set(contexts)].filter((context) => contexts.filter((other) => other === context).length > 1);
}

function regionOf({ services }: Graph, regions: readonly string[], name: string | undefined): string | undefined {
  const context = services.find((service) => service.name === name)?.context;
  return context !== undefined && regions.includes(context) ? `context:${context}` : undefined;
}

type ChannelGroup = Pick<GraphChannel, 'publishedBy' | 'consumedBy'> & {
  readonly id: string;
  readonly text: readonly [string, ...string[]];
};

/** Channels between the same services are one node that lists their names. */
function channelGroups(channels: readonly GraphChannel[]): ChannelGroup[] {
  const groups = new Map<string, GraphChannel[]>();
  for (const channel of channels) {
    const key = `${channel.publishedBy.join()}>${channel.consumedBy.join()}`;
    groups.set(key, [...(groups.get(key) ?? []), channel]);
  }
  return [...groups].map(([key, [first, ...others]]) => {
    const names = [first, ...others].flatMap((channel) => (channel ? [clipped(nameOfStore(channel.id))] : []));
    const [head = '', ...rest] =
      names.length > shownNames + 1 ? [...names.slice(0, shownNames), `and ${names.length - shownNames} more`] : names;
    return {
      id: `channel:${key}`,
      text: [head, ...rest],
      publishedBy: first?.publishedBy ?? [],
      consumedBy: first?.consumedBy ?? [],
    };
  });
}

/** One line for all calls of a kind between two services; events that pass a drawn channel are not drawn twice. */
function callLines(edges: readonly GraphEdge[], channels: readonly ChannelGroup[]): PictureLine[] {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    if (edge.from === edge.to || (edge.kind === 'async' && passesChannel(edge, channels))) continue;
    const key = `${edge.from}\n${edge.to}\n${edge.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [
      {
        from: serviceId(first.from),
        to: serviceId(first.to),
        kind: first.kind,
        label: first.kind === 'import' ? '' : labelOf(group),
      },
    ];
  });
}

const passesChannel = ({ from, to }: GraphEdge, channels: readonly ChannelGroup[]): boolean =>
  channels.some(({ publishedBy, consumedBy }) => publishedBy.includes(from) && consumedBy.includes(to));

function labelOf(group: readonly GraphEdge[]): string {
  const protocols = [...new Set(group.map(({ protocol }) => protocol))].join(', ');
  const operations = new Set(group.map(({ operation }) => operation).filter((name) => name !== undefined)).size;
  return operations > 1 ? `${protocols} · ${operations}` : protocols;
}

const channelLines = (channels: readonly ChannelGroup[]): PictureLine[] =>
  channels.flatMap(({ id, publishedBy, consumedBy }) => [
    ...publishedBy.map((name): PictureLine => ({ from: serviceId(name), to: id, kind: 'async', label: '' })),
    ...consumedBy.map((name): PictureLine => ({ from: id, to: serviceId(name), kind: 'async', label: '' })),
  ]);

const storeLines = ({ stores }: Graph): PictureLine[] =>
  stores.flatMap((store) =>
    store.usedBy.map((name): PictureLine => ({ from: serviceId(name), to: storeId(store), kind: 'data', label: '' })),
  );
