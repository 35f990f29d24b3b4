import type { TsconfigFact } from '../../model/fact/infrastructure.ts';
import { heldIn } from '../../model/held.ts';
import { folderOf, isWithin } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { normalise } from './paths.ts';
import type { Target } from './types.ts';
import { ownNamesOf, packagesOf } from './packages.ts';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.d.ts'];
const WRITTEN_AS = /\.(?:[cm]?js|jsx)$/;

/** Finds the file that a path without extension, with a `.js` extension, or of a folder means. */
export const fileFinder = (files: ReadonlySet<string>): ((path: string) => string | undefined) => {
  const has = (file: string): boolean => files.has(file);
  const byStem = stemsOf(files);
  const withExtension = (path: string): string | undefined => byStem.get(path);
  return (path) => {
    if (WRITTEN_AS.test(path)) {
      const source = withExtension(path.replace(WRITTEN_AS, ''));
      if (source) return source;
    }
    if (/\.(?:[cm]?[jt]sx?|json)$/.test(path) && has(path)) return path;
    return withExtension(path) ?? withExtension(path === '' ? 'index' : `${path}/index`);
  };
};

/** The file that each path without an extension means: the first by the order of extensions. */
const stemsOf = (files: Iterable<string>): ReadonlyMap<string, string> => {
  const ranks = new Map<string, number>();
  const stems = new Map<string, string>();
  for (const file of files) {
    for (const [rank, extension] of EXTENSIONS.entries()) {
      const stem = file.endsWith(extension) ? file.slice(0, -extension.length) : undefined;
      if (stem === undefined || rank >= (ranks.get(stem) ?? EXTENSIONS.length)) continue;
      ranks.set(stem, rank);
      stems.set(stem, file);
    }
  }
  return stems;
};

type Paths = {
  readonly base: string;
  readonly rules: readonly (readonly [string, readonly string[]])[];
  readonly baseUrl?: string;
};

const tsconfigsOf = (index: FactIndex): ReadonlyMap<string, TsconfigFact> =>
  new Map(index.ofKind('tsconfig').map(({ file, fact }) => [file, fact]));

const readPaths = (
  file: string,
  all: ReadonlyMap<string, TsconfigFact>,
  seen: ReadonlySet<string> = new Set(),
): Paths => {
  const fact = all.get(file);
  const folder = folderOf(file);
  if (!fact || seen.has(file)) return { base: folder, rules: [] };
  const inherited = fact.extends
    .map((name) => normalise(`${folder}/${name}`))
    .map((name) => [name, `${name}.json`, `${name}/tsconfig.json`].find((candidate) => all.has(candidate)))
    .flatMap((name) => (name === undefined ? [] : [readPaths(name, all, new Set([...seen, file]))]));
  const parent = inherited.at(-1);
  const ownBase = fact.baseUrl === undefined ? undefined : normalise(`${folder}/${fact.baseUrl}`);
  const rules = Object.entries(fact.paths);
  const baseUrl = ownBase ?? parent?.baseUrl;
  if (rules.length === 0 && parent) return { ...parent, ...(baseUrl === undefined ? {} : { baseUrl }) };
  return { base: baseUrl ?? folder, rules, ...(baseUrl === undefined ? {} : { baseUrl }) };
};

const matched = (specifier: string, [pattern, targets]: readonly [string, readonly string[]]): readonly string[] => {
  const star = pattern.indexOf('*');
  if (star === -1) return specifier === pattern ? targets : [];
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  if (!specifier.startsWith(head) || !specifier.endsWith(tail) || specifier.length < head.length + tail.length)
    return [];
  const middle = specifier.slice(head.length, specifier.length - tail.length);
  return targets.map((target) => target.replace('*', middle));
};

const CONFIG_NAMES = [
  'tsconfig.json',
  'jsconfig.json',
  'tsconfig.base.json',
  'tsconfig.app.json',
  'tsconfig.build.json',
];

/** The path rules that hold for a file: those of the nearest tsconfig above it that has any, else the nearest. */
const pathsFinder = (index: FactIndex): ((file: string) => readonly Paths[]) => {
  const all = tsconfigsOf(index);
  const memo = new Map<string, readonly Paths[]>();
  const ofFolder = (folder: string): readonly Paths[] => {
    const known = memo.get(folder);
    if (known) return known;
    const here = CONFIG_NAMES.map((name) => (folder === '' ? name : `${folder}/${name}`))
      .filter((name) => all.has(name))
      .map((name) => readPaths(name, all))
      .filter((paths) => paths.rules.length > 0 || paths.baseUrl !== undefined);
    const above = folder === '' ? [] : ofFolder(folderOf(folder));
    const found = [...here, ...above];
    memo.set(folder, found);
    return found;
  };
  return (file) => ofFolder(folderOf(file));
};

const packageOf = (specifier: string): Target => {
  const bare = specifier.replace(/^node:/, '');
  const parts = bare.split('/');
  const length = bare.startsWith('@') ? 2 : 1;
  return { package: parts.slice(0, length).join('/'), path: parts.slice(length).join('/') };
};

/** Where Prisma's clients were generated and committed: what is imported from there is the client, and no code to read. */
const generatedFoldersOf = (index: FactIndex): readonly string[] =>
  index.ofKind('prisma').flatMap(({ file, fact: { output } }) => {
    const folder = output === undefined ? '' : normalise(`${folderOf(file)}/${output}`);
    return isWithin(file, folder) ? [] : [folder];
  });

/** As an import in the one file would write it. */
const relativePath = (from: string, to: string): string => `${'../'.repeat(from.split('/').length - 1) || './'}${to}`;

/** Resolves imports of the workspace: relative, by tsconfig paths, by base URL, by the name of a workspace package. */
export const resolverOf = (
  index: FactIndex,
  files: ReadonlySet<string>,
): ((from: string, specifier: string) => Target) => {
  const find = fileFinder(files);
  const pathsOf = pathsFinder(index);
  const inPackage = packagesOf(index, find);
  const ownNames = ownNamesOf(index);
  const memo = new Map<string, Map<string, Target>>();
  const resolve = (from: string, specifier: string): Target => {
    if (specifier.startsWith('.')) {
      const file = find(normalise(`${folderOf(from)}/${specifier}`));
      return file === undefined ? { package: specifier, path: '' } : { file };
    }
    if (specifier.startsWith('#')) {
      for (const name of ownNames(from, specifier)) {
        const file = find(name) ?? inPackage(name);
        if (file !== undefined) return { file };
      }
    }
    for (const paths of pathsOf(from)) {
      for (const rule of paths.rules) {
        for (const target of matched(specifier, rule)) {
          const file = find(normalise(`${paths.base}/${target}`));
          if (file !== undefined) return { file };
        }
      }
      const based = paths.baseUrl === undefined ? undefined : find(normalise(`${paths.baseUrl}/${specifier}`));
      if (based !== undefined) return { file: based };
    }
    const file = inPackage(specifier);
    return file === undefined ? packageOf(specifier) : { file };
  };
  const generated = generatedFoldersOf(index);
  const asClient = (from: string, found: Target): Target => {
    const client = 'file' in found ? generated.find((folder) => isWithin(found.file, folder)) : undefined;
    return client === undefined ? found : { package: `${relativePath(from, client)}/client`, path: '' };
  };
  return (from, specifier) => {
    const ofFile = heldIn(memo, from, () => new Map<string, Target>());
    return heldIn(ofFile, specifier, () => asClient(from, resolve(from, specifier)));
  };
};
