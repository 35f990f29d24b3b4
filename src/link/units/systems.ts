import { baseOf, isWithin, upFrom } from '../../model/paths.ts';
import type { Group } from './groups.ts';
import { isVague, plainNameOf } from './names.ts';
import type { Terrain } from './terrain.ts';

/** Tells the system that a file belongs to: the folder it lies in, empty where the workspace is one system. */
export type SystemOf = (path: string) => string;

/** What a program is for in any system: two that are called so are no copies of each other. */
const ROLE =
  /^(?:api|app|apps|web|www|site|ui|admin|front|frontend|back|backend|bff|gateway|apigateway|proxy|nginx|client|clients|server|worker|workers|job|jobs|cron|scheduler|consumer|producer|publisher|subscriber|sender|receiver|listener|common|core|lib|shared|demo|test|example|db|database|migrations?|functions?|lambda|handler|cli|infra|infrastructure|services?|root|nest|express)$/;

const nameIn = ({ folder }: Group): string => {
  const own = [...upFrom(folder)].find((above) => above === '' || !isVague(baseOf(above)));
  return plainNameOf(baseOf(own ?? folder));
};

/**
 * A repository may hold several systems that never meet: chapters of a course, one system in two languages. They show
 * by services of the same names in different folders that nothing brings together: no package above them, no
 * deployment that runs services of both.
 */
export function systemsOf(groups: readonly Group[], terrain: Terrain): SystemOf {
  const folders = foldersIn('', groups, terrain).toSorted((a, b) => b.length - a.length);
  if (folders.length === 0) return () => '';
  return (path) => folders.find((folder) => isWithin(path, folder)) ?? '';
}

/** The folders below this one that are systems of their own. */
function foldersIn(root: string, groups: readonly Group[], terrain: Terrain): readonly string[] {
  if (groups.length < 2 || terrain.packageIn(root) || groups.some(({ folder }) => folder === root)) return [];
  const children = [...Map.groupBy(groups, ({ folder }) => childOf(root, folder))];
  const below = children.flatMap(([child, list]) => foldersIn(child, list, terrain));
  const apart = apartFrom(children);
  if (apart.length < 2 || !areCopies(apart)) return below;
  // What is run together stays together, under the folder above.
  return [...below, ...apart.flatMap((part) => (part.length === 1 ? part.map(([child]) => child) : []))];
}

type Child = readonly [folder: string, groups: readonly Group[]];

const childOf = (root: string, folder: string): string => {
  const rest = root === '' ? folder : folder.slice(root.length + 1);
  const [first = ''] = rest.split('/');
  return root === '' ? first : `${root}/${first}`;
};

/** Folders by whether a deployment runs services of both. */
function apartFrom(children: readonly Child[]): readonly (readonly Child[])[] {
  const parts: { readonly children: Child[]; readonly runs: Set<string> }[] = [];
  for (const child of children) {
    const runs = new Set(child[1].flatMap(({ deployed }) => deployed.map(({ deployment }) => deployment)));
    const met = parts.filter((part) => [...runs].some((one) => part.runs.has(one)));
    for (const part of met) parts.splice(parts.indexOf(part), 1);
    parts.push({
      children: [...met.flatMap((part) => part.children), child],
      runs: new Set([...met.flatMap((part) => [...part.runs]), ...runs]),
    });
  }
  return parts.map((part) => part.children);
}

/** Whether two services or more stand there several times under their own names. */
function areCopies(parts: readonly (readonly Child[])[]): boolean {
  const seen = new Map<string, number>();
  for (const part of parts) {
    const names = new Set(part.flatMap(([, groups]) => groups.map(nameIn)).filter((name) => !ROLE.test(name)));
    for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return [...seen.values()].filter((times) => times > 1).length >= 2;
}
