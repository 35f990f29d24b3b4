import type { View, ViewNode } from '../../graph/types.ts';
import { Literal, type Yaml } from '../text/yaml.ts';
import { renderAsyncapi } from './asyncapi.ts';
import { openapiOf } from './openapi.ts';
import { nameOf } from './parts.ts';

/** What services offer each other: a protobuf service, the routes of one, the events of one. Ends are ids of nodes. */
export type Api = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly type: 'grpc' | 'openapi' | 'asyncapi';
  readonly definition: Yaml;
  readonly providedBy: readonly ViewNode[];
  readonly consumedBy: readonly string[];
};

/** Every API that is known of, each with who provides and who uses it. */
export const apisOf = (view: View): readonly Api[] => [
  ...contractApis(view),
  ...view.nodes.flatMap((node) => routeApi(node, view)),
  ...view.nodes.flatMap((node) => eventApi(node, view)),
];

/** Services that answer whoever runs them. */
const forOperators = /^grpc\.(?:health|reflection)\./;

/** A protobuf file that several services carry a copy of is one API; its text is that of who serves it. */
function contractApis({ contracts = [], nodes }: View): readonly Api[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const groups = Map.groupBy(contracts, ({ name }) => name);
  return [...groups].flatMap(([name, copies]): readonly Api[] => {
    const providedBy = unique(copies.flatMap(({ servedBy }) => servedBy)).flatMap((id) => known.get(id) ?? []);
    const [{ file } = { file: '' }] = copies.toSorted((a, b) => isOf(b.file, providedBy) - isOf(a.file, providedBy));
    if (providedBy.length === 0 || forOperators.test(name)) return [];
    const consumedBy = unique(copies.flatMap((one) => one.consumedBy));
    const definition = { $text: `./${file.toWellFormed().split('/').map(encodeURIComponent).join('/')}` };
    return [{ id: `api:${name}`, name, title: nameOf({ name }), type: 'grpc', definition, providedBy, consumedBy }];
  });
}

const isOf = (file: string, services: readonly ViewNode[]): number =>
  Number(services.some(({ path = '' }) => path !== '' && file.startsWith(`${path}/`)));

function routeApi(node: ViewNode, { lines }: View): readonly Api[] {
  const text = openapiOf(node);
  if (text === undefined) return [];
  const calls = lines.filter(
    ({ to, from, kind, operations }) =>
      kind === 'sync' &&
      to === node.id &&
      from !== to &&
      operations.some(({ protocol }) => protocol.startsWith('http')),
  );
  return [
    {
      id: `api:${node.id} http`,
      name: `${node.name}-http`,
      title: `Routes of ${nameOf(node)}`,
      type: 'openapi',
      definition: new Literal(text),
      providedBy: [node],
      consumedBy: unique(calls.map(({ from }) => from)),
    },
  ];
}

/** What a service publishes. Who listens to one of its events uses it. */
function eventApi(node: ViewNode, view: View): readonly Api[] {
  const sends = view.lines.filter(({ from, kind }) => from === node.id && kind === 'async');
  const ends = new Set(sends.map(({ to }) => to));
  const channels = view.nodes.filter(({ id, kind }) => kind === 'channel' && ends.has(id));
  if (node.kind === 'channel' || channels.length === 0) return [];
  const published = new Set(channels.map(({ id }) => id));
  const title = `Events of ${nameOf(node)}`;
  return [
    {
      id: `api:${node.id} events`,
      name: `${node.name}-events`,
      title,
      type: 'asyncapi',
      definition: new Literal(renderAsyncapi({ ...view, name: title, nodes: [node, ...channels], lines: sends })),
      providedBy: [node],
      consumedBy: unique(
        view.lines
          .filter(({ from, to, kind }) => kind === 'async' && published.has(from) && to !== node.id)
          .map(({ to }) => to),
      ),
    },
  ];
}

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)].toSorted();
