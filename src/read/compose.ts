import type { ContainerFact, IncludeFact } from '../model/fact/infrastructure.ts';
import { composeServiceOf } from './compose/service.ts';
import { defineReader, nameOf } from './reader.ts';
import { entriesOf, itemsOf, textOf, textsOf, below, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

/** Compose files: `compose.yaml`, `docker-compose.override.yml`, and whatever a file of that name takes in. */
export const composeReader = defineReader({
  id: 'compose',
  version: 1,
  takes: (path) => isComposeName(nameOf(path)) || /(?:^|[/-])(?:docker-)?compose\/[^/]+\.ya?ml$/i.test(path),
  read: ({ text }) => {
    if (!/^\s*["']?(?:services|include)["']?\s*:/m.test(text)) return { facts: [], unreadable: [] };
    const { documents, unreadable } = treesOfYaml(text);
    return { facts: documents.flatMap((tree) => [...servicesOf(tree), ...includesOf(tree)]), unreadable };
  },
});

const isComposeName = (name: string): boolean => /(?:^|[._-])compose(?:[._-][\w.-]+)?\.ya?ml$/i.test(name);

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
