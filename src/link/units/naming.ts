import { baseOf, folderOf } from '../../model/paths.ts';
import type { Group } from './groups.ts';
import { isVague } from './names.ts';
import type { Terrain } from './terrain.ts';

/** What people would call each service: its folder, else what manifests or its package call it; no two alike. */
export function namesOf(groups: readonly Group[], terrain: Terrain): ReadonlyMap<Group, string> {
  const perFolder = Map.groupBy(groups, ({ folder }) => folder);
  const names = new Map<Group, string>();
  for (const group of groups)
    names.set(group, firstNameOf(group, (perFolder.get(group.folder)?.length ?? 0) > 1, terrain));
  for (let depth = 1; depth <= MOST_PARENTS; depth += 1) {
    const perName = Map.groupBy(groups, (group) => names.get(group) ?? '');
    const alike = [...perName].filter(([, list]) => list.length > 1);
    if (alike.length === 0) break;
    for (const [name, list] of alike) for (const group of list) names.set(group, longerNameOf(group, name, depth));
  }
  return names;
}

/** How many folders above may stand in a name to tell it from another. */
const MOST_PARENTS = 6;

function firstNameOf(group: Group, isShared: boolean, terrain: Terrain): string {
  const container = containerNameOf(group);
  if ((isShared || group.isGateway) && container !== undefined) return container;
  const folder = baseOf(group.folder);
  if (!isVague(folder)) return folder;
  const named = baseOf(terrain.packageIn(group.folder)?.name ?? '');
  const parent = baseOf(folderOf(group.folder));
  return (
    [container, named, parent, folder].find((name) => name !== undefined && !isVague(name)) ??
    container ??
    (folder || 'app')
  );
}

const containerNameOf = ({ deployed }: Group): string | undefined =>
  deployed.find(({ fact }) => fact.source === 'compose')?.fact.name ?? deployed[0]?.fact.name;

/** The name with the folder so many steps above before it. */
const longerNameOf = (group: Group, name: string, depth: number): string => {
  const parent = baseOf(group.folder.split('/').slice(0, -depth).join('/'));
  if (parent === '') return depth === 1 ? (containerNameOf(group) ?? name) : name;
  return parent === name ? (containerNameOf(group) ?? name) : `${parent}-${name}`;
};
