import type { DockerfileFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, isWithin, joined, upFrom } from '../../model/paths.ts';
import type { Deployed } from './deployed.ts';
import { startedBy, type Start } from './entries.ts';
import {
  baseImageOf,
  imageNameOf,
  isInfrastructureImage,
  isLanguageImage,
  isServerOfStatics,
  startOf,
} from './images.ts';
import { plainNameOf } from './names.ts';
import type { Terrain } from './terrain.ts';

/** Where the code of a container lies, and what it starts there. */
export type Home = { readonly folder: string; readonly entry?: string; readonly dockerfile?: string };

/** Everything that homes are looked up in. `homes` are folders already known to run; `images` what is built where. */
export type Lookup = {
  readonly terrain: Terrain;
  readonly homes: ReadonlySet<string>;
  readonly images: ReadonlyMap<string, string>;
};

/** The Dockerfile a container is built with: relative to its context, or, as often written, to its own file. */
export function dockerfileOf(deployed: Deployed, terrain: Terrain): string | undefined {
  const { build } = deployed.fact;
  if (!build) return undefined;
  const context = joined(deployed.folder, build.context) ?? '';
  const named = build.dockerfile;
  const guesses =
    named === undefined
      ? [joined(context, 'Dockerfile'), joined(context, 'dockerfile'), joined(context, 'Containerfile')]
      : [joined(context, named), joined(deployed.folder, named), joined('', named.replace(/^(?:\.\.?\/)+/, ''))];
  return guesses.find((path) => path !== undefined && terrain.dockerfileAt(path) !== undefined);
}

/** The home of a container that this workspace builds; undefined for software that is only run. */
export function homeOf(deployed: Deployed, lookup: Lookup): Home | undefined {
  const { terrain } = lookup;
  const file = dockerfileOf(deployed, terrain);
  const docker = file === undefined ? undefined : terrain.dockerfileAt(file);
  if (isOfOthers(deployed, docker)) return undefined;
  const built = deployed.fact.build ? builtHomeOf(deployed, file, lookup) : mountedHomeOf(deployed, terrain);
  const folder = built ?? namedHomeOf(deployed, lookup);
  if (folder === undefined) return undefined;
  const own = docker ?? terrain.dockerfileAt(joined(folder, 'Dockerfile') ?? '');
  const start = startIn(deployed, folder, own, terrain);
  const entry = start?.entry;
  return {
    folder: start?.home ?? folder,
    ...(entry === undefined ? {} : { entry }),
    ...(file === undefined ? {} : { dockerfile: file }),
  };
}

/** Software of others: an image that is only run, or one that adds settings to such an image. */
function isOfOthers({ fact }: Deployed, docker: DockerfileFact | undefined): boolean {
  if (!fact.build) return fact.image !== undefined && isInfrastructureImage(fact.image);
  if (!docker) return false;
  const base = baseImageOf(docker, fact.build.target);
  return isInfrastructureImage(base) || (isLanguageImage(base) && !startsSomething(fact, docker));
}

/** An image for others to stand on starts nothing by itself. */
const startsSomething = ({ command, entrypoint, build }: Deployed['fact'], docker: DockerfileFact): boolean =>
  [...(command ?? []), ...(entrypoint ?? []), ...startOf(docker, build?.target)].length > 0;

/** What the container starts: its own command, else that of its image. */
function startIn(
  deployed: Deployed,
  folder: string,
  docker: DockerfileFact | undefined,
  terrain: Terrain,
): Start | undefined {
  const { command, entrypoint, build } = deployed.fact;
  const own = [...(entrypoint ?? []), ...(command ?? [])];
  const started = own.length > 0 ? startedBy(own, folder, terrain) : undefined;
  return started ?? (docker ? startedBy(startOf(docker, build?.target), folder, terrain) : undefined);
}

function builtHomeOf(deployed: Deployed, file: string | undefined, lookup: Lookup): string | undefined {
  const { terrain } = lookup;
  const docker = file === undefined ? undefined : terrain.dockerfileAt(file);
  const context = joined(deployed.folder, deployed.fact.build?.context ?? '.') ?? '';
  const target = deployed.fact.build?.target;
  return (
    homeInArguments(deployed, context, terrain) ??
    (file === undefined ? undefined : homeOfDockerfile(file, terrain)) ??
    homeInCommand(deployed, docker, context, terrain) ??
    homeInVolumes(deployed, terrain) ??
    (context !== '' && isBuiltFrom(context, docker, terrain) ? context : undefined) ??
    namedHomeOf(deployed, lookup) ??
    (docker && terrain.packageIn('') && !isServerOfStatics(baseImageOf(docker, target)) ? '' : undefined)
  );
}

/** A plain `node:24` that nobody builds on, with a folder of the workspace mounted into it. */
const mountedHomeOf = (deployed: Deployed, terrain: Terrain): string | undefined =>
  deployed.fact.image !== undefined && isLanguageImage(deployed.fact.image)
    ? homeInVolumes(deployed, terrain)
    : undefined;

/** An image without code of its own, the code mounted into it: common in development. */
function homeInVolumes(deployed: Deployed, terrain: Terrain): string | undefined {
  const sources = deployed.fact.volumes
    .map((volume) => volume.split(':')[0] ?? '')
    .filter((source) => source.startsWith('.'));
  const folders = sources.flatMap((source) => joined(deployed.folder, source) ?? []);
  return (
    folders.find((folder) => folder !== '' && isRunnable(folder, terrain)) ?? mountedWhereItRuns(deployed, terrain)
  );
}

/** `./orders:/opt/app`, started by the container itself: code in whatever language, mounted where the image runs it. */
function mountedWhereItRuns({ fact, folder }: Deployed, terrain: Terrain): string | undefined {
  if ([...(fact.entrypoint ?? []), ...(fact.command ?? [])].length === 0) return undefined;
  const sources = fact.volumes.flatMap((volume) => {
    const [source = '', target = ''] = volume.split(':');
    return source.startsWith('.') && /^\/(?:usr\/src|opt|home\/\w+|srv)?\/?(?:app|code|src|workspace)\/?$/.test(target)
      ? [source]
      : [];
  });
  const [mounted, ...more] = sources.flatMap((source) => joined(folder, source) ?? []);
  return mounted !== undefined && more.length === 0 && mounted !== '' && terrain.hasFolder(mounted)
    ? mounted
    : undefined;
}

/** Whether the context holds code, or the image takes more than settings from it. */
const isBuiltFrom = (context: string, docker: DockerfileFact | undefined, terrain: Terrain): boolean =>
  hasCode(context, terrain) || !docker || docker.stages.some((stage) => stage.copies.some(({ from }) => !from));

/** A build argument that names a folder of the workspace: one Dockerfile for many services. */
function homeInArguments(deployed: Deployed, context: string, terrain: Terrain): string | undefined {
  for (const value of Object.values(deployed.fact.build?.args ?? {})) {
    if (!/^[\w./@-]+$/.test(value)) continue;
    for (const parent of ['', 'apps', 'services', 'packages', 'src']) {
      const folder = joined(context, parent ? `${parent}/${value}` : value);
      if (folder && terrain.hasFolder(folder) && hasCode(folder, terrain)) return folder;
    }
  }
  return undefined;
}

const hasCode = (folder: string, terrain: Terrain): boolean =>
  terrain.packageIn(folder) !== undefined || terrain.modulesIn(folder) > 0;

/** The folder a Dockerfile stands in, where that holds code too and no second Dockerfile for something else. */
export function homeOfDockerfile(file: string, terrain: Terrain): string | undefined {
  const folder = folderOf(file);
  const isPlain = /^(?:docker|container)file$/i.test(baseOf(file));
  const rivals = terrain.dockerfiles.filter((other) => folderOf(other.file) === folder);
  if (folder === '' || (!isPlain && rivals.length > 1)) return undefined;
  const docker = terrain.dockerfileAt(file);
  const copies = docker?.stages.flatMap((stage) => stage.copies.filter(({ from }) => !from)) ?? [];
  const copiesItself = copies.some(({ sources }) => sources.some((source) => !isSetting(source)));
  if (!hasCode(folder, terrain) && (!copiesItself || isFolderOfDockerfiles(folder))) return undefined;
  return isSourceFolder(folder) && !terrain.packageIn(folder) ? folderOf(folder) : folder;
}

const isSetting = (path: string): boolean =>
  /(?:^\.\.\/|\.(?:conf|cfg|cnf|ini|sql|sh|json|ya?ml|toml|properties|xml|crt|cer|pem|key|txt|md|repo)$)/.test(path);
const isFolderOfDockerfiles = (folder: string): boolean =>
  [...upFrom(folder)].some((part) =>
    /^\.?(?:docker|dockerfiles|deploy(?:ment)?s?|infra(?:structure)?|ci|build)$/i.test(baseOf(part)),
  );
/** `cartservice/src/Dockerfile`: the service is the folder above. */
const isSourceFolder = (folder: string): boolean => /\/(?:src|app|source)$/i.test(folder);

/** A folder that the image's command or its COPY lines lead to. */
function homeInCommand(
  deployed: Deployed,
  docker: DockerfileFact | undefined,
  context: string,
  terrain: Terrain,
): string | undefined {
  const { command, entrypoint, build } = deployed.fact;
  const commands = [[...(entrypoint ?? []), ...(command ?? [])], docker ? startOf(docker, build?.target) : []];
  for (const words of commands) {
    const start = startedBy(words, context, terrain);
    const home = start?.home ?? (start?.entry === undefined ? undefined : projectAround(start.entry, terrain));
    if (home) return home;
  }
  const copied = (docker?.stages ?? [])
    .flatMap((stage) => stage.copies.filter(({ from }) => !from).flatMap(({ sources }) => sources))
    .flatMap((source) => joined(context, source) ?? [])
    .filter((folder) => folder !== '' && isRunnable(folder, terrain));
  const names = namesOf(deployed);
  return copied.find((folder) => names.has(plainNameOf(baseOf(folder)))) ?? copied[0];
}

const isRunnable = (folder: string, terrain: Terrain): boolean =>
  terrain.projects.some((project) => project.type === 'application' && project.path === folder) ||
  Object.keys(terrain.packageIn(folder)?.scripts ?? {}).some((name) => /^(?:start|dev|serve)\b/.test(name));

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
  const named = [...homes].filter((home) => home !== '' && isNamed(home, names, terrain));
  if (named.length > 0)
    return named.find((home) => plainNameOf(baseOf(home)) === plainNameOf(deployed.fact.name)) ?? named[0];
  return [...homes].find((home) => home !== '' && isWithin(deployed.file, home));
}

const isNamed = (home: string, names: ReadonlySet<string>, terrain: Terrain): boolean =>
  [baseOf(home), baseOf(terrain.packageIn(home)?.name ?? '')].some(
    (name) => name !== '' && names.has(plainNameOf(name)),
  );
