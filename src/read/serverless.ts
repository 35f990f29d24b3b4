import type { CloudFunctionFact } from '../model/fact/cloud.ts';
import type { EnvEntry } from '../model/fact/env.ts';
import type { ContainerFact } from '../model/fact/infrastructure.ts';
import type { Fact } from '../model/fact.ts';
import { emptyContainer } from '../model/fact/empty-container.ts';
import { defineReader, given, nameOf, nothing } from './reader.ts';
import { masked } from './secrets.ts';
import { bindingsOf, eventsOf, samEventOf } from './serverless/events.ts';
import { namesIn, type Names } from './serverless/names.ts';
import { treeOfJson } from './tree/json.ts';
import { below, entriesOf, itemsOf, textAt, textOf, type Entry, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

/** Functions that are deployed together: the Serverless Framework's file is one service, a SAM template one for each folder of code. */
export const serverlessReader = defineReader({
  id: 'serverless',
  version: 2,
  takes: (path) =>
    /^(?:(?:serverless|template|sam)(?:[.-][\w-]+)?\.(?:ya?ml|json)|serverless\.[cm]?[jt]s)$/i.test(nameOf(path)),
  read: ({ file, text }) => {
    const isServerless =
      /^[ \t]*["']?functions["']?[ \t]*[:,]/m.test(text) && /^[ \t]*["']?provider["']?[ \t]*[:,]/m.test(text);
    if (!isServerless && !text.includes('AWS::Serverless::Function')) return nothing;
    if (/\.[cm]?[jt]s$/.test(file)) return { facts: writtenOf(text), unreadable: [] };
    const tree = file.endsWith('.json') ? treeOfJson(text).tree : treesOfYaml(text).documents[0];
    if (!tree) return nothing;
    const names = namesIn(tree);
    const facts = isServerless ? frameworkOf(tree, names) : templateOf(tree, names);
    return { facts: facts.length > 0 ? [...facts, ...bindingsOf(tree, names)] : [], unreadable: [] };
  },
});

const processOf = (name: string, at: Tree['at']): ContainerFact => ({
  ...emptyContainer,
  source: 'process',
  name,
  at,
});

/** Of a file that is a program only what its text says plainly: that there is a service, and its name. */
function writtenOf(text: string): readonly Fact[] {
  const name = /^\s*service:\s*['"`]([\w.-]+)['"`]/m.exec(text);
  return name?.[1] === undefined ? [] : [processOf(name[1], [text.slice(0, name.index).split('\n').length, 1])];
}

function frameworkOf(tree: Tree, names: Names): readonly Fact[] {
  const functions = entriesOf(below(tree, 'functions'));
  const name = names.text(below(tree, 'service', 'name') ?? below(tree, 'service')) ?? textAt(tree, 'service');
  if (name === undefined || !functions.some(([, { value }]) => textAt(value, 'handler') !== undefined)) return [];
  const env = [below(tree, 'provider'), ...functions.map(([, { value }]) => value)].flatMap((one) =>
    variablesOf(below(one, 'environment'), names),
  );
  const run = functions.flatMap(([called, { value, at }]) => {
    const triggers = itemsOf(below(value, 'events')).flatMap((event) => eventsOf(event, names));
    return functionOf({ name: called, handler: textAt(value, 'handler'), triggers, at });
  });
  return [{ ...processOf(name, tree.at), env }, ...run];
}

/** `src/orders.create` is the export `create` of `src/orders`. */
function functionOf({
  name,
  handler,
  triggers,
  at,
}: Pick<CloudFunctionFact, 'name' | 'triggers' | 'at'> & {
  readonly handler: string | undefined;
}): readonly CloudFunctionFact[] {
  const [, entry, called] = /^(.+)\.([\w$]+)$/.exec(handler ?? '') ?? [];
  return entry === undefined || called === undefined
    ? []
    : [{ kind: 'cloud-function', name, entry, handler: called, triggers, at }];
}

function templateOf(tree: Tree, names: Names): readonly Fact[] {
  const shared = variablesOf(below(tree, 'Globals', 'Function', 'Environment', 'Variables'), names);
  const functions = entriesOf(below(tree, 'Resources')).filter(
    ([, { value }]) => textAt(value, 'Type') === 'AWS::Serverless::Function',
  );
  const codeOf = ([, { value }]: readonly [string, Entry]): string =>
    textAt(value, 'Properties', 'CodeUri') ?? textAt(tree, 'Globals', 'Function', 'CodeUri') ?? '.';
  const services = [...Map.groupBy(functions, codeOf)].flatMap(([folder, list]): readonly ContainerFact[] => {
    const [first] = list;
    if (!first) return [];
    const env = list.flatMap(([, { value }]) =>
      variablesOf(below(value, 'Properties', 'Environment', 'Variables'), names),
    );
    return [{ ...processOf(first[0], first[1].at), workingDir: folder, env: [...shared, ...env] }];
  });
  const run = functions.flatMap((one) => {
    const [name, { value, at }] = one;
    const handler = textAt(value, 'Properties', 'Handler') ?? textAt(tree, 'Globals', 'Function', 'Handler');
    const [built] = itemsOf(below(value, 'Metadata', 'BuildProperties', 'EntryPoints'));
    const entry = textOf(built)?.replace(/\.[cm]?[jt]sx?$/, '');
    const file = entry === undefined ? handler : `${entry}.${handler?.split('.').at(-1) ?? 'handler'}`;
    const triggers = entriesOf(below(value, 'Properties', 'Events')).flatMap(([, event]) =>
      samEventOf(event.value, names),
    );
    return functionOf({ name, handler: file && `${codeOf(one)}/${file}`, triggers, at });
  });
  return [...services, ...run];
}

/** Plain values, and names of what the file itself describes; what the framework would look up elsewhere stays out. */
const variablesOf = (tree: Tree | undefined, names: Names): readonly EnvEntry[] =>
  entriesOf(tree).flatMap(([name, { value, at }]): readonly EnvEntry[] => {
    const text = names.text(value);
    return text === undefined && textOf(value)?.includes('${') === true
      ? []
      : [{ name, ...given('value', text === undefined ? undefined : masked(name, text)), at }];
  });
