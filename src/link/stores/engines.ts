import { imageNameOf } from '../units/images.ts';
import type { FactIndex } from '../types.ts';

const words: readonly (readonly [RegExp, string])[] = [
  [/postgres|postgis|pgsql|(?:^|_)PG|alloydb|timescale|cockroach/i, 'postgres'],
  [/mysql|mariadb/i, 'mysql'],
  [/mongo/i, 'mongo'],
  [/redis|valkey/i, 'redis'],
  [/spanner/i, 'spanner'],
  [/sqlserver|mssql/i, 'sqlserver'],
  [/cassandra|scylla/i, 'cassandra'],
  [/elastic(?:search)?(?:_|$)|opensearch/i, 'elasticsearch'],
  [/dynamo/i, 'dynamodb'],
];

/** The engine that a variable's or an image's name speaks of. */
export const engineIn = (text: string): string | undefined => words.find(([word]) => word.test(text))?.[1];

/** The engine of the container that answers at a host, by its image. */
export type EngineAt = (host: string | undefined) => string | undefined;

export function engineAtOf(index: FactIndex): EngineAt {
  const images = new Map<string, string>();
  for (const { fact } of index.ofKind('container'))
    for (const name of [fact.name, ...fact.aliases]) if (fact.image) images.set(name.toLowerCase(), fact.image);
  return (host) => {
    const image = host === undefined ? undefined : images.get(host.replace(/:.*$/, '').toLowerCase());
    return image === undefined ? undefined : engineIn(imageNameOf(image));
  };
}
