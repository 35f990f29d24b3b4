import { baseOf, folderOf, isWithin, joined } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { envFilesOfScripts } from './env-scripts.ts';
import type { Group } from './groups.ts';
import type { Settings } from './settings.ts';
import type { Terrain } from './terrain.ts';

/** What a process finds around it: env files beside its own, and the environment that it has in common with others. */
export type Around = { readonly files: readonly string[]; readonly sharedAs?: string };

/** What stands in a service's own folder. */
type Own = { readonly files: readonly string[]; readonly modules: readonly string[] };
type Ground = { readonly settings: Settings; readonly terrain: Terrain; readonly index: FactIndex };

/** Where a service's processes find settings that neither a manifest nor its own folder gives them. */
export function aroundOf(group: Group, own: Own, { settings, terrain, index }: Ground): Around {
  const home = runsIn(group.folder, terrain);
  const isBeside = (file: string) => folderOf(file) === home && /^\.?env/.test(baseOf(file));
  const beside = settings.envFiles.filter(isBeside);
  const isFarther = settings.envFiles.some((file) => !isWithin(file, group.folder) && !isBeside(file));
  const loaded = isFarther ? own.modules.flatMap((file) => loadedIn(file, home ?? group.folder, settings, index)) : [];
  const started = startedWith(group.folder, settings, terrain);
  const files = [...new Set([...started, ...loaded, ...beside])].filter((file) => !own.files.includes(file));
  const hasImage = terrain.dockerfileAt(group.dockerfile ?? `${group.folder}/Dockerfile`) !== undefined;
  const where = hasImage && beside.length === 0 ? undefined : home;
  const sharedAs = loadsItsOwn(group.folder, own, index)
    ? undefined
    : sharedOf(group, own, where ?? (started.length > 0 ? started.join(' ') : undefined));
  return { files, ...(sharedAs === undefined ? {} : { sharedAs }) };
}

/** Whether code loads an env file of the service's own folder, be it committed or not: what stands there is nobody else's. */
const loadsItsOwn = (folder: string, { modules }: Own, index: FactIndex): boolean =>
  folder !== '' &&
  modules.some((file) =>
    index
      .inFile(file, 'env-load')
      .some(({ paths }) => paths.some((path) => path.replace(/^[./]+/, '').startsWith(`${folder}/`))),
  );

/** Env files that the service's own start scripts load, as paths of the workspace; those that do not lie here are left out. */
function startedWith(folder: string, settings: Settings, terrain: Terrain): readonly string[] {
  return envFilesOfScripts(terrain.packageIn(folder)?.scripts ?? {}).flatMap((path) => {
    const file = joined(folder, path);
    return file !== undefined && settings.envFiles.includes(file) ? [file] : [];
  });
}

/** The folder that an application of a monorepo with one package runs in; undefined where that is its own. */
function runsIn(folder: string, terrain: Terrain): string | undefined {
  const isProject = terrain.projects.some(({ path, type }) => path === folder && type === 'application');
  const own = terrain.packageIn(folder);
  const starts = Object.keys(own?.scripts ?? {}).some((name) => /^(?:start|dev|serve)\b/.test(name));
  if (folder === '' || terrain.modulesIn(folder) === 0 || (own && (starts || !isProject))) return undefined;
  return terrain.packageAbove(folderOf(folder))?.folder;
}

/**
 * The environment that a service has in common with others: the same env files of compose, or the folder that it runs
 * in. What is deployed otherwise, or has env files of its own, has an environment of its own.
 */
function sharedOf(group: Group, own: Own, home: string | undefined): string | undefined {
  const deployed = group.deployed.filter(({ fact }) => fact.source !== 'process' || fact.env.length > 0);
  if (deployed.length === 0) return own.files.length > 0 ? undefined : home;
  const given = deployed.map(({ fact, layers }) =>
    fact.source === 'compose'
      ? layers.flatMap((one) => one.fact.envFiles.map(({ path }) => joined(folderOf(one.file), path) ?? path))
      : [],
  );
  return given.every((paths) => paths.length > 0) ? [...new Set(given.flat())].sort().join(' ') : undefined;
}

/** Env files that code loads by their path: `config({ path: '../../.env' })`, `forRoot({ envFilePath: 'envs/shop.env' })`. */
const loadedIn = (file: string, home: string, settings: Settings, index: FactIndex): readonly string[] =>
  index.inFile(file, 'env-load').flatMap(({ paths }) => paths.flatMap((path) => foundAt(path, file, home, settings)));

/** An env file is looked for from the module that names it, and from where the process runs. */
const foundAt = (path: string, file: string, home: string, settings: Settings): readonly string[] =>
  [folderOf(file), home]
    .flatMap((from) => {
      const where = joined(from, path.replace(/^\/+/, ''));
      return where === undefined ? [] : settings.envFile(where).slice(0, 1);
    })
    .slice(0, 1)
    .map((found) => found.file);
