import type { EnvEntry } from '../../model/fact/env.ts';
import type { ReleaseFact } from '../../model/fact/infrastructure.ts';
import { given } from '../reader.ts';
import { masked } from '../secrets.ts';
import { below, entriesOf, itemsOf, textAt, textOf, textsOf, type Tree } from '../tree/tree.ts';
import { treesOfYaml } from '../tree/yaml.ts';
import { flattened } from './settings.ts';

type Parts = Partial<Omit<ReleaseFact, 'kind' | 'at'>>;
const releaseOf = ({ at }: Tree, { name, chart, valueFiles = [], values = [] }: Parts): readonly ReleaseFact[] =>
  chart === undefined || chart === ''
    ? []
    : [{ kind: 'release', name: name ?? '', chart, valueFiles: valueFiles.map(plainPath), values, at }];

/** `$values/deploy/x.yaml` of Argo CD lies in another source, mostly this repository. */
const plainPath = (path: string): string => path.replace(/^\$\w+\//, '/');

/** `a.b` and `a.b[0]` as `--set` writes them. */
const setValues = (tree: Tree | undefined): readonly EnvEntry[] =>
  entriesOf(tree).flatMap(([key, { value, at }]): readonly EnvEntry[] => {
    const text = textOf(value);
    return text === undefined ? flattened(value, `Values.${key}`) : [setValue(key, text, at)];
  });
const setValue = (key: string, text: string, at: EnvEntry['at']): EnvEntry => {
  const name = `Values.${key.replace(/\[(\d+)\]/g, '.$1')}`;
  return { name, value: masked(name, text), at };
};

/** helmfile.yaml: values are files, or maps in place. */
export const helmfileReleasesOf = (tree: Tree): readonly ReleaseFact[] =>
  itemsOf(below(tree, 'releases')).flatMap((item) => {
    const values = itemsOf(below(item, 'values'));
    const inline = values.filter(({ kind }) => kind === 'map').flatMap((one) => flattened(one, 'Values'));
    const set = itemsOf(below(item, 'set')).flatMap((one) => {
      const [key, text] = [textAt(one, 'name'), textAt(one, 'value')];
      return key === undefined || text === undefined ? [] : [setValue(key, text, one.at)];
    });
    const valueFiles = values.flatMap((one) => textOf(one) ?? []);
    return releaseOf(item, {
      ...named(item),
      ...given('chart', textAt(item, 'chart')),
      valueFiles,
      values: [...inline, ...set],
    });
  });

const named = (item: Tree) => given('name', textAt(item, 'name'));

/** skaffold.yaml: `deploy.helm.releases`, or `manifests.helm.releases` of newer versions. */
export const skaffoldReleasesOf = (tree: Tree): readonly ReleaseFact[] =>
  ['deploy', 'manifests'].flatMap((field) =>
    itemsOf(below(tree, field, 'helm', 'releases')).flatMap((item) =>
      releaseOf(item, {
        ...named(item),
        ...given('chart', textAt(item, 'chartPath')),
        valueFiles: textsOf(below(item, 'valuesFiles')),
        values: [...setValues(below(item, 'setValues')), ...setValues(below(item, 'overrides'))],
      }),
    ),
  );

/** Argo CD's Application and Flux's HelmRelease. */
export function clusterReleasesOf(tree: Tree, kind: string): readonly ReleaseFact[] {
  const name = textAt(tree, 'metadata', 'name');
  if (kind === 'HelmRelease')
    return releaseOf(tree, {
      name: textAt(tree, 'spec', 'releaseName') ?? name ?? '',
      ...given('chart', textAt(tree, 'spec', 'chart', 'spec', 'chart')),
      valueFiles: textsOf(below(tree, 'spec', 'chart', 'spec', 'valuesFiles')),
      values: setValues(below(tree, 'spec', 'values')),
    });
  const sources = [below(tree, 'spec', 'source'), ...itemsOf(below(tree, 'spec', 'sources'))];
  return sources.flatMap((source) => {
    const helm = below(source, 'helm');
    const text = textAt(helm, 'values');
    const inline = text === undefined ? [] : treesOfYaml(text).documents.flatMap((one) => flattened(one, 'Values'));
    const set = itemsOf(below(helm, 'parameters')).flatMap((one) => {
      const [key, value] = [textAt(one, 'name'), textAt(one, 'value')];
      return key === undefined || value === undefined ? [] : [setValue(key, value, one.at)];
    });
    return releaseOf(tree, {
      name: textAt(helm, 'releaseName') ?? name ?? '',
      ...given('chart', textAt(source, 'path')),
      valueFiles: textsOf(below(helm, 'valueFiles')),
      values: [...inline, ...setValues(below(helm, 'valuesObject')), ...set],
    });
  });
}
