import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, joined } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';

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
  const containers = index.ofKind('container');
  const compose = containers.filter(({ fact }) => fact.source === 'compose');
  const others = containers.filter(({ fact }) => fact.source !== 'compose');
  return [...composeDeployed(compose), ...others.map((own) => clusterDeployed(own, others))];
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
const clusterOf = (file: string): string => /^(.*?)\/?templates\//.exec(file)?.[1] ?? (folderOf(file) || '.');

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
