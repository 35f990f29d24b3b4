import type { Fact } from '../../model/fact.ts';
import type { EnvEntry } from '../../model/fact/env.ts';
import type { ContainerFact, KustomizationFact } from '../../model/fact/infrastructure.ts';
import type { At } from '../../model/fact/module.ts';
import { emptyContainer } from '../../model/fact/empty-container.ts';
import { given } from '../reader.ts';
import { maskedText } from '../secrets.ts';
import { below, itemsOf, textAt, textOf, textsOf, type Tree } from '../tree/tree.ts';
import { treesOfYaml } from '../tree/yaml.ts';
import { containersOf, envEntryOf } from './containers.ts';
import { generatedSettingsOf } from './settings.ts';

/** A kustomization: what it takes in, the patches written inside it, and the settings it generates. */
export function kustomizationOf(tree: Tree): readonly Fact[] {
  const taken = ['resources', 'bases', 'components', 'patchesStrategicMerge'].flatMap((field) =>
    itemsOf(below(tree, field)),
  );
  const files = itemsOf(below(tree, 'patches')).flatMap((patch) => below(patch, 'path') ?? []);
  const includes = [...taken, ...files].flatMap((item): readonly Fact[] => {
    const path = textOf(item);
    return path === undefined || /[\n:]/.test(path) ? [] : [{ kind: 'include', path, at: item.at }];
  });
  return [ownOf(tree), ...includes, ...patchesOf(tree), ...generatedSettingsOf(tree)];
}

const ownOf = (tree: Tree): KustomizationFact => ({
  kind: 'kustomization',
  ...given('namePrefix', textAt(tree, 'namePrefix')),
  ...given('nameSuffix', textAt(tree, 'nameSuffix')),
  ...given('namespace', textAt(tree, 'namespace')),
  images: itemsOf(below(tree, 'images')).flatMap((item) => {
    const [name, newName] = [textAt(item, 'name'), textAt(item, 'newName')];
    const newTag = textAt(item, 'digest') ?? textAt(item, 'newTag');
    if (name === undefined || (newName === undefined && newTag === undefined)) return [];
    return [{ name, ...given('newName', newName), ...given('newTag', newTag) }];
  }),
  at: tree.at,
});

function patchesOf(tree: Tree): readonly Fact[] {
  const strategic = itemsOf(below(tree, 'patchesStrategicMerge')).map((patch) => ({ patch, target: undefined }));
  const others = ['patches', 'patchesJson6902'].flatMap((field) =>
    itemsOf(below(tree, field)).flatMap((item) => {
      const patch = below(item, 'patch');
      return patch ? [{ patch, target: textAt(item, 'target', 'name') }] : [];
    }),
  );
  return [...others, ...strategic].flatMap(({ patch, target }) => {
    const text = textsOf(patch)[0] ?? '';
    if (!text.includes('\n')) return [];
    const first = patch.at[0];
    const moved = (at: At): At => [at[0] + first, at[1]];
    return treesOfYaml(text).documents.flatMap((document) =>
      [
        ...containersOf(document, textAt(document, 'kind') ?? '', 'kubernetes'),
        ...(target === undefined ? [] : operationsOn(target, document)),
      ].map((fact) => ({
        ...fact,
        at: moved(fact.at),
        env: fact.env.map((entry) => ({ ...entry, at: moved(entry.at) })),
      })),
    );
  });
}

/** Operations of JSON 6902 on the variables of a workload: `add …/env/-` a whole one, `replace …/env/0/value` by position. */
function operationsOn(target: string, list: Tree): readonly ContainerFact[] {
  const env = itemsOf(list).flatMap((item): readonly EnvEntry[] => {
    const path = textAt(item, 'path') ?? '';
    const value = below(item, 'value');
    if (!/\/containers\/\d+\/env(?:\/|$)/.test(path) || !/^(?:add|replace)$/.test(textAt(item, 'op') ?? '')) return [];
    const index = /\/env\/(\d+)\/value$/.exec(path)?.[1];
    const text = textOf(value);
    if (index !== undefined && text !== undefined)
      return [{ name: `[${index}]`, value: maskedText(text), at: item.at }];
    return [value, ...itemsOf(value)].flatMap((one) => envEntryOf(one) ?? []);
  });
  return env.length === 0 ? [] : [{ ...emptyContainer, source: 'kubernetes', name: target, env, at: list.at }];
}
