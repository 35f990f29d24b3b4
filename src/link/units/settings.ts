import type { EnvEntry } from '../../model/fact/env.ts';
import { folderOf, isWithin, joined, upFrom } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { reachedFrom } from './kustomize.ts';

export type PlacedEntry = { readonly file: string; readonly entry: EnvEntry };

/** Env files, ConfigMaps, Secrets and chart values, looked up as the manifests name them. */
export type Settings = {
  /** An env file, or the sample that stands in the repository for one that does not. */
  readonly envFile: (path: string) => readonly PlacedEntry[];
  readonly envFiles: readonly string[];
  /** The `.env` that compose fills its files from. */
  readonly composeEnv: (folder: string) => ReadonlyMap<string, string>;
  readonly ofCluster: (kind: 'configmap' | 'secret', name: string, near: string) => readonly PlacedEntry[];
};

const samples = ['', '.example', '.sample', '.template', '.dist', '.defaults', '.default'];
export const isSample = (path: string): boolean => /\.(?:example|sample|template|dist|defaults?)$/.test(path);

/** `.env.migrate`, `.env.e2e`: what lies beside a service for something that runs before it, or instead of it. */
export const isForChore = (path: string): boolean => /(?:^|\/)\.env\.(?:migrat\w*|seed\w*|e2e)$/.test(path);

export function settingsOf(index: FactIndex): Settings {
  const files = new Map(index.ofKind('env-file').map(({ file, fact }) => [file, fact.entries]));
  const cluster = Map.groupBy(index.ofKind('settings'), ({ fact }) => `${fact.of} ${fact.name}`);
  const envFile = (path: string): readonly PlacedEntry[] => {
    const file = samples.map((suffix) => path + suffix).find((name) => files.has(name));
    return file === undefined ? [] : (files.get(file) ?? []).map((entry) => ({ file, entry }));
  };
  const composeEnvs = new Map<string, ReadonlyMap<string, string>>();
  return {
    envFile,
    envFiles: [...files.keys()],
    composeEnv: (folder) => {
      const known = composeEnvs.get(folder) ?? composeEnvOf(folder, envFile);
      composeEnvs.set(folder, known);
      return known;
    },
    ofCluster: (kind, name, near) => {
      const found = cluster.get(`${kind} ${name}`) ?? [];
      const folders = reachedFrom(near === '.' ? '' : near, index);
      const within = found.filter(({ file }) => isWithin(file, near) && !folders.includes(folderOf(file)));
      const taken = folders.flatMap((folder) => found.filter(({ file }) => folderOf(file) === folder));
      const [nearest] = [...taken, ...within, ...found];
      const chosen = taken.length > 0 ? taken : nearest ? [nearest] : [];
      return chosen.flatMap(({ file, fact }) => [
        ...fact.entries.map((entry) => ({ file, entry })),
        ...(fact.files ?? []).flatMap((path) => envFile(joined(folderOf(file), path) ?? path)),
      ]);
    },
  };
}

/** The nearest `.env` at the compose file's folder or above it. */
function composeEnvOf(folder: string, envFile: Settings['envFile']): ReadonlyMap<string, string> {
  for (const above of upFrom(folder)) {
    const entries = envFile(joined(above, '.env') ?? '.env');
    if (entries.length > 0) return new Map(entries.map(({ entry }) => [entry.name, entry.value ?? '']));
  }
  return new Map();
}
