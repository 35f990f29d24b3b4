import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, joined } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { interpolated, type Lookup } from './interpolate.ts';
import { chartFillOf, chartOf, type Settings } from './settings.ts';

/** A container as one deployment wants it, with what its file inherits from others. */
export type Deployed = {
  readonly file: string;
  /** `compose.yaml`, `k8s/prod`: names that mean one host and one value inside it. */
  readonly deployment: string;
  /** The folder that relative paths and `.env` of its file refer to. */
  readonly folder: string;
  readonly fact: ContainerFact;
  /** Where its settings stand: its own file first, then what it extends and overrides. */
  readonly layers: readonly Placed[];
};
type Placed = { readonly file: string; readonly fact: ContainerFact };

/** Every container of every manifest. */
export function deployedOf(index: FactIndex, settings: Settings): readonly Deployed[] {
  // A development container is a desk to work at, and deploys nothing.
  const containers = index
    .ofKind('container')
    .filter(({ file }) => !/(?:^|\/)\.(?:devcontainer|gitpod|github)\//.test(file));
  const compose = containers.filter(({ fact }) => fact.source === 'compose');
  const others = containers.filter(({ fact }) => fact.source !== 'compose').map((one) => filled(one, index));
  return [...composeDeployed(compose, settings), ...others.map((own) => clusterDeployed(own, others))];
}

/** A container of a chart, its names and commands filled from the chart's values. */
function filled({ file, fact }: Placed, index: FactIndex): Placed {
  const chart = fact.source === 'helm' ? chartOf(file) : undefined;
  if (chart === undefined) return { file, fact };
  const lookup = chartFillOf(chart, index);
  const text = (value: string): string => interpolated(value, lookup).text.replace(/^-+|-+$/g, '');
  const texts = (values: readonly string[] | undefined) => values?.map((value) => interpolated(value, lookup).text);
  const [command, entrypoint] = [texts(fact.command), texts(fact.entrypoint)];
  const labels = Object.fromEntries(Object.entries(fact.labels).map(([key, value]) => [key, text(value)]));
  return {
    file,
    fact: {
      ...fact,
      name: text(fact.name),
      labels,
      ...(fact.container === undefined ? {} : { container: text(fact.container) }),
      ...(fact.image === undefined ? {} : { image: text(fact.image) }),
      ...(command ? { command } : {}),
      ...(entrypoint ? { entrypoint } : {}),
    },
  };
}

/** A container without an image is a patch (Kustomize): the rest stands in the manifest that it is laid over. */
function clusterDeployed(own: Placed, all: readonly Placed[]): Deployed {
  const isSame = ({ fact }: Placed) =>
    fact.image !== undefined && fact.name === own.fact.name && fact.container === own.fact.container;
  const shared = ({ file }: Placed) => sharedLength(file, own.file);
  const base =
    own.fact.image === undefined ? all.filter(isSame).toSorted((a, b) => shared(b) - shared(a))[0] : undefined;
  const layers = base ? [own, base] : [own];
  const fact = layers.map((layer) => layer.fact).reduce(overlaid);
  return { file: own.file, fact, layers, deployment: clusterOf(own.file), folder: folderOf(own.file) };
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Manifests of one folder are applied together; a Helm chart is one deployment. */
const clusterOf = (file: string): string => (chartOf(file) ?? folderOf(file)) || '.';

/** Containers of compose files, each with what it extends and what its file overrides. A file that only lends its services deploys none. */
function composeDeployed(all: readonly Placed[], settings: Settings): readonly Deployed[] {
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
    const fact = filledPaths(layers.map((layer) => rebased(layer, folder)).reduce(overlaid), (name) => env.get(name));
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

/** What `over` does not say is taken from `under`. */
const overlaid = (over: ContainerFact, under: ContainerFact): ContainerFact => ({
  ...under,
  ...over,
  ports: [...over.ports, ...under.ports],
  aliases: [...over.aliases, ...under.aliases],
  labels: { ...under.labels, ...over.labels },
});
