import type { EnvEntry } from '../../model/fact/infrastructure.ts';
import { baseOf, isWithin, joined, upFrom } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import type { Lookup } from './interpolate.ts';

export type PlacedEntry = { readonly file: string; readonly entry: EnvEntry };

/** Env files, ConfigMaps, Secrets and chart values, looked up as the manifests name them. */
export type Settings = {
  /** An env file, or the sample that stands in the repository for one that does not. */
  readonly envFile: (path: string) => readonly PlacedEntry[];
  readonly envFiles: readonly string[];
  /** The `.env` that compose fills its files from. */
  readonly composeEnv: (folder: string) => ReadonlyMap<string, string>;
  readonly ofCluster: (kind: 'configmap' | 'secret', name: string, near: string) => readonly PlacedEntry[];
  readonly chartFill: (chart: string) => Lookup;
};

const samples = ['', '.example', '.sample', '.template', '.dist', '.defaults', '.default'];
export const isSample = (path: string): boolean => /\.(?:example|sample|template|dist|defaults?)$/.test(path);

export function settingsOf(index: FactIndex): Settings {
  const files = new Map(index.ofKind('env-file').map(({ file, fact }) => [file, fact.entries]));
  const cluster = index.ofKind('settings');
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
      const found = cluster.filter(({ fact }) => fact.of === kind && fact.name === name);
      const nearest = found.toSorted((a, b) => Number(isWithin(b.file, near)) - Number(isWithin(a.file, near)))[0];
      return nearest === undefined ? [] : nearest.fact.entries.map((entry) => ({ file: nearest.file, entry }));
    },
    chartFill: (chart) => chartFillOf(chart, index),
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

/** The chart that a manifest belongs to: the folder above its `templates`. */
export const chartOf = (file: string): string | undefined => {
  const parts = /^(?:(.*)\/)?templates\//.exec(file);
  return parts ? (parts[1] ?? '') : undefined;
};

/** What `$(Values.x)` and its like stand for in a chart's templates; the release's own name adds nothing. */
export function chartFillOf(chart: string, index: FactIndex): Lookup {
  const values = chartValuesOf(chart, index);
  const name = baseOf(chart);
  return (variable) => {
    if (variable === 'Chart.Name' || /^include\..*name$/i.test(variable)) return name;
    if (variable.startsWith('Release.')) return '';
    return values.get(variable);
  };
}

/** values.yaml of a chart, by dotted path. */
function chartValuesOf(chart: string, index: FactIndex): ReadonlyMap<string, string> {
  const facts = index.inFile(joined(chart, 'values.yaml') ?? 'values.yaml', 'settings');
  const entries = facts.filter(({ of }) => of === 'values').flatMap((fact) => fact.entries);
  return new Map(entries.map((entry) => [entry.name, entry.value ?? '']));
}
