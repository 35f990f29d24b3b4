import { eitherOf, fieldOf, itemsOf, textsOf } from '../../things.ts';
import type { Library, LibraryCall, Program, Thing } from '../../types.ts';
import { open, optionsIn } from './opening.ts';

/** How a client is made, and where among its options stands what is not called as usual. */
type Client = {
  readonly engine: string;
  readonly opens: RegExp;
  /** Options whose fields name the place. */
  readonly url?: readonly string[];
  readonly host?: readonly string[];
  readonly database?: readonly string[];
  readonly role?: 'cache';
};

const CLIENTS: Readonly<Record<string, Client>> = {
  'neo4j-driver': { engine: 'neo4j', opens: /^(?:default\.)?driver$/ },
  neode: { engine: 'neo4j', opens: /^(?:|default|Neode|neode)$/ },
  'nest-neo4j': { engine: 'neo4j', opens: /^Neo4jModule\.forRoot(?:Async)?$/ },
  'cassandra-driver': {
    engine: 'cassandra',
    opens: /^Client$/,
    host: ['contactPoints'],
    database: ['keyspace'],
  },
  '@clickhouse/client': { engine: 'clickhouse', opens: /^createClient$/ },
  clickhouse: { engine: 'clickhouse', opens: /^(?:|ClickHouse)$/, database: ['config.database'] },
  '@google-cloud/firestore': {
    engine: 'firestore',
    opens: /^Firestore$/,
    host: ['projectId'],
    database: ['databaseId'],
  },
  couchbase: { engine: 'couchbase', opens: /^(?:Cluster\.)?connect$/ },
  nano: { engine: 'couchdb', opens: /^(?:|nano)$/ },
  arangojs: { engine: 'arangodb', opens: /^(?:Database|arangojs)$/, database: ['databaseName'] },
  '@supabase/supabase-js': { engine: 'supabase', opens: /^createClient$/ },
  '@influxdata/influxdb-client': { engine: 'influxdb', opens: /^InfluxDB$/ },
  influx: { engine: 'influxdb', opens: /^InfluxDB$/ },
  meilisearch: { engine: 'meilisearch', opens: /^(?:MeiliSearch|Meilisearch)$/, url: ['host'] },
  memcached: { engine: 'memcached', opens: /^(?:|Memcached)$/, role: 'cache' },
};

const first = (options: Thing | undefined, keys: readonly string[], program: Program): Thing | undefined => {
  const found = keys.flatMap((key) => fieldOf(options, key, program) ?? []);
  const all = found.flatMap((thing) => [...itemsOf(thing).slice(0, 1), ...(textsOf(thing).length > 0 ? [thing] : [])]);
  return all.length > 0 ? eitherOf(all) : undefined;
};

const opened = (call: LibraryCall, client: Client): void => {
  const { program } = call.scope;
  const options = optionsIn(call.args[0], call.scope);
  const url = textsOf(options).length > 0 ? options : first(options, client.url ?? [], program);
  const host = first(options, client.host ?? [], program);
  const database = first(options, client.database ?? [], program);
  open(call, {
    engine: client.engine,
    options,
    ...(client.role ? { role: client.role } : {}),
    ...(url ? { url } : {}),
    ...(host ? { host } : {}),
    ...(database ? { database } : {}),
  });
};

/** Databases of which only the connection is known: graphs, wide columns, columns, documents elsewhere. */
export const elsewhere: Library = {
  packages: Object.keys(CLIENTS),
  recognise: (call) => {
    const client = CLIENTS[call.callee.package];
    if (!client?.opens.test(call.callee.path)) return undefined;
    // What pages reach by themselves is a service to them, whatever it keeps.
    if (call.scope.program.service.kind === 'frontend') return {};
    opened(call, client);
    return {};
  },
};

const APP = /^(?:app\.|default\.)?initializeApp$/;
const STORE = /^(?:(?:default\.)?firestore|getFirestore|initializeFirestore)$/;

/** Firebase: a project's Firestore, wherever the application was made. */
export const firebase: Library = {
  packages: ['firebase-admin'],
  recognise: (call) => {
    const { path } = call.callee;
    const { program } = call.scope;
    if (APP.test(path)) {
      const host = first(call.args[0], ['projectId', 'credential.projectId'], program);
      if (host) projects.set(program, host);
      return {};
    }
    if (!STORE.test(path)) return undefined;
    const host = projects.get(program);
    open(call, { engine: 'firestore', ...(host ? { host } : {}) });
    return {};
  },
};

const projects = new WeakMap<Program, Thing>();
