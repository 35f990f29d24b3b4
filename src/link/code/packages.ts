import type { PackageFact } from '../../model/fact/infrastructure.ts';
import { folderOf } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { normalise } from './paths.ts';

type Workspace = { readonly folder: string; readonly fact: PackageFact };

/** Built output as it is usually laid out, mapped back to where its source stands. */
const BUILT =
  /^(?:\.\/)?(?:dist|build|lib|out|esm|cjs|es|output|\.build)(?:\/(?:esm|cjs|commonjs|mjs|module|src|types|es))?\//;

const sourcesOf = (path: string): readonly string[] => {
  const clean = path.replace(/^\.\//, '').replace(/\.d\.[cm]?ts$/, '.js');
  const stripped = clean.replace(BUILT, '');
  return [...new Set([clean, `src/${stripped}`, stripped, `lib/${stripped}`, `source/${stripped}`])];
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every path that an entry of `exports` can lead to, whatever the condition. */
const leavesOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isRecord(value) ? Object.values(value).flatMap(leavesOf) : [];
};

const exported = (exports: unknown, wanted: string): readonly string[] =>
  isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.'))
    ? mapped(exports, wanted)
    : wanted === '.'
      ? leavesOf(exports)
      : [];

/** What a map of names, some with a star, has for a name. */
const mapped = (map: Readonly<Record<string, unknown>>, wanted: string): readonly string[] => {
  const exact = map[wanted];
  if (exact !== undefined) return leavesOf(exact);
  return Object.entries(map).flatMap(([pattern, value]) => {
    const star = pattern.indexOf('*');
    if (star === -1) return [];
    const head = pattern.slice(0, star);
    const tail = pattern.slice(star + 1);
    if (!wanted.startsWith(head) || !wanted.endsWith(tail)) return [];
    const middle = wanted.slice(head.length, wanted.length - tail.length);
    return leavesOf(value).map((leaf) => leaf.replaceAll('*', middle));
  });
};

const mainsOf = (fact: PackageFact): readonly string[] =>
  [fact.main, fact.types].flatMap((path) => (path === undefined ? [] : [path]));

const candidates = (fact: PackageFact, rest: string): readonly string[] => {
  const named = exported(fact.exports, rest === '' ? '.' : `./${rest}`);
  const written = rest === '' ? [...named, ...mainsOf(fact)] : [...named, rest];
  const usual =
    rest === '' ? ['src/index', 'index', 'lib/index', 'src/main'] : [`src/${rest}`, `lib/${rest}`, `src/lib/${rest}`];
  return [...written.flatMap(sourcesOf), ...usual];
};

/** What the package around a file means by a name that begins with `#`: paths of files, or names of packages. */
export const ownNamesOf = (index: FactIndex): ((from: string, specifier: string) => readonly string[]) => {
  const byFolder = new Map(index.ofKind('package').map(({ file, fact }) => [folderOf(file), fact]));
  return (from, specifier) => {
    let folder = folderOf(from);
    while (folder !== '' && !byFolder.has(folder)) folder = folderOf(folder);
    const imports = byFolder.get(folder)?.imports;
    const found = isRecord(imports) ? mapped(imports, specifier) : [];
    return found.flatMap((path) =>
      path.startsWith('./') ? sourcesOf(path).map((source) => normalise(`${folder}/${source}`)) : [path],
    );
  };
};

/** Resolves the name of a package of this workspace, with an optional subpath, to a source file. */
export const packagesOf = (
  index: FactIndex,
  find: (path: string) => string | undefined,
): ((specifier: string) => string | undefined) => {
  const byName = new Map<string, Workspace>();
  for (const { file, fact } of index.ofKind('package')) {
    if (fact.name !== undefined && !byName.has(fact.name)) byName.set(fact.name, { folder: folderOf(file), fact });
  }
  const within = (workspace: Workspace, rest: string): string | undefined => {
    for (const path of candidates(workspace.fact, rest)) {
      const file = find(normalise(`${workspace.folder}/${path}`));
      if (file !== undefined) return file;
    }
    return undefined;
  };
  return (specifier) => {
    const parts = specifier.split('/');
    const length = specifier.startsWith('@') ? 2 : 1;
    const workspace = byName.get(parts.slice(0, length).join('/'));
    return workspace && within(workspace, parts.slice(length).join('/'));
  };
};
