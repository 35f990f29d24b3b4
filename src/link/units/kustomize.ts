import { folderOf, isWithin, joined } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';

/** A kustomization over others: the files it takes in by way of its bases, and what it changes in them. */
export type Overlay = {
  readonly folder: string;
  readonly files: ReadonlySet<string>;
  /** Files that may hold patches: its own folder's, and those of overlays between it and the base. */
  readonly patches: ReadonlySet<string>;
  /** Images under other names or tags, by the name in the base. */
  readonly images: ReadonlyMap<string, { readonly newName?: string; readonly newTag?: string }>;
  /** The name under which something of a base goes here. */
  readonly nameOf: (name: string) => string;
};

/** The kustomizations that take in another one; a base alone is deployed as it stands. */
export function overlaysOf(index: FactIndex): readonly Overlay[] {
  const all = index.ofKind('kustomization');
  if (all.length === 0) return [];
  const names = [
    ...new Set([...index.ofKind('container'), ...index.ofKind('network-name')].map(({ file }) => file)),
  ].filter((file) => /\.ya?ml$|Kustomization$/.test(file));
  const byFolder = new Map(all.map((one) => [folderOf(one.file), one]));
  return all.flatMap(({ file }): readonly Overlay[] => {
    const folder = folderOf(file);
    const bases = reachedFrom(folder, index);
    if (bases.length < 2) return [];
    const chain = bases.flatMap((base) => byFolder.get(base)?.fact ?? []);
    return [
      {
        folder: folder || '.',
        files: new Set(names.filter((name) => bases.slice(1).includes(folderOf(name)))),
        patches: new Set(names.filter((name) => bases.some((base) => isWithin(name, base)))),
        images: new Map(chain.flatMap(({ images }) => images.map((image) => [image.name, image] as const))),
        nameOf: (name) =>
          chain.reduceRight((text, one) => `${one.namePrefix ?? ''}${text}${one.nameSuffix ?? ''}`, name),
      },
    ];
  });
}

const reached = new WeakMap<FactIndex, Map<string, readonly string[]>>();

/** The folders whose kustomizations one takes in, itself first. */
export function reachedFrom(folder: string, index: FactIndex): readonly string[] {
  const known = reached.get(index) ?? new Map<string, readonly string[]>();
  reached.set(index, known);
  const found = known.get(folder) ?? follow(folder, index, new Set());
  known.set(folder, found);
  return found;
}

function follow(folder: string, index: FactIndex, seen: Set<string>): readonly string[] {
  const file = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
    .map((name) => joined(folder, name) ?? name)
    .find((name) => index.inFile(name, 'kustomization').length > 0);
  if (file === undefined || seen.has(folder) || seen.size > 50) return [];
  seen.add(folder);
  const taken = index.inFile(file, 'include').filter(({ path }) => !/\.ya?ml$/.test(path));
  return [folder, ...taken.flatMap(({ path }) => follow(joined(folder, path) ?? folder, index, seen))];
}
