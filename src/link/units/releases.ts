import type { ReleaseFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, isWithin, joined, upFrom } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import type { Values } from './expand.ts';
import type { Lookup } from './interpolate.ts';

/** A chart as it is installed once: with which values, and by which file. */
export type Release = {
  readonly chart: string;
  readonly deployment: string;
  readonly values: Values;
  readonly fill: Lookup;
};
export type Releases = (chart: string) => readonly Release[];

/** The chart that a manifest belongs to: the folder above its `templates`. */
export const chartOf = (file: string): string | undefined => {
  const parts = /^(?:(.*)\/)?templates\//.exec(file);
  return parts ? (parts[1] ?? '') : undefined;
};

/** How often each chart is installed: as helmfile, Skaffold or Argo CD say, else once for each of its own values files. */
export function releasesOf(index: FactIndex): Releases {
  const charts = new Set(
    [...index.ofKind('container'), ...index.ofKind('network-name')].map(({ file }) => chartOf(file)),
  );
  const declared = index.ofKind('release').flatMap(({ file, fact }) => {
    const chart = chartNamed(file, fact, charts);
    return chart === undefined ? [] : [{ chart, file, fact }];
  });
  const byChart = Map.groupBy(declared, ({ chart }) => chart);
  const known = new Map<string, readonly Release[]>();
  return (chart) => {
    const found = known.get(chart) ?? [
      ...(byChart.get(chart)?.map(({ file, fact }) => declaredRelease(chart, file, fact, index)) ??
        ownReleasesOf(chart, index)),
    ];
    known.set(chart, found);
    return found;
  };
}

/** A release names its chart relative to its own file, or, as Argo CD does, to the root. */
const chartNamed = (
  file: string,
  { chart }: ReleaseFact,
  charts: ReadonlySet<string | undefined>,
): string | undefined =>
  [joined(folderOf(file), chart), joined('', chart)].find((folder) => folder !== undefined && charts.has(folder));

function declaredRelease(chart: string, file: string, fact: ReleaseFact, index: FactIndex): Release {
  const files = fact.valueFiles.flatMap((path) => {
    const places = [joined(folderOf(file), path), joined(chart, path), joined('', path)];
    return places.find((place) => place !== undefined && index.inFile(place, 'settings').length > 0) ?? [];
  });
  const values = new Map(valuesOfChart(chart, index));
  for (const one of files) for (const [key, value] of valuesIn(one, index)) values.set(key, value);
  for (const { name, value } of fact.values) values.set(name, value ?? '');
  return { chart, deployment: file, values, fill: fillOf(chart, values, fact.name) };
}

/** values.yaml, and each further file of values beside it: production, staging, or one of several services. */
function ownReleasesOf(chart: string, index: FactIndex): readonly Release[] {
  const base = valuesOfChart(chart, index);
  const plain = { chart, deployment: chart || '.', values: base, fill: fillOf(chart, base, undefined) };
  const others = index
    .ofKind('settings')
    .filter(({ file, fact }) => fact.of === 'values' && isBeside(file, chart))
    .map(({ file }) => {
      const values = new Map([...base, ...valuesIn(file, index)]);
      return { chart, deployment: file, values, fill: fillOf(chart, values, undefined) };
    });
  return [plain, ...others];
}

const isBeside = (file: string, chart: string): boolean => {
  const folder = folderOf(file);
  return (
    (folder === chart || folder === `${chart}/values` || folder === `${chart}/environments`) &&
    baseOf(file) !== 'values.yaml' &&
    isWithin(file, chart)
  );
};

/** A chart's own values, under those that the charts around it give it. */
function valuesOfChart(chart: string, index: FactIndex): Values {
  const values = new Map(valuesIn(joined(chart, 'values.yaml') ?? '', index));
  for (const above of upFrom(folderOf(folderOf(chart)))) {
    if (!chart.startsWith(above === '' ? 'charts/' : `${above}/charts/`)) continue;
    const name = baseOf(chart);
    for (const [key, value] of valuesIn(joined(above, 'values.yaml') ?? '', index))
      if (key.startsWith(`Values.${name}.`)) values.set(`Values.${key.slice(`Values.${name}.`.length)}`, value);
      else if (key.startsWith('Values.global.')) values.set(key, value);
  }
  return values;
}

const valuesIn = (file: string, index: FactIndex): readonly (readonly [string, string])[] =>
  index
    .inFile(file, 'settings')
    .filter(({ of }) => of === 'values')
    .flatMap((fact) => fact.entries.map((entry) => [entry.name, entry.value ?? ''] as const));

/** What `$(Values.x)` and its like stand for; where nobody names the release, its name adds nothing. */
function fillOf(chart: string, values: Values, release: string | undefined): Lookup {
  return (variable) => {
    if (variable === 'Chart.Name') return baseOf(chart);
    if (/^include\..*name$/i.test(variable))
      return values.get('Values.fullnameOverride') || values.get('Values.nameOverride') || release || baseOf(chart);
    if (variable === 'Release.Name') return release ?? '';
    if (variable.startsWith('Release.')) return '';
    return values.get(variable);
  };
}
