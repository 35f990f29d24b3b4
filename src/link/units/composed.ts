import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, joined } from '../../model/paths.ts';
import { overlaid, type Deployed, type Placed } from './layers.ts';
import { interpolated, type Lookup } from './interpolate.ts';
import type { Settings } from './settings.ts';

/** Containers of compose files, each with what it extends and what its file overrides. A file that only lends its services deploys none. */
export function composeDeployed(all: readonly Placed[], settings: Settings): readonly Deployed[] {
  const inFile = Map.groupBy(all, ({ file }) => file);
  const find: Find = (file, name) => inFile.get(file)?.find(({ fact }) => fact.name === name);
  const lenders = new Set(all.flatMap((own) => lenderOf(own) ?? []));
  return all.flatMap((own): readonly Deployed[] => {
    if (lenders.has(own.file) && !/compose/i.test(own.file)) return [];
    const base = overriddenBy(own.file, inFile);
    const under = base === undefined ? undefined : find(base, own.fact.name);
    const layers = [...lineOf(own, find, 0), ...(under ? lineOf(under, find, 0) : [])];
    const folder = folderOf(own.file);
    const env = settings.composeEnv(folder);
    const parts = layers.map((layer) => withPlaces(rebased(layer, folder), layer.file));
    const fact = filledPaths(parts.reduce(overlaid), (name) => env.get(name));
    return [{ file: own.file, fact, layers, deployment: own.file, folder }];
  });
}
type Find = (file: string, name: string) => Placed | undefined;

/** A service, what it extends, what that extends, and so on. */
function lineOf(own: Placed, find: Find, depth: number): readonly Placed[] {
  const where = own.fact.extends && (lenderOf(own) ?? own.file);
  const base = where === undefined || depth > 8 ? undefined : find(where, own.fact.extends?.service ?? '');
  return base && base !== own ? [own, ...lineOf(base, find, depth + 1)] : [own];
}

/** The other file that a service is extended from. */
const lenderOf = ({ file, fact }: Placed): string | undefined =>
  fact.extends?.file === undefined ? undefined : joined(folderOf(file), fact.extends.file);

/** Paths in a file are relative to it: those of a file in another folder are told from here. */
function rebased({ file, fact }: Placed, folder: string): ContainerFact {
  const { build } = fact;
  const own = folderOf(file);
  const context = build && own !== folder && !build.context.startsWith('$') ? joined(own, build.context) : undefined;
  if (!build || context === undefined) return fact;
  return { ...fact, build: { ...build, context: `/${context}` } };
}

/** Ports that say which file they stand in, as those of several come together. */
const withPlaces = (fact: ContainerFact, file: string): ContainerFact => ({
  ...fact,
  ports: fact.ports.map((port) => ({ ...port, file })),
});

/** Paths, images and commands with the variables that compose would fill in. */
function filledPaths(fact: ContainerFact, lookup: Lookup): ContainerFact {
  const text = (value: string): string => interpolated(value, lookup).text;
  const record = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, text(value)]));
  const { build, image, command, entrypoint } = fact;
  return {
    ...fact,
    ...(image === undefined ? {} : { image: text(image) }),
    ...(command ? { command: command.map(text) } : {}),
    ...(entrypoint ? { entrypoint: entrypoint.map(text) } : {}),
    volumes: fact.volumes.map(text),
    ...(build
      ? {
          build: {
            ...build,
            context: text(build.context),
            args: record(build.args),
            ...(build.dockerfile === undefined ? {} : { dockerfile: text(build.dockerfile) }),
          },
        }
      : {}),
  };
}

/** The file that an override file is laid over: the plainest compose file of its folder. */
function overriddenBy(file: string, inFile: ReadonlyMap<string, readonly Placed[]>): string | undefined {
  const isOverride =
    /override/.test(baseOf(file)) ||
    (inFile.get(file) ?? []).some(({ fact }) => !fact.image && !fact.build && !fact.extends);
  if (!isOverride) return undefined;
  const siblings = [...inFile.keys()].filter((other) => folderOf(other) === folderOf(file));
  const plainest = siblings.sort((a, b) => baseOf(a).length - baseOf(b).length)[0];
  return plainest === file ? undefined : plainest;
}
