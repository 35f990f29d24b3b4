import type { ConnectionFact } from '../model/fact/data.ts';
import { defineReader, given, nameOf, nothing } from './reader.ts';
import { maskedText } from './secrets.ts';
import { treeOfJson } from './tree/json.ts';
import { below, entriesOf, textAt, textOf, type Tree } from './tree/tree.ts';
import { treesOfYaml } from './tree/yaml.ts';

/** Database connections of services in other languages: Spring's YAML and .NET's appsettings. */
export const connectionsReader = defineReader({
  id: 'connections',
  version: 1,
  takes: (path) => /^appsettings(?:\.[\w-]+)?\.json$/i.test(nameOf(path)) || /\.ya?ml$/.test(path),
  read: ({ file, text }) => {
    if (file.endsWith('.json')) {
      const { tree, unreadable } = treeOfJson(text);
      return { facts: connectionStringsOf(below(tree, 'ConnectionStrings')), unreadable };
    }
    if (!/^spring\s*:/m.test(text)) return nothing;
    const { documents, unreadable } = treesOfYaml(text);
    const stem = nameOf(file).replace(/\.ya?ml$/, '');
    const of = /^(?:application|bootstrap)(?:-.*)?$/.test(stem) ? undefined : stem;
    return { facts: documents.flatMap((tree) => springConnectionsOf(tree, of)), unreadable };
  },
});

const connectionStringsOf = (tree: Tree | undefined): readonly ConnectionFact[] =>
  entriesOf(tree).flatMap(([name, { value, at }]): readonly ConnectionFact[] => {
    const text = textOf(value);
    const isConnection = text !== undefined && /(?:server|host|data source|database)\s*=|^\w+:\/\//i.test(text);
    return isConnection
      ? [{ kind: 'connection', name: `ConnectionStrings.${name}`, engine: '', url: maskedText(text), at }]
      : [];
  });

const springKeys = [
  [['spring', 'data', 'mongodb'], 'mongo'],
  [['spring', 'data', 'redis'], 'redis'],
  [['spring', 'redis'], 'redis'],
  [['spring', 'datasource'], ''],
  [['spring', 'r2dbc'], ''],
] as const;

function springConnectionsOf(tree: Tree, of: string | undefined): readonly ConnectionFact[] {
  return springKeys.flatMap(([keys, engine]): readonly ConnectionFact[] => {
    const found = below(tree, ...keys);
    const url = textAt(found, 'uri') ?? textAt(found, 'url');
    const host = textAt(found, 'host');
    if (!found || (url === undefined && host === undefined)) return [];
    const address = {
      ...given('url', url === undefined ? undefined : maskedText(url.replace(/^r2dbc:/, ''))),
      ...given('host', host),
    };
    const rest = {
      ...given('port', textAt(found, 'port')),
      ...given('database', textAt(found, 'database')),
      ...given('of', of),
    };
    return [{ kind: 'connection', name: keys.join('.'), engine, ...address, ...rest, at: found.at }];
  });
}
