import { noConfig, type ConfigFact, type ContextConfig, type RuleConfig } from '../model/fact/config.ts';
import { presets } from '../model/rule.ts';
import { Mistakes } from './config/mistakes.ts';
import { relationshipKinds, severities, subdomains } from './config/schema.ts';
import { suppressionOf } from './config/suppress.ts';
import { defineReader, given } from './reader.ts';
import { plainOf, type Entry, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

/** msvc.yaml at the root, read strictly: every mistake is said, with its place. */
export const configReader = defineReader({
  id: 'config',
  version: 3,
  usesFolder: true,
  takes: (path) => path === 'msvc.yaml' || path === 'msvc.yml',
  read: ({ file, text }) => {
    const { documents, unreadable, repeated } = treesOfYaml(text);
    const mistakes = new Mistakes();
    for (const { key, at } of repeated) mistakes.add(at, `"${key}" stands here twice; keep one`);
    const [tree] = documents;
    const fact = tree ? configOf(file, tree, mistakes) : { ...noConfig, file };
    return { facts: [fact], unreadable: [...unreadable, ...mistakes.list].toSorted(byPlace) };
  },
});

type Said = { readonly at: readonly [number, number] };
const byPlace = (a: Said, b: Said): number => a.at[0] - b.at[0] || a.at[1] - b.at[1];

function configOf(file: string, tree: Tree, mistakes: Mistakes): ConfigFact {
  const fields = mistakes.fields(tree, 'msvc.yaml', [
    'version',
    'preset',
    'contexts',
    'rules',
    'ignore',
    'partial',
    'suppress',
  ]);
  const ignored = mistakes.placedTexts(fields.get('ignore'), 'ignore');
  return {
    kind: 'config',
    file,
    version: versionOf(fields.get('version'), mistakes),
    ...given('preset', mistakes.choice(fields.get('preset'), 'preset', presets)),
    contexts: mistakes
      .entries(fields.get('contexts')?.value, 'contexts')
      .map(([name, entry]) => contextOf(name, entry, mistakes)),
    rules: Object.fromEntries(
      mistakes.entries(fields.get('rules')?.value, 'rules').map(([id, entry]) => [id, ruleOf(id, entry, mistakes)]),
    ),
    ignore: ignored.map(({ value }) => value),
    ignoreAt: ignored.map(({ at }) => at),
    partial: mistakes.flag(fields.get('partial'), 'partial'),
    suppress: mistakes.items(fields.get('suppress'), 'suppress').flatMap((item) => suppressionOf(item, mistakes) ?? []),
  };
}

function versionOf(entry: Entry | undefined, mistakes: Mistakes): number {
  if (!entry) return 1;
  const { value } = entry;
  if (value.kind === 'scalar' && value.value === 1) return 1;
  const isNewer = value.kind === 'scalar' && typeof value.value === 'number' && value.value > 1;
  mistakes.add(
    value.at,
    isNewer ? 'version is newer than this msvc understands (1); install a newer msvc' : 'version must be 1',
  );
  return 1;
}

function contextOf(name: string, { value, at }: Entry, mistakes: Mistakes): ContextConfig {
  const what = `contexts.${name}`;
  const fields = mistakes.fields(value, what, ['paths', 'owner', 'subdomain', 'relationships']);
  const relationships = mistakes.items(fields.get('relationships'), `${what}.relationships`);
  return {
    name,
    paths: mistakes.texts(fields.get('paths'), `${what}.paths`),
    ...given('owner', mistakes.text(fields.get('owner'), `${what}.owner`)),
    ...given('subdomain', mistakes.choice(fields.get('subdomain'), `${what}.subdomain`, subdomains)),
    relationships: relationships.flatMap((item) => relationshipOf(item, what, mistakes)),
    at,
  };
}

function relationshipOf(item: Tree, what: string, mistakes: Mistakes): ContextConfig['relationships'] {
  const fields = mistakes.fields(item, `each of ${what}.relationships`, ['with', 'kind']);
  const other = mistakes.text(fields.get('with'), `${what}.relationships.with`);
  const kind = mistakes.choice(fields.get('kind'), `${what}.relationships.kind`, relationshipKinds);
  for (const key of ['with', 'kind'])
    if (!fields.has(key)) mistakes.add(item.at, `${what}.relationships needs "${key}"`);
  return other === undefined || kind === undefined
    ? []
    : [{ with: other, kind, at: fields.get('with')?.value.at ?? item.at }];
}

/** `id: off`, or a map of `severity` and the rule's own options, which the engine knows. */
function ruleOf(id: string, entry: Entry, mistakes: Mistakes): RuleConfig {
  const { value, at } = entry;
  const what = `rules.${id}`;
  // YAML 1.1 readers take `off` for false; so did people who wrote it.
  if (value.kind === 'scalar' && value.value === false) return { severity: 'off', options: {}, at };
  if (value.kind === 'scalar' && typeof value.value === 'string')
    return { ...given('severity', mistakes.choice(entry, what, severities)), options: {}, at };
  const fields = mistakes.entries(value, what);
  const severity = fields.find(([key]) => key === 'severity')?.[1];
  const options = fields.filter(([key]) => key !== 'severity');
  return {
    ...given('severity', mistakes.choice(severity, `${what}.severity`, severities)),
    options: Object.fromEntries(options.map(([key, option]) => [key, plainOf(option.value)])),
    optionsAt: Object.fromEntries(options.map(([key, option]) => [key, option.value.at])),
    at,
  };
}
