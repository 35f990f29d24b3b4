import type { EnvEntry } from '../../model/fact/env.ts';
import type { SettingsFact } from '../../model/fact/infrastructure.ts';
import type { Fact } from '../../model/fact.ts';
import { routesOfConfiguration } from '../gateways/index.ts';
import { given } from '../reader.ts';
import { addressIn, masked } from '../secrets.ts';
import { below, entriesOf, itemsOf, textAt, textOf, textsOf, type Tree } from '../tree/tree.ts';

/** A ConfigMap with its values; a Secret (sealed, external or plain) with its names, and with no more of its values than where something is. */
export function settingsOf(tree: Tree, kind: string): SettingsFact | undefined {
  if (kind === 'ConfigMap') {
    const entries = entriesOf(below(tree, 'data')).flatMap(([name, { value, at }]) =>
      valueEntry(name, textOf(value), at),
    );
    return { kind: 'settings', of: 'configmap', name: textAt(tree, 'metadata', 'name') ?? '', entries, at: tree.at };
  }
  const written = [
    ...entriesOf(below(tree, 'stringData')).map(([name, { value, at }]) => secretEntry(name, textOf(value), at)),
    ...entriesOf(below(tree, 'data')).map(([name, { value, at }]) => secretEntry(name, decoded(textOf(value)), at)),
    ...entriesOf(below(tree, 'spec', 'encryptedData')).map(([name, { at }]) => ({ name, at })),
  ];
  const external = itemsOf(below(tree, 'spec', 'data')).flatMap((item): readonly EnvEntry[] => {
    const name = textAt(item, 'secretKey');
    return name === undefined ? [] : [{ name, at: item.at }];
  });
  const name = textAt(tree, 'spec', 'target', 'name') ?? textAt(tree, 'metadata', 'name') ?? '';
  return { kind: 'settings', of: 'secret', name, entries: [...written, ...external], at: tree.at };
}

const secretEntry = (name: string, value: string | undefined, at: EnvEntry['at']): EnvEntry => ({
  name,
  ...given('value', value === undefined ? undefined : addressIn(name, value)),
  at,
});

/** What `data` of a Secret holds in base64; a template writes it out by `b64enc`. */
const decoded = (text: string | undefined): string | undefined => {
  if (text === undefined || text.includes('$')) return text;
  return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : undefined;
};

/** The configuration of a gateway that a ConfigMap holds; its name is who mounts it. */
export function routesInConfigMap(tree: Tree, kind: string): readonly Fact[] {
  if (kind !== 'ConfigMap') return [];
  const gateway = textAt(tree, 'metadata', 'name');
  return entriesOf(below(tree, 'data')).flatMap(([name, { value, at }]) =>
    routesOfConfiguration(name, textOf(value) ?? '').map((fact) => ({
      ...fact,
      ...given('gateway', gateway),
      at: [at[0] + fact.at[0], fact.at[1]] as const,
    })),
  );
}

const valueEntry = (name: string, value: string | undefined, at: EnvEntry['at']): readonly EnvEntry[] =>
  value === undefined || value.length > 2000 ? [] : [{ name, value: masked(name, value), at }];

/** `configMapGenerator` and `secretGenerator` of a kustomization. */
export function generatedSettingsOf(tree: Tree): readonly SettingsFact[] {
  return (['configMapGenerator', 'secretGenerator'] as const).flatMap((field) =>
    itemsOf(below(tree, field)).map((item): SettingsFact => {
      const isSecret = field === 'secretGenerator';
      const entries = textsOf(below(item, 'literals')).flatMap((literal): readonly EnvEntry[] => {
        const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(literal) ?? [];
        if (name === undefined) return [];
        const bare = value?.replace(/^(['"])(.*)\1$/, '$2');
        return isSecret ? [secretEntry(name, bare, item.at)] : valueEntry(name, bare, item.at);
      });
      return {
        kind: 'settings',
        of: isSecret ? 'secret' : 'configmap',
        name: textAt(item, 'name') ?? '',
        entries,
        files: [...textsOf(below(item, 'envs')), ...textsOf(below(item, 'env'))],
        at: item.at,
      };
    }),
  );
}

/** values.yaml, flattened: `Values.image.repo`, `Values.services.0.name`. */
export const chartValuesOf = (tree: Tree): SettingsFact => ({
  kind: 'settings',
  of: 'values',
  name: 'values',
  entries: flattened(tree, 'Values'),
  at: tree.at,
});

/** Every text of a tree under the path of its keys. */
export function flattened(tree: Tree, root: string): readonly EnvEntry[] {
  const entries: EnvEntry[] = [];
  const visit = (at: Tree, path: string): void => {
    const text = textOf(at);
    if (text !== undefined && entries.length < 5000) entries.push({ name: path, value: masked(path, text), at: at.at });
    for (const [key, { value }] of entriesOf(at)) visit(value, `${path}.${key}`);
    for (const [index, item] of itemsOf(at).entries()) visit(item, `${path}.${index}`);
  };
  visit(tree, root);
  return entries;
}
