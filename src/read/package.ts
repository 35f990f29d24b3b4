import type { PackageFact } from '../model/fact/infrastructure.ts';
import { defineReader, given, nameOf } from './reader.ts';
import { treeOfJson } from './tree/json.ts';
import { below, entriesOf, isTrue, plainOf, recordOf, textAt, textOf, textsOf, type Tree } from './tree/tree.ts';

/** package.json: what a package is called, needs, runs and offers. */
export const packageReader = defineReader({
  id: 'package',
  version: 2,
  takes: (path) => nameOf(path) === 'package.json',
  read: ({ text }) => {
    const { tree, unreadable } = treeOfJson(text);
    return { facts: tree?.kind === 'map' ? [packageOf(tree)] : [], unreadable };
  },
});

function packageOf(tree: Tree): PackageFact {
  const exports = below(tree, 'exports');
  const imports = below(tree, 'imports');
  return {
    kind: 'package',
    ...given('name', textAt(tree, 'name')),
    private: isTrue(below(tree, 'private')),
    ...given('main', textAt(tree, 'main') ?? textAt(tree, 'module')),
    ...given('types', textAt(tree, 'types') ?? textAt(tree, 'typings')),
    ...(exports ? { exports: plainOf(exports) } : {}),
    ...(imports ? { imports: plainOf(imports) } : {}),
    bin: binOf(below(tree, 'bin')),
    workspaces: textsOf(below(tree, 'workspaces', 'packages') ?? below(tree, 'workspaces')),
    scripts: recordOf(below(tree, 'scripts')),
    dependencies: { ...recordOf(below(tree, 'peerDependencies')), ...recordOf(below(tree, 'dependencies')) },
    devDependencies: recordOf(below(tree, 'devDependencies')),
    at: [1, 1],
  };
}

const binOf = (tree: Tree | undefined): readonly string[] =>
  tree?.kind === 'map' ? entriesOf(tree).flatMap(([, { value }]) => textOf(value) ?? []) : textsOf(tree);
