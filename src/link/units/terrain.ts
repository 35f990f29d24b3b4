import type { DockerfileFact } from '../../model/fact/dockerfile.ts';
import type { PackageFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, isWithin, joined, upFrom } from '../../model/paths.ts';
import type { FactOf } from '../../model/fact.ts';
import type { FactIndex } from '../types.ts';

/** The lie of the land: which folders there are, and what stands in them. Paths are folders unless said otherwise. */
export type Terrain = {
  readonly hasFile: (path: string) => boolean;
  /** A file as it is called here: by its very path, else the only one that differs in case alone, `Server.js`. */
  readonly fileCalled: (path: string) => string | undefined;
  readonly hasFolder: (path: string) => boolean;
  readonly packageIn: (folder: string) => PackageFact | undefined;
  /** The nearest package at the folder or above it, with its folder. */
  readonly packageAbove: (folder: string) => { readonly folder: string; readonly fact: PackageFact } | undefined;
  readonly packages: readonly { readonly folder: string; readonly fact: PackageFact }[];
  /** Files of TypeScript or JavaScript in the folder or below. */
  readonly modulesIn: (folder: string) => number;
  readonly dockerfiles: readonly { readonly file: string; readonly fact: DockerfileFact }[];
  readonly dockerfileAt: (file: string) => DockerfileFact | undefined;
  readonly projects: readonly Project[];
  /** The shell script of this name in the folder or below, the nearest one. */
  readonly shellIn: (folder: string, name: string) => FactOf<'shell'> | undefined;
};

/** A project as a workspace tool declares it (nest-cli, Nx, Angular). `path` and `entry` are resolved. */
export type Project = {
  readonly name: string;
  readonly path: string;
  readonly type: 'application' | 'library';
  readonly entry?: string;
  readonly tool: 'nest' | 'nx';
  readonly file: string;
};

export function terrainOf(index: FactIndex): Terrain {
  const files = new Set(index.files.map(({ file }) => file));
  const folders = new Set<string>(['']);
  for (const file of files)
    for (const folder of upFrom(folderOf(file))) {
      if (folders.has(folder) && folder !== '') break;
      folders.add(folder);
    }
  const packages = index.ofKind('package').map(({ file, fact }) => ({ folder: folderOf(file), fact }));
  const packageByFolder = new Map(packages.map(({ folder, fact }) => [folder, fact]));
  const dockerfiles = index.ofKind('dockerfile');
  const dockerfileByPath = new Map(dockerfiles.map(({ file, fact }) => [file, fact]));
  const modules = moduleCounts(index);
  const byCase = fileByCase([...files]);
  const packageIn = (folder: string) => packageByFolder.get(folder);
  return {
    hasFile: (path) => files.has(path),
    fileCalled: (path) => (files.has(path) ? path : byCase(path)),
    hasFolder: (path) => folders.has(path),
    packageIn,
    packageAbove: (folder) => {
      for (const above of upFrom(folder)) {
        const fact = packageIn(above);
        if (fact) return { folder: above, fact };
      }
      return undefined;
    },
    packages,
    modulesIn: (folder) => modules.get(folder) ?? 0,
    dockerfiles,
    dockerfileAt: (file) => dockerfileByPath.get(file),
    projects: projectsOf(index),
    shellIn: shellsOf(index),
  };
}

/** Where names are the same but for case, as on many a developer's machine: the path that is meant, if it is one. */
function fileByCase(files: readonly string[]): (path: string) => string | undefined {
  let known: ReadonlyMap<string, readonly string[]> | undefined;
  return (path) => {
    known ??= Map.groupBy(files, (file) => file.toLowerCase());
    const [first, ...more] = known.get(path.toLowerCase()) ?? [];
    return more.length === 0 ? first : undefined;
  };
}

function shellsOf(index: FactIndex): Terrain['shellIn'] {
  const byName = Map.groupBy(index.ofKind('shell'), ({ file }) => baseOf(file));
  return (folder, name) =>
    (byName.get(name) ?? [])
      .filter(({ file }) => isWithin(file, folder))
      .toSorted((a, b) => a.file.length - b.file.length)[0]?.fact;
}

function moduleCounts(index: FactIndex): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of index.modules)
    for (const folder of upFrom(folderOf(file))) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return counts;
}

function projectsOf(index: FactIndex): readonly Project[] {
  return index.ofKind('workspace').flatMap(({ file, fact }) => {
    const { tool } = fact;
    if (tool !== 'nest' && tool !== 'nx') return [];
    return fact.projects.flatMap((project): readonly Project[] => {
      const base = folderOf(file);
      const path = joined(base, project.path);
      if (path === undefined || !project.type) return [];
      const entry = project.entry === undefined ? undefined : joined(tool === 'nest' ? base : '', project.entry);
      const name = project.name ?? path.slice(path.lastIndexOf('/') + 1);
      return [{ name, path, type: project.type, ...(entry === undefined ? {} : { entry }), tool, file }];
    });
  });
}

export const hasCode = (folder: string, terrain: Terrain): boolean =>
  terrain.packageIn(folder) !== undefined || terrain.modulesIn(folder) > 0;

/** Whether a folder says that it runs: an application of a workspace tool, or a package with a script that starts it. */
export const isRunnable = (folder: string, terrain: Terrain): boolean =>
  terrain.projects.some((project) => project.type === 'application' && project.path === folder) ||
  Object.keys(terrain.packageIn(folder)?.scripts ?? {}).some((name) => /^(?:start|dev|serve)\b/.test(name));
