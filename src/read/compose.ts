import type { ContainerFact, IncludeFact, RouteFact } from '../model/fact/infrastructure.ts';
import { composeServiceOf } from './compose/service.ts';
import { pathOfRule } from './gateways/trees.ts';
import { defineReader, nameOf } from './reader.ts';
import { entriesOf, itemsOf, textOf, textsOf, below, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

/** Compose files: `compose.yaml`, `docker-compose.override.yml`, and files of any name that look like one, which others take in. */
export const composeReader = defineReader({
  id: 'compose',
  version: 7,
  takes: (path) => /\.ya?ml$/i.test(path) && !nameOf(path).startsWith('.') && !/(?:^|\/)\.github\//.test(path),
  read: ({ file, text }) => {
    const isNamed = isComposeName(nameOf(file));
    if (!(isNamed ? anywhere : atTheTop).test(text)) return { facts: [], unreadable: [] };
    if (!isNamed && /^apiVersion\s*:|\{\{/m.test(text)) return { facts: [], unreadable: [] };
    const { documents, unreadable } = treesOfYaml(text);
    const trees = isNamed ? documents : documents.filter(looksLikeCompose);
    const facts = trees.flatMap((tree) => [
      ...servicesOf(tree),
      ...servicesOf(tree).flatMap(labelledRoutesOf),
      ...includesOf(tree),
    ]);
    return { facts, unreadable: isNamed ? unreadable : [] };
  },
});

const anywhere = /^[ \t]*["']?(?:services|include)["']?[ \t]*:/m;
const atTheTop = /^["']?services["']?\s*:\s*(?:$|#|\{|&)/m;
const isComposeName = (name: string): boolean => /(?:^|[._-])compose(?:[._-][\w.-]+)?\.ya?ml$/i.test(name);

/** Services by name, of which one at least says what only compose says. */
const looksLikeCompose = (tree: Tree): boolean =>
  entriesOf(below(tree, 'services')).some(
    ([, { value }]) =>
      value.kind === 'map' &&
      ['image', 'build', 'extends', 'environment', 'depends_on'].some((key) => value.entries.has(key)),
  );

const servicesOf = (tree: Tree): readonly ContainerFact[] =>
  entriesOf(below(tree, 'services')).flatMap(([name, entry]) => composeServiceOf(name, entry) ?? []);

const includesOf = (tree: Tree): readonly IncludeFact[] =>
  itemsOf(below(tree, 'include')).flatMap((item) =>
    (textOf(item) === undefined ? textsOf(below(item, 'path')) : textsOf(item)).map((path) => ({
      kind: 'include' as const,
      path,
      at: item.at,
    })),
  );

/** Labels for Traefik: a path that leads to this very service. */
const labelledRoutesOf = ({ name, labels, at }: ContainerFact): readonly RouteFact[] => {
  const port = Object.entries(labels).find(([key]) => /^traefik\.http\.services\..*\.server\.port$/i.test(key))?.[1];
  return Object.entries(labels).flatMap(([key, rule]): readonly RouteFact[] =>
    /^traefik\.http\.routers\.[\w-]+\.rule$/i.test(key)
      ? [
          {
            kind: 'route',
            via: 'ingress',
            path: pathOfRule(rule),
            target: port === undefined ? name : `${name}:${port}`,
            at,
          },
        ]
      : [],
  );
};
