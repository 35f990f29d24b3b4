import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { IDependency, IModule } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const SOURCE = /\.(?:[cm]?[jt]sx?|json)$/;
const LEFT = new Set(['node_modules', '.git', 'dist', 'coverage']);

/**
 * Copies what imports need to an empty folder and links the packages of the workspace into its `node_modules`, as their
 * package manager would. Nothing is installed.
 */
export const laidOut = (from: string, to: string): string => {
  cpSync(from, to, {
    recursive: true,
    filter: (path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return !LEFT.has(name) && (!/\.\w+$/.test(name) || !isFile(path) || SOURCE.test(name));
    },
  });
  for (const [name, folder] of packagesIn(to)) {
    const link = join(to, 'node_modules', name);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(folder, link);
  }
  return realpathSync(to);
};

const isFile = (path: string): boolean => !existsSync(join(path, '.'));

const packagesIn = (root: string): readonly (readonly [string, string])[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?:^|\/)package\.json$/.test(path) && !path.includes('node_modules/'))
    .flatMap((path) => {
      try {
        const { name } = JSON.parse(readFileSync(join(root, path), 'utf8'));
        return typeof name === 'string' && name !== '' ? [[name, join(root, dirname(path))] as const] : [];
      } catch {
        return [];
      }
    });

/** What a manifest says others get: every path in `main`, `module`, `types` and `exports`. */
const entriesOf = (manifest: string): readonly string[] => {
  const { main = 'index.js', module, types, exports } = JSON.parse(readFileSync(manifest, 'utf8'));
  const paths = JSON.stringify([main, module, types, exports]).match(/(?<=")[^"*]*\.[cm]?[jt]s(?=")/g) ?? [];
  const whole = typeof main === 'string' && !/\.\w+$/.test(main) ? [`${main}.js`] : [];
  return [...paths, ...whole];
};

/** Puts empty files where packages of the workspace would be built to; answers with their paths. */
export const stubbed = (root: string): ReadonlySet<string> => {
  const stubs = new Set<string>();
  for (const [, folder] of packagesIn(root)) {
    for (const entry of entriesOf(join(folder, 'package.json'))) {
      const path = join(folder, entry);
      if (existsSync(path) || !path.startsWith(`${root}/`)) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
      stubs.add(relative(root, path));
    }
  }
  return stubs;
};

const optionsOf = (root: string) => ({
  baseDir: root,
  tsPreCompilationDeps: true,
  doNotFollow: { path: ['(?:^|/)node_modules/'] },
  moduleSystems: ['es6' as const, 'cjs' as const],
});

const RESOLVE = {
  conditionNames: ['import', 'require', 'node', 'default', 'types'],
  exportsFields: ['exports'],
  extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts'],
  mainFields: ['module', 'main', 'types', 'typings'],
};

const tsConfigIn = (root: string, path: string | undefined): Readonly<Record<string, unknown>> => {
  if (path === undefined) return {};
  try {
    const tsConfig = extractTSConfig(join(root, path));
    return { tsConfig };
  } catch {
    return {};
  }
};

/** What dependency-cruiser takes the imports of some folders to be, by file, relative to the root; `to` is empty where it cannot tell. */
export const cruised = async (
  root: string,
  folders: readonly string[],
  tsConfig?: string,
): Promise<readonly (readonly [from: string, to: string, specifier: string])[]> => {
  const made = tsConfigIn(root, tsConfig);
  const options = {
    ...optionsOf(root),
    ...(tsConfig === undefined ? {} : { tsConfig: { fileName: join(root, tsConfig) } }),
  };
  const result = await cruise([...folders], options, RESOLVE, made);
  const modules: readonly IModule[] = typeof result.output === 'string' ? [] : result.output.modules;
  return modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter((dependency: IDependency) => !dependency.coreModule)
      .map(({ resolved, module, couldNotResolve }) => {
        const to = couldNotResolve ? '' : tidy(resolved, root);
        return [tidy(source, root), to, module] as const;
      }),
  );
};

const tidy = (path: string, root: string): string => (path.startsWith('/') ? relative(root, path) : path);
