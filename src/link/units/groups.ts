import { folderOf, upFrom } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import {
  applicationCandidates,
  dockerfileCandidates,
  isAside,
  liesInSource,
  packageCandidates,
  projectCandidates,
  type Candidate,
} from './candidates.ts';
import { artifactsOf } from './artifacts.ts';
import { chosenCandidates } from './chosen-folders.ts';
import { deployedOf } from './deployed.ts';
import { frontendCandidates } from './frontends.ts';
import { gatewayGroups, routeFilesIn, type RouteFiles } from './gateways.ts';
import { homeOf, type Home, type Lookup } from './homes.ts';
import { isChore } from './names.ts';
import type { Deployed } from './layers.ts';
import { ownFoldersOf } from './split.ts';
import { scriptCandidates } from './scripts.ts';
import type { Settings } from './settings.ts';
import type { Terrain } from './terrain.ts';

/** One service to be: a folder, what runs it, and what it starts. */
export type Group = {
  readonly folder: string;
  readonly entry?: string;
  readonly deployed: readonly Deployed[];
  readonly candidate?: Candidate;
  readonly dockerfile?: string;
  /** Software of others that is configured here to lead to the services of the workspace. */
  readonly isGateway?: boolean;
};
export type Grouping = {
  readonly groups: readonly Group[];
  readonly deployed: readonly Deployed[];
  /** Containers of software that is run, not written here. */
  readonly foreign: readonly Deployed[];
  readonly routeFiles: RouteFiles;
};

/** Brings together what Dockerfiles, manifests, workspace tools and packages say about the same folder. */
export function groupsOf(index: FactIndex, terrain: Terrain, settings: Settings): Grouping {
  const deployed = deployedOf(index, settings).filter(({ file }) => !liesInSource(folderOf(file), terrain));
  const certain = [
    ...dockerfileCandidates(terrain),
    ...projectCandidates(terrain, index),
    ...applicationCandidates(index),
    ...chosenCandidates(terrain, deployed),
  ];
  const lookup = lookupOf(index, terrain, certain, deployed);
  const homed = deployed.flatMap((one) => {
    const home = isChore(one.fact.name) ? undefined : homeOf(one, lookup);
    return home && !isTestRun(home) ? [{ one, home }] : [];
  });
  const used = new Set(homed.map(({ one }) => one));
  const runs = withoutProcesses(
    [...Map.groupBy(homed, ({ home }) => home.folder)].flatMap(([folder, list]) => splitByEntry(folder, list)),
  );
  const servers = withCandidates(runs, certain, [
    ...scriptCandidates(index, terrain),
    ...packageCandidates(terrain, index),
  ]);
  const groups = withCandidates(servers, [], frontendCandidates(servers, terrain, index));
  const foreign = deployed.filter((one) => !used.has(one));
  const folders = new Set(groups.map(({ folder }) => folder).filter((folder) => folder !== ''));
  const routeFiles = routeFilesIn(index, terrain);
  const gateways = gatewayGroups(foreign, folders, routeFiles, terrain);
  return { groups: [...groups, ...gateways], deployed, foreign, routeFiles };
}

/** A process manager at the root starts what others deploy folder by folder: then it says nothing new. */
const withoutProcesses = (groups: readonly Group[]): readonly Group[] =>
  groups.some(({ folder, deployed }) => folder !== '' && deployed.some(isNoProcess))
    ? groups.filter(({ folder, deployed }) => folder !== '' || deployed.some(isNoProcess))
    : groups;
const isNoProcess = ({ fact }: Deployed): boolean => fact.source !== 'process';

const isTestRun = (home: Home): boolean => home.folder !== '' && isAside(home.folder);

function lookupOf(
  index: FactIndex,
  terrain: Terrain,
  certain: readonly Candidate[],
  deployed: readonly Deployed[],
): Lookup {
  const packages = packageCandidates(terrain, index).map(({ folder }) => folder);
  const homes = new Set([...certain.map(({ folder }) => folder), ...packages]);
  const first: Lookup = { terrain, homes, images: artifactsOf(index, { terrain, homes, images: new Map() }) };
  const images = new Map(first.images);
  for (const one of deployed) {
    const home = one.fact.build && one.fact.image ? homeOf(one, first) : undefined;
    const image = one.fact.image?.replace(/:[^/]*$|@.*$/, '');
    if (home && image && !images.has(image)) images.set(image, home.folder);
    if (home && home.folder !== '') homes.add(home.folder);
  }
  return { terrain, homes, images };
}

type Homed = { readonly one: Deployed; readonly home: Home };

/** One image started in different ways is several services; the same start in several manifests is one. */
function splitByEntry(folder: string, list: readonly Homed[]): readonly Group[] {
  const byEntry = Map.groupBy(list, ({ home }) => home.entry ?? '');
  const unsaid = byEntry.get('') ?? [];
  const said = [...byEntry].filter(([entry]) => entry !== '');
  const isSplit = said.length > 1 && runSideBySide(said.map(([, homed]) => homed));
  if (!isSplit) return [groupOf(folder, list, said.length === 1 ? said[0]?.[0] : undefined)];
  const folders = ownFoldersOf(said.map(([entry]) => entry));
  return said.map(([entry, homed], index) =>
    groupOf(folders.get(entry) ?? folder, index === 0 ? [...homed, ...unsaid] : homed, entry),
  );
}

/** Whether two starts stand in one deployment under two names: else they are production and development of one service. */
const runSideBySide = (starts: readonly (readonly Homed[])[]): boolean => {
  const [first = [], ...rest] = starts;
  return rest.some((other) =>
    other.some(({ one }) =>
      first.some((mine) => mine.one.deployment === one.deployment && mine.one.fact.name !== one.fact.name),
    ),
  );
};

function groupOf(folder: string, list: readonly Homed[], entry: string | undefined): Group {
  const dockerfile = list.find(({ home }) => home.dockerfile !== undefined)?.home.dockerfile;
  return {
    folder,
    ...(entry === undefined ? {} : { entry }),
    deployed: list.map(({ one }) => one),
    ...(dockerfile === undefined ? {} : { dockerfile }),
  };
}

/** Adds folders that are run although no manifest deploys them; packages count where they are like what is deployed. */
function withCandidates(
  runs: readonly Group[],
  certain: readonly Candidate[],
  packages: readonly Candidate[],
): readonly Group[] {
  const groups = [...runs];
  const folders = new Set(runs.map(({ folder }) => folder));
  const above = new Set(runs.flatMap(({ folder }) => [...upFrom(folder)]));
  const add = (candidate: Candidate): void => {
    const isKnown =
      folders.has(candidate.folder) ||
      [...upFrom(candidate.folder)].some((folder) => folder !== '' && folders.has(folder));
    const holdsOthers = above.has(candidate.folder);
    const isOver = (candidate.folder === '' && groups.length > 0) || (holdsOthers && candidate.by !== 'dockerfile');
    if (isKnown || (isOver && !candidate.above)) return;
    folders.add(candidate.folder);
    for (const folder of upFrom(candidate.folder)) above.add(folder);
    groups.push({
      folder: candidate.folder,
      ...(candidate.entry === undefined ? {} : { entry: candidate.entry }),
      deployed: [],
      candidate,
      ...(candidate.by === 'dockerfile' ? { dockerfile: candidate.at.file } : {}),
    });
  };
  const innermost = (list: readonly Candidate[]) => [...list].sort((a, b) => b.folder.length - a.folder.length);
  innermost(certain).forEach(add);
  innermost(packages).forEach(add);
  return groups;
}
