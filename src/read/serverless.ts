import type { ContainerFact, EnvEntry } from '../model/fact/infrastructure.ts';
import { emptyContainer } from './processes.ts';
import { defineReader, given, nameOf } from './reader.ts';
import { masked } from './secrets.ts';
import { treeOfJson } from './tree/json.ts';
import { below, entriesOf, textAt, textOf, type Entry, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

/** Functions that are deployed together: the Serverless Framework's file is one service, a SAM template one for each folder of code. */
export const serverlessReader = defineReader({
  id: 'serverless',
  version: 1,
  takes: (path) => /^(?:serverless|template|sam)(?:[.-][\w-]+)?\.(?:ya?ml|json)$/i.test(nameOf(path)),
  read: ({ file, text }) => {
    const isServerless =
      /^[ \t]*["']?functions["']?[ \t]*:/m.test(text) && /^[ \t]*["']?provider["']?[ \t]*:/m.test(text);
    if (!isServerless && !text.includes('AWS::Serverless::Function')) return { facts: [], unreadable: [] };
    const tree = file.endsWith('.json') ? treeOfJson(text).tree : treesOfYaml(text).documents[0];
    return { facts: !tree ? [] : isServerless ? frameworkOf(tree) : templateOf(tree), unreadable: [] };
  },
});

function frameworkOf(tree: Tree): readonly ContainerFact[] {
  const functions = entriesOf(below(tree, 'functions'));
  const name = textAt(tree, 'service') ?? textAt(tree, 'service', 'name');
  if (name === undefined || !functions.some(([, { value }]) => textAt(value, 'handler') !== undefined)) return [];
  const env = [below(tree, 'provider'), ...functions.map(([, { value }]) => value)].flatMap((one) =>
    variablesOf(below(one, 'environment')),
  );
  return [{ ...emptyContainer, source: 'process', name, env, at: tree.at }];
}

function templateOf(tree: Tree): readonly ContainerFact[] {
  const shared = variablesOf(below(tree, 'Globals', 'Function', 'Environment', 'Variables'));
  const functions = entriesOf(below(tree, 'Resources')).filter(
    ([, { value }]) => textAt(value, 'Type') === 'AWS::Serverless::Function',
  );
  const codeOf = ([, { value }]: readonly [string, Entry]): string =>
    textAt(value, 'Properties', 'CodeUri') ?? textAt(tree, 'Globals', 'Function', 'CodeUri') ?? '.';
  return [...Map.groupBy(functions, codeOf)].flatMap(([folder, list]): readonly ContainerFact[] => {
    const [first] = list;
    if (!first) return [];
    const env = list.flatMap(([, { value }]) => variablesOf(below(value, 'Properties', 'Environment', 'Variables')));
    return [
      {
        ...emptyContainer,
        source: 'process',
        name: first[0],
        workingDir: folder,
        env: [...shared, ...env],
        at: first[1].at,
      },
    ];
  });
}

/** Plain values; what the framework itself would look up stays out. */
const variablesOf = (tree: Tree | undefined): readonly EnvEntry[] =>
  entriesOf(tree).flatMap(([name, { value, at }]): readonly EnvEntry[] => {
    const text = textOf(value);
    return text?.includes('${')
      ? []
      : [{ name, ...given('value', text === undefined ? undefined : masked(name, text)), at }];
  });
