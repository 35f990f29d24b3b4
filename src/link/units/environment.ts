import type { EnvEntry } from '../../model/fact/env.ts';
import { baseOf, folderOf, joined } from '../../model/paths.ts';
import type { Environment, EnvValue } from '../types.ts';
import type { Around } from './around.ts';
import type { Deployed } from './layers.ts';
import { stagesRun } from './images.ts';
import { interpolated, type Lookup } from './interpolate.ts';
import { isSample, type PlacedEntry, type Settings } from './settings.ts';
import type { Terrain } from './terrain.ts';

/** What an environment is gathered from. `files` are env files in the service's own folder. */
export type EnvironmentSources = {
  readonly deployed: readonly Deployed[];
  readonly dockerfile?: string;
  readonly files: readonly string[];
  readonly around: Around;
};

/** One deployment's variables, the stronger source first. */
type Layered = { readonly deployment: string; readonly entries: readonly Given[]; readonly fill: Lookup };
type Given = PlacedEntry & { readonly prefix?: string; readonly of?: { readonly kind: string; readonly name: string } };

export function environmentOf(sources: EnvironmentSources, settings: Settings, terrain: Terrain): Environment {
  const image = imageEntriesOf(sources.dockerfile, terrain);
  const deployments = sources.deployed.map((one) => layeredOf(one, image, settings));
  const taken = new Set(deployments.flatMap(({ entries }) => entries.map(({ file }) => file)));
  const files = (of: readonly string[], wanted: (file: string) => boolean): readonly Layered[] =>
    of.filter((file) => !taken.has(file) && wanted(file)).map((file) => fileLayerOf(file, settings));
  const usual = [...deployments, ...files(sources.files, isReal)];
  if (sources.deployed.length === 0 && image.length > 0)
    usual.push({ deployment: 'Dockerfile', entries: image, fill: () => undefined });
  const { files: beside, sharedAs } = sources.around;
  const spare = [
    files(sources.files, isTest),
    files(sources.files, isSampleAlone),
    files(beside, isReal),
    files(beside, isSampleAlone),
  ];
  const all = [...usual, ...spare.flat()];
  return {
    ...(sharedAs === undefined ? {} : { sharedAs }),
    names: () => [...new Set(all.flatMap(({ entries }) => entries.map(nameOf)))].sort(),
    valuesOf: (name) => {
      const values = valuesIn(usual, name);
      const known = values.some(({ value }) => value !== undefined);
      return known
        ? values
        : [...values, ...(spare.map((level) => valuesIn(level, name)).find((level) => level.length > 0) ?? [])];
    },
  };
}

const isTest = (file: string): boolean => /(?:^|[._-])(?:test|testing|e2e|ci)(?:$|[._-])/.test(baseOf(file));
const isReal = (file: string): boolean => !isSample(file) && !isTest(file);
const isSampleAlone = (file: string): boolean => isSample(file) && !isTest(file);
const nameOf = ({ entry, prefix }: Given): string => (prefix ?? '') + entry.name;

/** `NAME=` says that there is such a variable, and sets none. */
const valuesIn = (levels: readonly Layered[], name: string): readonly EnvValue[] =>
  levels.flatMap((level) => {
    const given = level.entries.find((one) => nameOf(one) === name);
    const value = given && valueOf(given, level);
    return value && value.value !== '' ? [value] : [];
  });

function layeredOf(one: Deployed, image: readonly Given[], settings: Settings): Layered {
  const entries = one.layers.flatMap(({ file, fact }): readonly Given[] => [
    ...fact.env.toReversed().map((entry) => ({ file, entry })),
    ...fact.envFiles.toReversed().flatMap(({ path }) => {
      const where = joined(folderOf(file), path);
      return where === undefined ? [] : settings.envFile(where).toReversed();
    }),
    ...fact.envFrom
      .toReversed()
      .flatMap(({ kind, name, prefix }) =>
        settings
          .ofCluster(kind, name, one.deployment)
          .map((placed) => ({ ...placed, of: { kind, name }, ...(prefix === undefined ? {} : { prefix }) })),
      ),
  ]);
  const settled = entries.map((given) => settledOf(given, one.deployment, settings));
  return { deployment: one.deployment, entries: [...settled, ...image], fill: fillOf(one, settled, settings) };
}

/** A value that stands in a ConfigMap, or an address in a Secret, is taken from there; its own place is the proof. */
function settledOf(given: Given, deployment: string, settings: Settings): Given {
  const { from } = given.entry;
  if (from?.kind !== 'configmap' && from?.kind !== 'secret') return given;
  const found = settings
    .ofCluster(from.kind, from.name, deployment)
    .find(({ entry }) => entry.name === (from.key ?? given.entry.name));
  return found?.entry.value === undefined
    ? given
    : { ...given, file: found.file, entry: { ...given.entry, value: found.entry.value, at: found.entry.at } };
}

/** Compose fills `${NAME}` from the `.env` beside it, Kubernetes `$(NAME)` from the same container, Helm from the chart's values. */
function fillOf(one: Deployed, entries: readonly Given[], settings: Settings): Lookup {
  if (one.fact.source === 'compose') {
    const env = settings.composeEnv(one.folder);
    return (name) => env.get(name);
  }
  return (name) => one.chart?.fill(name) ?? entries.find((given) => nameOf(given) === name)?.entry.value;
}

function fileLayerOf(file: string, settings: Settings): Layered {
  const entries = settings.envFile(file).toReversed();
  return {
    deployment: baseOf(file),
    entries,
    fill: (name) => entries.find(({ entry }) => entry.name === name)?.entry.value,
  };
}

function imageEntriesOf(dockerfile: string | undefined, terrain: Terrain): readonly Given[] {
  const fact = dockerfile === undefined ? undefined : terrain.dockerfileAt(dockerfile);
  if (!fact || dockerfile === undefined) return [];
  return stagesRun(fact).flatMap((stage) => stage.env.toReversed().map((entry) => ({ file: dockerfile, entry })));
}

function valueOf({ file, entry, of }: Given, { deployment, fill }: Layered): EnvValue {
  const base = { deployment, evidence: evidenceOf(file, entry) };
  if (entry.value === undefined) {
    // A name alone takes its value from where compose would fill it from.
    const filled = entry.from || of ? undefined : fill(entry.name);
    return filled === undefined ? { ...base, ...referenceOf(entry, of, deployment) } : { ...base, value: filled };
  }
  const { text, open } = interpolated(entry.value, fill);
  if (open.length === 1 && text === `\${${open[0]}}`) return { ...base, reference: `${deployment}#${open[0]}` };
  // `${NAME}` where a sample says `NAME=`: as if it were not there.
  const [, alone] = /^\$\{?(\w+)\}?$/.exec(entry.value) ?? [];
  if (text === '' && alone !== undefined) return { ...base, reference: `${deployment}#${alone}` };
  return { ...base, value: text };
}

const evidenceOf = (file: string, entry: EnvEntry): EnvValue['evidence'] => ({
  file,
  line: entry.at[0],
  column: entry.at[1],
  basis: 'declared',
  note: entry.name,
});

/** `secret:orders-db/url`: equal references are equal values, wherever they are used. A field of the pod is none. */
function referenceOf(entry: EnvEntry, of: Given['of'], deployment: string): { reference?: string } {
  const source = entry.from ?? (of && { ...of, key: entry.name });
  if (source?.kind === 'field') return {};
  if (source) return { reference: `${source.kind}:${source.name}/${source.key ?? entry.name}` };
  return { reference: `${deployment}#${entry.name}` };
}
