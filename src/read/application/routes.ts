import type { RouteFact } from '../../model/fact/infrastructure.ts';
import { below, entriesOf, itemsOf, textAt, textOf, textsOf, type Tree } from '../tree/tree.ts';

type Parts = { readonly path: string | undefined; readonly target: string | undefined; readonly at: RouteFact['at'] };

const routeOf = ({ path, target, at }: Parts): readonly RouteFact[] =>
  target === undefined || target === '' ? [] : [{ kind: 'route', via: 'settings', path: path ?? '/', target, at }];

/** `zuul.routes`: by URL, by service id, or by the route's own name, which is a service id then. */
export const zuulRoutesOf = (tree: Tree): readonly RouteFact[] =>
  entriesOf(below(tree, 'zuul', 'routes')).flatMap(([name, { value, at }]) => {
    const path = textOf(value) ?? textAt(value, 'path');
    const id = textAt(value, 'serviceId') ?? textAt(value, 'service-id') ?? name;
    return routeOf({ path, target: textAt(value, 'url') ?? `lb://${id}`, at });
  });

/** `spring.cloud.gateway.routes`: an address, and a predicate with the path. */
export function springRoutesOf(tree: Tree): readonly RouteFact[] {
  const gateway = below(tree, 'spring', 'cloud', 'gateway');
  const lists = [
    below(gateway, 'routes'),
    below(gateway, 'server', 'webflux', 'routes'),
    below(gateway, 'mvc', 'routes'),
  ];
  return lists.flatMap(listOf).flatMap((item) => {
    const predicates = listOf(below(item, 'predicates'));
    const paths = predicates.flatMap(
      (one) => /^Path\s*=\s*([^,]+)/.exec(textOf(one) ?? '')?.[1] ?? textAt(one, 'args', 'pattern') ?? [],
    );
    return routeOf({ path: paths[0], target: textAt(item, 'uri'), at: item.at });
  });
}

/** A list, also as properties write it: a map from 0 up. */
const listOf = (tree: Tree | undefined): readonly Tree[] =>
  tree?.kind === 'map' ? entriesOf(tree).map(([, { value }]) => value) : itemsOf(tree);

/** Ocelot: upstream is what comes in, downstream what is called. */
export const ocelotRoutesOf = (tree: Tree): readonly RouteFact[] =>
  [...itemsOf(below(tree, 'Routes')), ...itemsOf(below(tree, 'ReRoutes'))].flatMap((item) => {
    const path = textAt(item, 'UpstreamPathTemplate');
    const scheme = textAt(item, 'DownstreamScheme') ?? 'http';
    const hosts = itemsOf(below(item, 'DownstreamHostAndPorts')).map((one) =>
      [textAt(one, 'Host') ?? '', textAt(one, 'Port')].filter((part) => part !== undefined).join(':'),
    );
    const targets = hosts.length > 0 ? hosts : textsOf(below(item, 'ServiceName'));
    return targets.flatMap((host) => routeOf({ path, target: `${scheme}://${host}`, at: item.at }));
  });

/** YARP: routes lead to clusters, clusters to addresses. */
export function reverseProxyRoutesOf(tree: Tree): readonly RouteFact[] {
  const proxy = below(tree, 'ReverseProxy');
  return entriesOf(below(proxy, 'Routes')).flatMap(([, { value, at }]) => {
    const cluster = below(proxy, 'Clusters', textAt(value, 'ClusterId') ?? '', 'Destinations');
    return entriesOf(cluster).flatMap(([, destination]) =>
      routeOf({ path: textAt(value, 'Match', 'Path'), target: textAt(destination.value, 'Address'), at }),
    );
  });
}
