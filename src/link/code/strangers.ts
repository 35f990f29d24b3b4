import type { Evidence } from '../../model/evidence.ts';
import type { Unresolved } from '../../model/model.ts';
import { own } from '../../model/own.ts';
import { libraryFor } from './libraries/index.ts';
import type { ModuleFact } from '../../model/fact/module.ts';
import type { Program } from './types.ts';

/** A library that speaks to others in ways nobody here understands: what a service says through it is not on the map. */
export type Stranger = { readonly library: string; readonly kind: Unresolved['kind']; readonly at: Evidence };

/** Families of libraries that services speak through, by package. Whatever has a recogniser is none, though it stands here. */
const FAMILIES: Readonly<Record<Unresolved['kind'], readonly RegExp[]>> = {
  call: [
    /^(?:seneca(?:-.+)?|@seneca\/.+|cote|nats-hemera|moleculer|piscina-rpc|carotte|studio|hydra-express|fwsp-hydra(?:-express)?)$/,
    /^(?:thrift|@creditkarma\/thrift-.+|soap|strong-soap|nestjs-soap|easy-soap-request|jayson|json-rpc-2\.0|rpc-websockets|node-json-rpc2?)$/,
    /^(?:twirp-ts|@protobuf-ts\/(?:twirp-transport|grpc-transport|grpcweb-transport)|rsocket-.+|capnp-ts|avro-services|@orpc\/(?:server|client)|@microsoft\/signalr)$/,
    /^(?:@feathersjs\/(?:feathers|express|koa|client|rest-client|socketio(?:-client)?)|@loopback\/(?:core|rest|boot|repository|service-proxy)|loopback|sails|@strapi\/strapi|strapi|meteor)$/,
    /^(?:@adonisjs\/(?:core|http-server)|@midwayjs\/.+|egg|@marblejs\/.+|@foal\/core|@tsed\/(?:common|platform-.+)|total[45]|actionhero|@deepkit\/(?:rpc|http|framework)|restana|uWebSockets\.js|encore\.dev)$/,
    /^(?:@dapr\/dapr|dapr-client|zeebe-node|@camunda8\/sdk|camunda-external-task-client-js|inngest|@trigger\.dev\/sdk|@restatedev\/.+|@aws-sdk\/client-(?:lambda|sfn)|@azure\/functions|durable-functions)$/,
  ],
  channel: [
    /^(?:zeromq|zmq|nanomsg|pulsar-client|pulsar-flex|solclientjs|rhea(?:-promise)?|stompit|@stomp\/stompjs|amqp10|nsqjs|fivebeans|jackd|node-celery(?:-ts)?|celery-node)$/,
    /^(?:@aws-sdk\/client-(?:kinesis|firehose|mq)|@azure\/(?:event-hubs|storage-queue|eventgrid)|@google-cloud\/tasks|@upstash\/(?:kafka|qstash)|@confluentinc\/kafka-javascript)$/,
    /^(?:kue|rsmq|node-resque|faktory-worker|bee-queue|@nestjs\/event-?store|rocketmq-client-nodejs|apache-rocketmq)$/,
  ],
  store: [
    /^(?:neo4j-driver|neode|@neo4j\/graphql(?:-ogm)?|cassandra-driver|@clickhouse\/client|couchbase|ottoman|nano|arangojs|rethinkdb|gremlin|dgraph-js|orientjs|edgedb|gel|surrealdb|tigerbeetle-node)$/,
    /^(?:@google-cloud\/(?:firestore|spanner|bigquery|datastore|bigtable)|@supabase\/supabase-js|@azure\/(?:cosmos|data-tables)|faunadb|@planetscale\/database|@libsql\/client|snowflake-sdk|ibm_db)$/,
    /^(?:@influxdata\/influxdb-client|influx|bookshelf|waterline|massive|dynamoose|dynamodb-toolbox|electrodb|pouchdb(?:-.+)?)$/,
  ],
};

const kinds = new Map<string, Unresolved['kind'] | undefined>();

/** Asked of every import: answered once for each package. */
const kindOf = (library: string): Unresolved['kind'] | undefined => {
  if (!kinds.has(library)) kinds.set(library, kindIn(library));
  return kinds.get(library);
};

const kindIn = (library: string): Unresolved['kind'] | undefined => {
  if (libraryFor(library).length > 0) return undefined;
  for (const kind of ['call', 'channel', 'store'] as const)
    if (FAMILIES[kind].some((family) => family.test(library))) return kind;
  return undefined;
};

/** Libraries that are understood but for what these methods do. */
const PARTLY: Readonly<Record<string, RegExp>> = {
  '@eventstore/db-client': /^subscribeTo/,
  '@kurrent/kurrentdb-client': /^subscribeTo/,
};

const isPartly = (library: string, { calls }: ModuleFact): boolean => {
  const methods = own(PARTLY, library);
  return methods !== undefined && calls.some(({ callee }) => callee.kind === 'member' && methods.test(callee.name));
};

/** What the files of a service import of such libraries, each once, where it is imported first. */
export const strangersIn = ({ files, workspace }: Program): readonly Stranger[] => {
  const found = new Map<string, Stranger>();
  for (const file of files) {
    const fact = workspace.moduleOf(file)?.fact;
    // A file that does nothing takes types alone, however it says so.
    if (!fact || fact.functions.length + fact.classes.length + fact.calls.length === 0) continue;
    for (const { from, typeOnly, at } of fact.imports) {
      if (typeOnly || /^[./]/.test(from)) continue;
      const target = workspace.resolve(file, from);
      if (!('package' in target) || found.has(target.package)) continue;
      const kind = isPartly(target.package, fact) ? 'channel' : kindOf(target.package);
      const place: Evidence = { file, line: at[0], column: at[1], basis: 'inferred' };
      if (kind) found.set(target.package, { library: target.package, kind, at: place });
    }
  }
  return [...found.values()];
};

/** What is said through libraries that are not understood, as what could not be told. */
export const unheardOf = (service: string, strangers: readonly Stranger[]): readonly Unresolved[] =>
  strangers.map(({ library, kind, at }) => ({
    service,
    what: `what ${library} does: not understood`,
    kind,
    library,
    evidence: [at],
  }));
