import type { DockerfileFact } from '../../model/fact/dockerfile.ts';
import { baseOf, folderOf, isWithin, joined, upFrom } from '../../model/paths.ts';
import { chosenIn } from './chosen.ts';
import { homeInArguments, homeInBuilds, homeInWorkdir } from './builds.ts';
import type { Deployed } from './layers.ts';
import { startedBy, type Start } from './entries.ts';
import {
  baseImageOf,
  imageNameOf,
  isInfrastructureImage,
  isLanguageImage,
  isSeededDatabase,
  isOnlySetUp,
  isServerOfStatics,
  isSetting,
  isSoftware,
  startOf,
} from './images.ts';
import { homeInVolumes, mountedHomeOf } from './mounts.ts';
import { namedHomesOf } from './named-homes.ts';
import { plainNameOf } from './names.ts';
import { recipeOf, type Recipe } from './recipes.ts';
import { hasCode, isRunnable, type Terrain } from './terrain.ts';

/** Where the code of a container lies, and what it starts there. */
export type Home = { readonly folder: string; readonly entry?: string; readonly dockerfile?: string };

/** Everything that homes are looked up in. `homes` are folders already known to run; `images` what is built where. */
export type Lookup = {
  readonly terrain: Terrain;
  readonly homes: ReadonlySet<string>;
  readonly images: ReadonlyMap<string, string>;
};

/** The home of a container that this workspace builds; undefined for software that is only run. */
export function homeOf(deployed: Deployed, lookup: Lookup): Home | undefined {
  const { terrain } = lookup;
  if (deployed.fact.source === 'process') return homeOfProcess(deployed, terrain);
  const recipe = recipeOf(deployed, terrain);
  if (isOfOthers(deployed, recipe, terrain)) return undefined;
  const built = deployed.fact.build
    ? recipe && builtHomeOf(deployed, recipe, lookup)
    : mountedHomeOf(deployed, terrain);
  const folder = built ?? namedHomeOf(deployed, lookup);
  if (folder === undefined) return undefined;
  const own = recipe?.docker ?? terrain.dockerfileAt(joined(folder, 'Dockerfile') ?? '');
  const start = startIn(deployed, folder, own, terrain);
  const entry = start?.entry;
  return {
    folder: start?.home ?? folder,
    ...(entry === undefined ? {} : { entry }),
    ...(recipe?.file === undefined ? {} : { dockerfile: recipe.file }),
  };
}

/** What a process manager starts: its command says all. */
function homeOfProcess({ fact, folder }: Deployed, terrain: Terrain): Home | undefined {
  const base = joined(folder, fact.workingDir?.replace(/^\/app\/?/, '') ?? '') ?? folder;
  // Functions are started by whoever calls them; their folder is all there is to say.
  if (!fact.command) return terrain.modulesIn(base) > 0 ? { folder: base } : undefined;
  const start = startedBy(fact.command, base, terrain);
  if (!start) return undefined;
  const { entry, home } = start;
  const around = entry === undefined ? undefined : (projectAround(entry, terrain) ?? ownFolderOf(entry));
  const found = home ?? (base === folder ? (around ?? '') : base);
  return { folder: found, ...(entry === undefined ? {} : { entry }) };
}

/** `orders/src/index.js` is started from the folder `orders`; `src/index.js` from the root. */
const ownFolderOf = (entry: string): string | undefined => {
  const folder = folderOf(entry).replace(/\/(?:src|dist|build)$/, '');
  return folder === '' || /^(?:src|dist|build|lib|bin|app|server|scripts)(?:\/|$)/.test(folder) ? undefined : folder;
};

/** Software of others: an image that is only run, or one that adds settings to such an image. */
function isOfOthers(deployed: Deployed, recipe: Recipe | undefined, terrain: Terrain): boolean {
  const { fact } = deployed;
  if (!fact.build) return fact.image !== undefined && isInfrastructureImage(fact.image);
  if (!recipe?.docker) return false;
  const base = baseImageOf(recipe.docker, fact.build.target);
  if (isSoftware(base) || isSeededDatabase(recipe.docker)) return true;
  if (isOnlySetUp(recipe.docker, fact.build.target) && !startsOrMounts(deployed, recipe.docker, terrain)) return true;
  return isLanguageImage(base) && !startsSomething(fact, recipe.docker) && !hasOwnCode(deployed, recipe, terrain);
}

const startsOrMounts = (deployed: Deployed, docker: DockerfileFact, terrain: Terrain): boolean =>
  startsSomething(deployed.fact, docker) || homeInVolumes(deployed, terrain) !== undefined;

/** An image for others to stand on starts nothing by itself. */
const startsSomething = ({ command, entrypoint, build }: Deployed['fact'], docker: DockerfileFact): boolean =>
  [...(command ?? []), ...(entrypoint ?? []), ...startOf(docker, build?.target)].length > 0;

/** What is started by hand, in an image that only brings the language: the folder says that it runs. */
const hasOwnCode = (deployed: Deployed, { context }: Recipe, terrain: Terrain): boolean =>
  (context !== '' && isRunnable(context, terrain)) || homeInVolumes(deployed, terrain) !== undefined;

/** What the container starts: its own command, else that of its image. */
function startIn(
  deployed: Deployed,
  folder: string,
  docker: DockerfileFact | undefined,
  terrain: Terrain,
): Start | undefined {
  const { command, entrypoint, build } = deployed.fact;
  const chosen = chosenIn(deployed, folder, terrain);
  if (chosen !== undefined) return { entry: chosen };
  const own = [...(entrypoint ?? []), ...(command ?? [])];
  const started = own.length > 0 ? startedBy(own, folder, terrain) : undefined;
  return started ?? (docker ? startedBy(startOf(docker, build?.target), folder, terrain) : undefined);
}

function builtHomeOf(deployed: Deployed, recipe: Recipe, lookup: Lookup): string | undefined {
  const { terrain } = lookup;
  const { context, file, docker } = recipe;
  const target = deployed.fact.build?.target;
  // A manifest that moved away from its Dockerfile and code still names who is meant.
  const isLost = (folder: string): boolean =>
    folder === deployed.folder && !(docker && isWithin(file ?? '', folder)) && !hasCode(folder, terrain);
  const mounted = homeInVolumes(deployed, terrain);
  return (
    homeInArguments(deployed, context, terrain) ??
    (file === undefined ? undefined : homeOfDockerfile(file, terrain)) ??
    homeInWorkdir(deployed, recipe, terrain) ??
    homeInCommand(deployed, recipe, terrain) ??
    homeInBuilds(deployed, recipe, terrain) ??
    (mounted === undefined || isLost(mounted) ? undefined : mounted) ??
    (context !== '' && isBuiltFrom(context, docker, terrain) ? context : undefined) ??
    namedHomeOf(deployed, lookup) ??
    (context !== '' && !docker && !isLost(context) ? context : undefined) ??
    (docker && terrain.packageIn('') && !isServerOfStatics(baseImageOf(docker, target)) ? '' : undefined)
  );
}

/** Whether the context holds code, or the image takes more than settings from it. */
const isBuiltFrom = (context: string, docker: DockerfileFact | undefined, terrain: Terrain): boolean =>
  hasCode(context, terrain) || docker?.stages.some((stage) => stage.copies.some(({ from }) => !from)) === true;

/** The folder a Dockerfile stands in, where that holds code too and no second Dockerfile for something else. */
export function homeOfDockerfile(file: string, terrain: Terrain): string | undefined {
  const folder = folderOf(file);
  const isPlain = /^(?:docker|container)file$/i.test(baseOf(file));
  const hasRivals = () => terrain.dockerfiles.filter((other) => folderOf(other.file) === folder).length > 1;
  if (folder === '' || (!isPlain && hasRivals())) return undefined;
  const docker = terrain.dockerfileAt(file);
  const copies = docker?.stages.flatMap((stage) => stage.copies.filter(({ from }) => !from)) ?? [];
  const copiesItself = copies.some(({ sources }) => sources.some((source) => !isSetting(source)));
  if (!hasCode(folder, terrain) && (!copiesItself || isFolderOfDockerfiles(folder))) return undefined;
  return isSourceFolder(folder) && !terrain.packageIn(folder) ? folderOf(folder) : folder;
}

const isFolderOfDockerfiles = (folder: string): boolean =>
  [...upFrom(folder)].some((part) =>
    /^\.?(?:docker|dockerfiles|deploy(?:ment)?s?|infra(?:structure)?|ci|build)$/i.test(baseOf(part)),
  );
/** `cartservice/src/Dockerfile`: the service is the folder above. */
const isSourceFolder = (folder: string): boolean => /\/(?:src|app|source)$/i.test(folder);

/** A folder that the image's command or its COPY lines lead to. */
function homeInCommand(deployed: Deployed, { context, docker }: Recipe, terrain: Terrain): string | undefined {
  const { command, entrypoint, build } = deployed.fact;
  const commands = [[...(entrypoint ?? []), ...(command ?? [])], docker ? startOf(docker, build?.target) : []];
  for (const words of commands) {
    const start = startedBy(words, context, terrain);
    const home = start?.home ?? (start?.entry === undefined ? undefined : projectAround(start.entry, terrain));
    if (home) return home;
  }
  const copied = (docker?.stages ?? [])
    .flatMap(({ copies }) => copies)
    .flatMap(({ from, sources }) => {
      const named = from === undefined ? undefined : build?.contexts?.[from];
      if (from !== undefined && named === undefined) return [];
      const base = named === undefined ? context : joined(deployed.folder, named);
      return base === undefined ? [] : sources.flatMap((source) => joined(base, source) ?? []);
    })
    .filter((folder) => folder !== '' && isRunnable(folder, terrain) && !holdsApplications(folder, terrain));
  const names = namesOf(deployed);
  return copied.find((folder) => names.has(plainNameOf(baseOf(folder)))) ?? copied[0];
}

/** A workspace of several applications below the root: which of them an image is for, others say. */
const holdsApplications = (folder: string, terrain: Terrain): boolean =>
  terrain.projects.filter(({ type, path }) => type === 'application' && path.startsWith(`${folder}/`)).length > 1;

/** The innermost project or package, other than the root, that a file belongs to. */
export function projectAround(file: string, terrain: Terrain): string | undefined {
  for (const folder of upFrom(folderOf(file))) {
    if (folder === '') break;
    if (terrain.packageIn(folder) || terrain.projects.some((project) => project.path === folder)) return folder;
  }
  return undefined;
}

const namesOf = ({ fact }: Deployed): ReadonlySet<string> =>
  new Set(
    [
      fact.name,
      fact.container,
      ...fact.aliases,
      ...(fact.image ? [imageNameOf(fact.image), ...imagePathOf(fact.image)] : []),
    ]
      .filter((name) => name !== undefined)
      .map(plainNameOf),
  );
/** `registry/project/orders/production`: what stands before the last word may be the name. */
const imagePathOf = (image: string): readonly string[] =>
  image
    .replace(/[:@][^/]*$/, '')
    .split('/')
    .slice(1, -1);

/** A home told by what is built under the image's name, by a shared name, or by the folder the manifest lies in. */
function namedHomeOf(deployed: Deployed, { terrain, homes, images }: Lookup): string | undefined {
  const image = deployed.fact.image?.replace(/:[^/]*$|@.*$/, '');
  const built = image === undefined ? undefined : (images.get(image) ?? images.get(baseOf(image)));
  if (built !== undefined) return built;
  const names = namesOf(deployed);
  const known = namedHomesOf(homes, terrain);
  const named = known.called(names);
  if (named.length > 0)
    return named.find((home) => plainNameOf(baseOf(home)) === plainNameOf(deployed.fact.name)) ?? named[0];
  return known.around(deployed.file);
}
