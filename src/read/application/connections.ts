import type { ConnectionFact } from '../../model/fact/data.ts';
import { given } from '../reader.ts';
import { maskedText } from '../secrets.ts';
import { below, entriesOf, textAt, textOf, type Tree } from '../tree/tree.ts';

/** `ConnectionStrings` of .NET: each a URL, or pairs as in `Server=…;Database=…`. */
export const connectionStringsOf = (tree: Tree | undefined): readonly ConnectionFact[] =>
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

/** Databases under the keys that Spring gives them. */
export function springConnectionsOf(tree: Tree, of: string | undefined): readonly ConnectionFact[] {
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
