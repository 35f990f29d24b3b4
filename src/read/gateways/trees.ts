import type { RouteFact } from '../../model/fact/infrastructure.ts';
import { below, entriesOf, itemsOf, textAt, textOf, textsOf, type Tree } from '../tree/tree.ts';

type Via = RouteFact['via'];
const routeOf = (
  via: Via,
  path: string | undefined,
  target: string | undefined,
  at: RouteFact['at'],
): readonly RouteFact[] =>
  target === undefined || target === '' ? [] : [{ kind: 'route', via, path: path ?? '/', target, at }];

/** Kong's declarative file, also decK's: services with their routes, or routes that name their service. */
export function kongRoutesOf(tree: Tree): readonly RouteFact[] {
  const upstreams = new Map(
    itemsOf(below(tree, 'upstreams')).map((one) => [
      textAt(one, 'name') ?? '',
      itemsOf(below(one, 'targets')).flatMap((target) => textAt(target, 'target') ?? []),
    ]),
  );
  return itemsOf(below(tree, 'services')).flatMap((service) => {
    const name = textAt(service, 'name');
    const host = textAt(service, 'host');
    const address = textAt(service, 'url') ?? [host, textAt(service, 'port')].filter(Boolean).join(':');
    const targets = (host === undefined ? undefined : upstreams.get(host)) ?? [address];
    const apart = itemsOf(below(tree, 'routes')).filter(
      (route) => (textAt(route, 'service', 'name') ?? textAt(route, 'service')) === name,
    );
    const paths = [...itemsOf(below(service, 'routes')), ...apart].flatMap((route) => textsOf(below(route, 'paths')));
    return targets.flatMap((target) =>
      (paths.length > 0 ? paths : ['/']).flatMap((path) =>
        routeOf('kong', path, target, service.at).map((route) => (name === undefined ? route : { ...route, name })),
      ),
    );
  });
}

/** Envoy's static configuration: routes lead to clusters, clusters to socket addresses. */
export function envoyRoutesOf(tree: Tree): readonly RouteFact[] {
  const clusters = new Map(
    itemsOf(below(tree, 'static_resources', 'clusters')).map((one) => [textAt(one, 'name') ?? '', socketsIn(one, 0)]),
  );
  const found: RouteFact[] = [];
  const visit = (at: Tree, depth: number): void => {
    if (depth > 60) return;
    const route = below(at, 'route');
    const weighted = itemsOf(below(route, 'weighted_clusters', 'clusters')).flatMap((one) => textAt(one, 'name') ?? []);
    const path = ['prefix', 'path', 'path_separated_prefix'].map((key) => textAt(at, 'match', key)).find(Boolean);
    for (const name of [textAt(route, 'cluster') ?? [], weighted].flat())
      for (const target of clusters.get(name) ?? []) found.push(...routeOf('envoy', path, target, at.at));
    for (const [, { value }] of entriesOf(at)) visit(value, depth + 1);
    for (const item of itemsOf(at)) visit(item, depth + 1);
  };
  visit(below(tree, 'static_resources', 'listeners') ?? tree, 0);
  return found;
}

function socketsIn(at: Tree, depth: number): readonly string[] {
  const host = textAt(at, 'socket_address', 'address');
  if (host !== undefined) return [[host, textAt(at, 'socket_address', 'port_value')].filter(Boolean).join(':')];
  if (depth > 20) return [];
  return [...entriesOf(at).map(([, { value }]) => value), ...itemsOf(at)].flatMap((one) => socketsIn(one, depth + 1));
}

/** The path of a Traefik rule: PathPrefix(`/orders`), Path('/x'), or everything of a host. */
export const pathOfRule = (rule: string): string => /Path(?:Prefix|Regexp)?\(\s*[`'"]([^`'"]+)/.exec(rule)?.[1] ?? '/';

/** Traefik's dynamic configuration: routers lead to services, services to servers. */
export const traefikRoutesOf = (tree: Tree): readonly RouteFact[] =>
  entriesOf(below(tree, 'http', 'routers')).flatMap(([, { value, at }]) => {
    const name = (textAt(value, 'service') ?? '').replace(/@.*$/, '');
    const balancer =
      below(tree, 'http', 'services', name, 'loadBalancer') ?? below(tree, 'http', 'services', name, 'loadbalancer');
    return itemsOf(below(balancer, 'servers')).flatMap((server) =>
      routeOf('traefik', pathOfRule(textAt(value, 'rule') ?? ''), textAt(server, 'url'), at),
    );
  });

/** express-gateway: pipelines take endpoints of the API to endpoints of services. */
export function expressGatewayRoutesOf(tree: Tree): readonly RouteFact[] {
  const pipelines = below(tree, 'pipelines');
  const list = pipelines?.kind === 'list' ? itemsOf(pipelines) : entriesOf(pipelines).map(([, { value }]) => value);
  return list.flatMap((pipeline) => {
    const paths = textsOf(below(pipeline, 'apiEndpoints')).flatMap((name) => {
      const endpoint = below(tree, 'apiEndpoints', name);
      const given = [endpoint, ...itemsOf(endpoint)].flatMap((one) => textsOf(below(one, 'paths')));
      return given.length > 0 ? given : ['/'];
    });
    return servicesIn(pipeline, 0).flatMap(({ name, at }) => {
      const endpoint = below(tree, 'serviceEndpoints', name);
      const targets = [...textsOf(below(endpoint, 'url')), ...textsOf(below(endpoint, 'urls'))];
      return paths.flatMap((path) => targets.flatMap((target) => routeOf('express-gateway', path, target, at)));
    });
  });
}

function servicesIn(at: Tree, depth: number): readonly { readonly name: string; readonly at: RouteFact['at'] }[] {
  if (depth > 12) return [];
  const name = textAt(at, 'serviceEndpoint');
  const inner = [...entriesOf(at).map(([, { value }]) => value), ...itemsOf(at)].flatMap((one) =>
    servicesIn(one, depth + 1),
  );
  return name === undefined ? inner : [{ name, at: at.at }, ...inner];
}

/** KrakenD: each endpoint with the hosts behind it. */
export const krakendRoutesOf = (tree: Tree): readonly RouteFact[] =>
  itemsOf(below(tree, 'endpoints')).flatMap((endpoint) =>
    itemsOf(below(endpoint, 'backend')).flatMap((backend) =>
      [...textsOf(below(backend, 'host')), ...(below(backend, 'host') ? [] : textsOf(below(tree, 'host')))].flatMap(
        (target) => routeOf('krakend', textOf(below(endpoint, 'endpoint')), target, backend.at),
      ),
    ),
  );
