import { folderOf, isWithin, joined } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import type { Deployed } from './layers.ts';
import type { Group } from './groups.ts';
import { baseImageOf, imageNameOf } from './images.ts';
import { recipeOf } from './recipes.ts';
import type { Terrain } from './terrain.ts';

const software =
  /^(?:nginx(?:-.*)?|openresty|traefik|kong(?:-.*)?|envoy|caddy|haproxy|krakend|express-gateway|httpd|apache|apisix|tengine)$/;

/** Whether a container runs a gateway that others wrote, as it comes or with settings added. */
const isGatewaySoftware = (one: Deployed, terrain: Terrain): boolean => {
  const docker = recipeOf(one, terrain)?.docker;
  const image = one.fact.build ? docker && baseImageOf(docker, one.fact.build.target) : one.fact.image;
  return image !== undefined && software.test(imageNameOf(image));
};

/** Files with routes that a container is given: mounted, copied into its image, or as a ConfigMap. */
export type RouteFiles = (deployed: Deployed) => readonly string[];

export function routeFilesIn(index: FactIndex, terrain: Terrain): RouteFiles {
  const routes = index.ofKind('route').filter(({ fact }) => fact.via !== 'ingress' && fact.via !== 'settings');
  const upstreams = index.ofKind('upstream').map(({ file }) => file);
  const files = [...new Set([...routes.map(({ file }) => file), ...upstreams])];
  const maps = new Map(routes.flatMap(({ file, fact }) => (fact.gateway === undefined ? [] : [[fact.gateway, file]])));
  return (one) => {
    if (files.length === 0) return [];
    const { fact, folder } = one;
    if (fact.source !== 'compose') return fact.volumes.flatMap((name) => maps.get(name) ?? []);
    const recipe = recipeOf(one, terrain);
    const mounted = fact.volumes.flatMap((volume) => joined(folder, volume.split(':')[0] ?? '') ?? []);
    const copied = (recipe?.docker?.stages ?? []).flatMap(({ copies }) =>
      copies
        .filter(({ from }) => !from)
        .flatMap(({ sources }) => sources.flatMap((source) => joined(recipe?.context ?? '', source) ?? [])),
    );
    const given = [...mounted, ...copied].filter((path) => path !== '').map((path) => path.replace(/\/?\*[^/]*$/, ''));
    return files.filter((file) => given.some((path) => path !== '' && isWithin(file, path)));
  };
}

/** Gateways that are configured here: software of others, but routes of this workspace. `homes` are folders of other services. */
export function gatewayGroups(
  foreign: readonly Deployed[],
  homes: ReadonlySet<string>,
  routeFiles: RouteFiles,
  terrain: Terrain,
): readonly Group[] {
  const found = foreign.flatMap((one) => {
    const files = isGatewaySoftware(one, terrain) ? routeFiles(one) : [];
    const [first] = files.toSorted((a, b) => a.length - b.length);
    if (first === undefined) return [];
    const dockerfile = recipeOf(one, terrain)?.file;
    return [{ one, folder: folderFor(dockerfile ?? first, homes, first), dockerfile }];
  });
  // One gateway is deployed in several ways, each with a configuration of its own: it goes by its name.
  const folders = new Map(found.toReversed().map(({ one, folder }) => [one.fact.name, folder]));
  return [...Map.groupBy(found, ({ one, folder }) => folders.get(one.fact.name) ?? folder)].map(([folder, list]) => {
    const dockerfile = list.find((one) => one.dockerfile !== undefined)?.dockerfile;
    return {
      folder,
      deployed: list.map(({ one }) => one),
      isGateway: true,
      ...(dockerfile === undefined ? {} : { dockerfile }),
    };
  });
}

/** Its own folder where it has one; else the file alone, so that it does not own what lies beside it. */
function folderFor(file: string, homes: ReadonlySet<string>, first: string): string {
  const folder = folderOf(file);
  return folder === '' || [...homes].some((home) => isWithin(home, folder) || home === folder) ? first : folder;
}
