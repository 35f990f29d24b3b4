import type { Value } from '../model/fact/value.ts';
import { defineReader, nameOf, nothing } from './reader.ts';
import { masked } from './secrets.ts';
import { treeOfJson } from './tree/json.ts';
import type { Tree } from './tree/tree.ts';

/** What is longer is data to work on, and no settings. */
const LONGEST = 60_000;
const MOST_ITEMS = 300;
const DEEPEST = 12;

const NAME =
  /^(?:ormconfig|config|configuration|settings|default|development|production|staging|local|custom-environment-variables|databases?|db|datasources?|knexfile|services|endpoints|urls|hosts|addresses|topics|queues|channels|events|constants|server|environment|env|app|gateway|routes)(?:[.-][\w-]+)*\.json$/i;
const FOLDER = /(?:^|\/)(?:config|configs|configuration|settings|environments)\/[^/]+\.json$/i;
const NONE =
  /(?:^|\/)(?:package(?:-lock)?|[jt]sconfig[\w.-]*|nest-cli|turbo|nx|project|angular|components|firebase|vercel|now|tslint|\.[\w.-]+|(?:jest|babel|eslint|prettier)[\w.-]*)\.json$/i;
const TEST = /(?:^|[./-])tests?[./-]|\.(?:spec|mock)\./i;

/** Settings that code imports or that a library looks for: `ormconfig.json`, `config/production.json`. */
export const dataReader = defineReader({
  id: 'data',
  version: 1,
  usesFolder: true,
  takes: (path) =>
    path.endsWith('.json') && (NAME.test(nameOf(path)) || FOLDER.test(path)) && !NONE.test(path) && !TEST.test(path),
  read: ({ text }) => {
    if (text.length > LONGEST) return nothing;
    const { tree } = treeOfJson(text);
    return tree && tree.kind !== 'scalar'
      ? { facts: [{ kind: 'data', value: valueOf(tree, '', 0), at: tree.at }], unreadable: [] }
      : nothing;
  },
});

const UNKNOWN: Value = { kind: 'unknown' };

/** A tree as code would write it; what is under a secret's name is not kept. */
function valueOf(tree: Tree, name: string, depth: number): Value {
  if (depth > DEEPEST) return UNKNOWN;
  if (tree.kind === 'list')
    return { kind: 'array', items: tree.items.slice(0, MOST_ITEMS).map((item) => valueOf(item, name, depth + 1)) };
  if (tree.kind === 'map')
    return {
      kind: 'object',
      entries: [...tree.entries].slice(0, MOST_ITEMS).map(([key, { value, at }]) => ({
        key,
        value: valueOf(value, key, depth + 1),
        line: at[0],
      })),
    };
  if (typeof tree.value === 'string') return { kind: 'text', text: masked(name, tree.value) };
  if (typeof tree.value === 'number')
    return Number.isFinite(tree.value) ? { kind: 'number', number: tree.value } : UNKNOWN;
  return typeof tree.value === 'boolean' ? { kind: 'boolean', boolean: tree.value } : { kind: 'nothing' };
}
