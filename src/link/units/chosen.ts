import { joined } from '../../model/paths.ts';
import type { Deployed } from './layers.ts';
import type { Terrain } from './terrain.ts';

const ENDS = ['.ts', '.js', '.mts', '.mjs', '.cjs'];

/**
 * The service that a runner is told to load by a variable: Moleculer's takes `SERVICES=orders` from the folder in
 * `SERVICEDIR`. Several images then are one, each with a service of its own.
 */
export function chosenIn({ fact }: Deployed, folder: string, terrain: Terrain): string | undefined {
  const value = (name: string): string | undefined => fact.env.find((entry) => entry.name === name)?.value;
  const name = value('SERVICES')?.replace(/(?:\.service)?(?:\.[cm]?[jt]s)?$/, '');
  if (name === undefined || !/^[\w./-]+$/.test(name) || !runsMoleculer(folder, terrain)) return undefined;
  const given = value('SERVICEDIR')?.replace(/^(?:\.\/)?(?:dist|build)\//, '');
  const places = [...new Set([given ?? 'services', 'services', ''])].flatMap((place) => [
    place,
    joined('src', place) ?? '',
  ]);
  const own = name.slice(name.lastIndexOf('/') + 1);
  const paths = places.flatMap((place) => [joined(place, name), joined(place, `${name}/${own}`)]);
  return paths
    .flatMap((path) => (path === undefined ? [] : ENDS.map((end) => joined(folder, `${path}.service${end}`))))
    .find((path) => path !== undefined && terrain.hasFile(path));
}

const runsMoleculer = (folder: string, terrain: Terrain): boolean =>
  terrain.packageAbove(folder)?.fact.dependencies['moleculer'] !== undefined;
