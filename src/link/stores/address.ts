import { own } from '../../model/own.ts';
/** Where a database is: what is known of it. Unknown parts are undefined. */
export type Address = {
  readonly engine: string;
  readonly host?: string;
  readonly port?: string;
  readonly database?: string;
  readonly schema?: string;
};

const engines: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  pg: 'postgres',
  cockroach: 'postgres',
  psql: 'postgres',
  cockroachdb: 'postgres',
  alloydb: 'postgres',
  mongodb: 'mongo',
  'mongodb+srv': 'mongo',
  mongoose: 'mongo',
  mysql2: 'mysql',
  mariadb: 'mysql',
  'mysql+ssl': 'mysql',
  rediss: 'redis',
  ioredis: 'redis',
  valkey: 'redis',
  mssql: 'sqlserver',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  file: 'sqlite',
  libsql: 'sqlite',
  elastic: 'elasticsearch',
  'neo4j+s': 'neo4j',
  'neo4j+ssc': 'neo4j',
  bolt: 'neo4j',
  'bolt+s': 'neo4j',
  couchbases: 'couchbase',
  esdb: 'eventstoredb',
  'esdb+discover': 'eventstoredb',
  kurrentdb: 'eventstoredb',
  'kurrentdb+discover': 'eventstoredb',
  kdb: 'eventstoredb',
};
const ports: Readonly<Record<string, string>> = {
  postgres: '5432',
  mysql: '3306',
  mongo: '27017',
  redis: '6379',
  sqlserver: '1433',
  elasticsearch: '9200',
  cassandra: '9042',
  clickhouse: '8123',
  neo4j: '7687',
  eventstoredb: '2113',
};

/** One name for each engine, whatever a driver or URL calls it. */
export const engineOf = (name: string): string => {
  const lower = name.toLowerCase();
  return own(engines, lower) ?? lower;
};

export const engineByPort = (port: string | undefined): string | undefined =>
  Object.keys(ports).find((engine) => ports[engine] === port);

/** Reads a URL, a JDBC URL or a `Key=value;…` connection string; `engine` is what is assumed where it does not say. */
export function addressOf(text: string, engine: string): Address {
  if (/^[\w ]+=[^=]/.test(text) && /(?:^|;)\s*(?:server|host|data source|database|initial catalog)\s*=/i.test(text))
    return ofPairs(text, engine);
  const spanner = /^projects\/[^/]+\/instances\/([^/]+)\/databases\/([^/?]+)/.exec(text);
  if (spanner) return { engine: 'spanner', host: spanner[1] ?? '', database: spanner[2] ?? '' };
  const bare = text.replace(/^jdbc:/, '');
  if (bare.startsWith('sqlserver://')) return ofSqlServer(bare);
  if (/^(?:file|sqlite3?|libsql):/.test(bare))
    return { engine: 'sqlite', database: bare.replace(/^\w+:(?:\/\/)?/, '').replace(/\?.*$/, '') };
  const [, scheme, hosts = '', path, query = ''] =
    /^([a-z][\w+.-]*):\/\/(?:[^/?#]*@)?([^/?#]*)(?:\/([^?#]*))?(?:\?(.*))?/i.exec(bare) ?? [];
  if (scheme === undefined && engine === 'sqlite') return { engine, database: text };
  // `your mongo uri here`: words for whoever sets it up.
  if (scheme === undefined) return /\S\s+\S/.test(text) ? { engine } : ofHost(text, engine);
  const kind = /^(?:https?|tcp|tls)$/.test(scheme) ? engine : engineOf(scheme);
  const schema = /(?:^|&)(?:schema|currentSchema)=([^&]+)/.exec(query)?.[1];
  const database =
    path === undefined || path === '' || path.startsWith('{') ? undefined : decoded(path.replace(/\/+$/, ''));
  return {
    ...ofHost(hosts.split(',')[0] ?? '', kind),
    ...(database ? { database } : {}),
    ...(schema ? { schema } : {}),
  };
}

function ofHost(text: string, engine: string): Address {
  const [, host, port] = /^((?:\$\{[^}]*\}|\[[^\]]*\]|[^:/])+)(?::(\d+|\$\{?\w+\}?))?/.exec(text) ?? [];
  return {
    engine,
    ...(host === undefined ? {} : { host: plainHostOf(host) }),
    ...(port === undefined ? {} : { port }),
  };
}

/** `db.shop.svc.cluster.local` is `db` to everyone in the cluster. */
export const plainHostOf = (host: string): string =>
  host
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/\.[\w-]+\.svc(?:\.cluster\.local)?$/, '')
    .replace(/^(?:127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)$/, 'localhost');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `server=sql,1434;database=Shop;user id=sa`, `Host=db;Port=5432;Database=shop`. */
function ofPairs(text: string, engine: string): Address {
  const pairs = new Map(
    text.split(';').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()] as const;
    }),
  );
  const first = (...keys: readonly string[]) =>
    keys.map((key) => pairs.get(key)).find((value) => value !== undefined && value !== '');
  const server = first('server', 'host', 'data source', 'address', 'addr') ?? '';
  const [host = '', comma] = server.replace(/^tcp:/, '').split(',');
  const port = comma ?? first('port');
  const database = first('database', 'initial catalog', 'dbname');
  const kind = engine || (pairs.has('host') ? 'postgres' : pairs.has('uid') || port === '3306' ? 'mysql' : 'sqlserver');
  const address = ofHost(host, kind);
  return { ...address, ...(port === undefined ? {} : { port }), ...(database === undefined ? {} : { database }) };
}

function ofSqlServer(text: string): Address {
  const [, server = '', rest = ''] = /^sqlserver:\/\/([^;]*);?(.*)$/.exec(text) ?? [];
  return { ...ofPairs(rest.includes('=') ? rest : 'x=', 'sqlserver'), ...ofHost(server, 'sqlserver') };
}

/** `postgres:db/shop`, the default port left out; what is unknown is `?`. */
export function idOf({ engine, host, port, database, schema }: Address): string {
  if (engine === 'sqlite') return `sqlite:${database ?? '?'}`;
  const place = host === undefined ? '?' : port === undefined || port === ports[engine] ? host : `${host}:${port}`;
  const isFirst = engine === 'redis' && database === '0';
  const inside = [isFirst ? undefined : database, schema === 'public' ? undefined : schema].filter(
    (part) => part !== undefined,
  );
  return [`${engine}:${place}`, ...inside].join('/').replace(/\$\{(\w+)\}/g, '$$$1');
}
