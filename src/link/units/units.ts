import type { ConfigFact } from '../../model/fact/config.ts';
import { isNonEmpty, type Evidence } from '../../model/evidence.ts';
import type { Library, Service } from '../../model/model.ts';
import { baseOf, folderOf, globOf, isWithin, upFrom } from '../../model/paths.ts';
import type { FactIndex, Units } from '../types.ts';
import { addressBookOf, type AddressBook, type Addressed } from './addresses.ts';
import { aroundOf } from './around.ts';
import { bringsPages, hasServerLibrary } from './candidates.ts';
import { contextAt, contextOf } from './contexts.ts';
import { scriptEntryIn, usualEntryIn, workerEntriesIn } from './entries.ts';
import { deploymentOf } from './deployment.ts';
import { environmentOf } from './environment.ts';
import { groupsOf, type Group, type Grouping } from './groups.ts';
import { isFileServer, kindOf } from './kinds.ts';
import { librariesOf } from './libraries.ts';
import { namesOf } from './naming.ts';
import { routesIn } from './routes.ts';
import { isForChore, settingsOf, type Settings } from './settings.ts';
import { systemsOf, type SystemOf } from './systems.ts';
import { terrainOf, type Terrain } from './terrain.ts';

type Member = { readonly service: Service; readonly group: Group };

/** What services are found and looked up in. */
type Ground = {
  readonly index: FactIndex;
  readonly terrain: Terrain;
  readonly settings: Settings;
  readonly grouping: Grouping;
  readonly config: ConfigFact;
};

/** Finds what runs in a workspace, what it shares, with which settings it runs, and where it answers. */
export function unitsOf(index: FactIndex, config: ConfigFact): Units {
  const terrain = terrainOf(index);
  const settings = settingsOf(index);
  const ground = { index, terrain, settings, config, grouping: groupsOf(index, terrain, settings) };
  const members = membersOf(ground.grouping, terrain, index, config);
  const units = unitsFrom(members, ground);
  if (!members.some(({ group }) => group.isGateway)) return units;
  // Software of others that leads to nothing of this workspace is no gateway of it.
  const routes = index.ofKind('route').flatMap(({ file, fact }) => units.routesOf(file, fact));
  const leading = new Set(routes.map(({ gateway }) => gateway));
  const kept = members.filter(({ group, service }) => !group.isGateway || leading.has(service.name));
  return kept.length === members.length ? units : unitsFrom(kept, ground);
}

function unitsFrom(members: readonly Member[], { index, terrain, settings, grouping, config }: Ground): Units {
  const services = members.map(({ service }) => service);
  const libraries = librariesOf(services, index, terrain).map((library) => {
    const ofContext = contextAt(library.path, config);
    return ofContext === undefined ? library : { ...library, ofContext };
  });
  const isAbove = members.some(({ group }) => group.candidate?.above);
  const ownersOf = ownersIn([...services, ...libraries], { pages: pagesIn(terrain), isAbove });
  const addressed = addressedOf(members, { ownersOf, settings }, index, terrain);
  const byName = new Map(addressed.map((one) => [one.name, one]));
  const nothing: Units['environmentOf'] = () => ({ names: () => [], valuesOf: () => [] });
  const environmentOf: Units['environmentOf'] = (name) => byName.get(name)?.environment ?? nothing(name);
  const systemOf = systemsOf(
    members.map(({ group }) => group),
    terrain,
  );
  const serviceAt = addressesIn(addressed, systemOf, (some) => addressBookOf(some, grouping.foreign, index, terrain));
  const places = { services: addressed, ownersOf, environmentOf, serviceAt };
  return {
    services,
    libraries,
    ownersOf,
    entriesOf: entriesIn(members, terrain),
    containersOf: (name) => (byName.get(name)?.deployed ?? []).map(({ file, fact }) => ({ file, fact })),
    environmentOf,
    serviceAt,
    systemOf,
    routesOf: routesIn(places, grouping.routeFiles, index),
    deployment: () => deploymentOf(addressed, grouping.foreign, terrain, index),
  };
}

/** A service calls those of its own system alone; manifests, which belong to none, may name any. */
function addressesIn(
  services: readonly Addressed[],
  systemOf: SystemOf,
  bookOf: (services: readonly Addressed[]) => AddressBook,
): AddressBook {
  const bySystem = Map.groupBy(services, ({ folder }) => systemOf(folder));
  const whole = bookOf(services);
  if (bySystem.size < 2) return whole;
  const books = new Map(
    [...bySystem.values()].flatMap((own) => {
      const book = bookOf(own);
      return own.map(({ name }) => [name, book] as const);
    }),
  );
  return (host, port, from) => (books.get(from) ?? whole)(host, port, from);
}

function membersOf(grouping: Grouping, terrain: Terrain, index: FactIndex, config: ConfigFact): readonly Member[] {
  const ignored = config.ignore.map(globOf);
  const groups = grouping.groups.filter(
    (group) => !isFileServer(group, terrain, index) && !ignored.some((glob) => glob.test(group.folder)),
  );
  const names = namesOf(groups, terrain);
  return groups
    .flatMap((group): readonly Member[] => {
      const name = names.get(group) ?? baseOf(group.folder);
      const evidence = evidenceOf(group);
      if (!isNonEmpty(evidence)) return [];
      const kind = kindOf(group, name, terrain, index);
      const context = contextOf(name, group.folder, config);
      return [{ group, service: { name, context, path: group.folder, kind, evidence } }];
    })
    .toSorted((a, b) => (a.service.name < b.service.name ? -1 : 1));
}

function evidenceOf({ deployed, candidate }: Group): readonly Evidence[] {
  const places = deployed.map(({ file, fact }) => ({ file, at: fact.at, note: fact.name }));
  const declared = candidate ? [...places, { ...candidate.at, note: undefined }] : places;
  return declared.map(({ file, at, note }) => ({
    file,
    line: at[0],
    column: at[1],
    basis: 'declared' as const,
    ...(note === undefined ? {} : { note }),
  }));
}

/** Packages that only bring pages to a browser: beside a server's code, they are not run by it. */
const pagesIn = (terrain: Terrain): ReadonlySet<string> =>
  new Set(
    terrain.packages.flatMap(({ folder, fact }) =>
      folder !== '' && bringsPages(fact) && !hasServerLibrary(fact) ? [folder] : [],
    ),
  );

/**
 * Looks a file's folders up from the innermost. What lies in a package of pages belongs to no server around it, and what
 * lies in other folders of the root (`isAbove`) to no service that is started there beside those below.
 */
function ownersIn(
  units: readonly (Service | Library)[],
  { pages, isAbove }: { readonly pages: ReadonlySet<string>; readonly isAbove: boolean },
): Units['ownersOf'] {
  const byFolder = Map.groupBy(units, ({ path }) => path);
  const known = new Map<string, readonly (Service | Library)[]>();
  const ownersAbove = (folder: string): readonly (Service | Library)[] => {
    let isPage = false;
    for (const above of upFrom(folder)) {
      const owners = isAbove && above === '' && folder !== '' ? undefined : byFolder.get(above);
      if (owners) return isPage ? owners.filter((owner) => !('kind' in owner) || owner.kind === 'frontend') : owners;
      isPage ||= pages.has(above);
    }
    return [];
  };
  return (file) => {
    const folder = folderOf(file);
    const owners = known.get(folder) ?? ownersAbove(folder);
    known.set(folder, owners);
    return owners;
  };
}

function addressedOf(
  members: readonly Member[],
  { ownersOf, settings }: { readonly ownersOf: Units['ownersOf']; readonly settings: Settings },
  index: FactIndex,
  terrain: Terrain,
): readonly Addressed[] {
  const owned = <T extends string>(files: readonly T[], name: string) =>
    files.filter((file) => ownersOf(file).some((owner) => owner.name === name && 'context' in owner));
  const modules = Map.groupBy(
    index.modules.flatMap((file) => ownersOf(file).map((owner) => ({ file, owner: owner.name }))),
    ({ owner }) => owner,
  );
  const calledIn = new Map<string, readonly string[]>();
  for (const { file, fact } of index.ofKind('application-name'))
    for (const { name } of ownersOf(file)) calledIn.set(name, [...(calledIn.get(name) ?? []), fact.name]);
  return members.map(({ service, group }) => {
    const dockerfile = group.dockerfile ?? `${group.folder}/Dockerfile`;
    const own = (modules.get(service.name) ?? []).map(({ file }) => file);
    const files = owned(settings.envFiles, service.name).filter((file) => !isForChore(file));
    const around = aroundOf(group, { files, modules: own }, { settings, terrain, index });
    return {
      name: service.name,
      otherNames: [
        baseOf(service.path),
        baseOf(terrain.packageIn(service.path)?.name ?? ''),
        ...(calledIn.get(service.name) ?? []),
      ].filter(Boolean),
      deployed: group.deployed,
      dockerfile,
      folder: service.path,
      environment: environmentOf({ deployed: group.deployed, dockerfile, files, around }, settings, terrain),
      modules: own,
    };
  });
}

/** Where a service starts, as its command, its project or custom says. */
function entriesIn(members: readonly Member[], terrain: Terrain): Units['entriesOf'] {
  const entries = new Map(
    members.map(({ service, group }) => {
      const entry =
        group.entry ??
        group.candidate?.entry ??
        projectEntry(group.folder, terrain) ??
        scriptEntryIn(group.folder, terrain) ??
        usualEntryIn(group.folder, terrain);
      const isAlone = members.every(
        (other) => other.service === service || !isWithin(other.service.path, service.path),
      );
      const beside = entry === undefined || !isAlone ? [] : workerEntriesIn(group.folder, terrain);
      return [service.name, entry === undefined ? [] : [...new Set([entry, ...beside])]];
    }),
  );
  return (name) => entries.get(name) ?? [];
}

const projectEntry = (folder: string, terrain: Terrain): string | undefined =>
  terrain.projects.find(
    ({ path, entry }) => path === folder && entry !== undefined && terrain.hasFile(entry) && isWithin(entry, folder),
  )?.entry;
