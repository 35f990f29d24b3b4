import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, joined } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { interpolated } from './interpolate.ts';
import { chartFillOf, chartOf } from './settings.ts';

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
export function deployedOf(index: FactIndex): readonly Deployed[] {
  // A development container is a desk to work at, and deploys nothing.
  const containers = index
    .ofKind('container')
    .filter(({ file }) => !/(?:^|\/)\.(?:devcontainer|gitpod|github)\//.test(file));
  const compose = containers.filter(({ fact }) => fact.source === 'compose');
  const others = containers.filter(({ fact }) => fact.source !== 'compose').map((one) => filled(one, index));
  return [...composeDeployed(compose), ...others.map((own) => clusterDeployed(own, others))];
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

function composeDeployed(all: readonly Placed[]): readonly Deployed[] {
  const inFile = Map.groupBy(all, ({ file }) => file);
  const find: Find = (file, name) => inFile.get(file)?.find(({ fact }) => fact.name === name);
  return all.map((own) => {
    const base = overriddenBy(own.file, inFile);
    const layers = [own, extendedBy(own, find), base === undefined ? undefined : find(base, own.fact.name)];
    const present = layers.filter((layer) => layer !== undefined);
    const fact = present.map((layer) => layer.fact).reduce(overlaid);
    return { file: own.file, fact, layers: present, deployment: own.file, folder: folderOf(own.file) };
  });
}
type Find = (file: string, name: string) => Placed | undefined;

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

function extendedBy({ file, fact }: Placed, find: Find): Placed | undefined {
  if (!fact.extends) return undefined;
  const where = fact.extends.file === undefined ? file : joined(folderOf(file), fact.extends.file);
  return where === undefined ? undefined : find(where, fact.extends.service);
}

/** What `over` does not say is taken from `under`. */
const overlaid = (over: ContainerFact, under: ContainerFact): ContainerFact => ({
  ...under,
  ...over,
  ports: [...over.ports, ...under.ports],
  aliases: [...over.aliases, ...under.aliases],
  labels: { ...under.labels, ...over.labels },
});
