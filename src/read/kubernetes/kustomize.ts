import type { Fact } from '../../model/fact.ts';
import { below, itemsOf, textAt, textOf, textsOf, type Tree } from '../tree/tree.ts';
import { treesOfYaml } from '../tree/yaml.ts';
import { containersOf } from './containers.ts';
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
  return [...includes, ...patchesOf(tree), ...generatedSettingsOf(tree)];
}

function patchesOf(tree: Tree): readonly Fact[] {
  const inline = [
    ...itemsOf(below(tree, 'patches')).flatMap((item) => below(item, 'patch') ?? []),
    ...itemsOf(below(tree, 'patchesStrategicMerge')),
  ];
  return inline.flatMap((patch) => {
    const text = textsOf(patch)[0] ?? '';
    if (!text.includes('\n')) return [];
    const first = patch.at[0];
    return treesOfYaml(text).documents.flatMap((document) =>
      containersOf(document, textAt(document, 'kind') ?? '', 'kubernetes').map((fact) => {
        const moved = (at: readonly [number, number]): readonly [number, number] => [at[0] + first, at[1]];
        return { ...fact, at: moved(fact.at), env: fact.env.map((entry) => ({ ...entry, at: moved(entry.at) })) };
      }),
    );
  });
}
