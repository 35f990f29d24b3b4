import type { TsconfigFact } from '../model/fact/infrastructure.ts';
import { defineReader, given, nameOf } from './reader.ts';
import { treeOfJson } from './tree/json.ts';
import { below, entriesOf, itemsOf, textAt, textsOf, type Tree } from './tree/tree.ts';

/** tsconfig and jsconfig in all their names: how imports are resolved and where output goes. */
export const tsconfigReader = defineReader({
  id: 'tsconfig',
  version: 1,
  takes: (path) => /^[jt]sconfig(?:\.[\w.-]+)?\.json$/.test(nameOf(path)),
  read: ({ text }) => {
    const { tree, unreadable } = treeOfJson(text);
    return { facts: tree?.kind === 'map' ? [tsconfigOf(tree)] : [], unreadable };
  },
});

function tsconfigOf(tree: Tree): TsconfigFact {
  const options = below(tree, 'compilerOptions');
  return {
    kind: 'tsconfig',
    extends: textsOf(below(tree, 'extends')),
    ...given('baseUrl', textAt(options, 'baseUrl')),
    ...given('rootDir', textAt(options, 'rootDir')),
    ...given('outDir', textAt(options, 'outDir')),
    paths: Object.fromEntries(
      entriesOf(below(options, 'paths')).map(([pattern, { value }]) => [pattern, textsOf(value)]),
    ),
    references: itemsOf(below(tree, 'references')).flatMap((item) => textAt(item, 'path') ?? []),
  };
}
