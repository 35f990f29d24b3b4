import { cqrsContexts, transformed } from '../nest/aggregates.ts';
import { nestApplication, routingControllers } from '../nest/paths.ts';
import type { Library } from '../types.ts';
import { agenda } from './agenda.ts';
import { aws } from './aws.ts';
import { azureServiceBus } from './azure-service-bus.ts';
import { bull } from './bull.ts';
import { cdk } from './cdk/cdk.ts';
import { convict, envVar, nestConfig, nodeConfig, registerAs } from './config.ts';
import { containers } from './containers.ts';
import { descriptors } from './descriptors.ts';
import { emitters } from './emitters.ts';
import { externals } from './externals.ts';
import { connect, grpcJs, nestGrpc, stubs } from './grpc/clients.ts';
import { googlePubSub } from './google-pubsub.ts';
import { graphileWorker } from './graphile-worker.ts';
import { graphqlClients } from './graphql/clients.ts';
import { graphqlGateways } from './graphql/gateways.ts';
import { graphqlJs, graphqlServers, pothos } from './graphql/servers.ts';
import { bent, honoClient, openapiFetch, wretch } from './http/chained.ts';
import { aroundAxios, aroundFetch, httpClients, nestHttpOfOld } from './http/clients.ts';
import { tsRest } from './http/contracts.ts';
import { globalFetch } from './http/fetch.ts';
import { dataSources } from './http/sources.ts';
import { functionWrappers } from './function-wrappers.ts';
import { kafka } from './kafka.ts';
import { lookups } from './lookups.ts';
import { matching } from './matching.ts';
import { mqtt } from './mqtt.ts';
import { nats } from './nats.ts';
import { nestClients } from './nest-clients.ts';
import { nestServers } from './nest-servers.ts';
import { pathFunctions } from './paths.ts';
import { axiosRetry } from './patience/clients.ts';
import { breakers, bulkheads, cockatiel, deadlines, retries } from './patience/policies.ts';
import { proxies } from './proxies.ts';
import { pgBoss } from './pg-boss.ts';
import { moleculer } from './rpc/moleculer.ts';
import { trpcClients } from './rpc/trpc-client.ts';
import { trpcServers } from './rpc/trpc-server.ts';
import { dapr } from './mesh/dapr.ts';
import { rabbit } from './rabbit.ts';
import { rascal } from './rascal.ts';
import { routers, wrappers } from './routers.ts';
import { mongo } from './stores/mongo.ts';
import { dynamo, dynamoose } from './stores/dynamo.ts';
import { elastic } from './stores/elastic.ts';
import { emmett, emmettStores } from './stores/emmett.ts';
import { eventStoreDb } from './stores/event-store-db.ts';
import { elsewhere, firebase } from './stores/elsewhere.ts';
import { prisma } from './stores/prisma.ts';
import { cacheModules, redisCaches } from './stores/caches.ts';
import { redis } from './stores/redis.ts';
import { redisOm } from './stores/redis-om.ts';
import { intervals, schedules } from './schedules.ts';
import { drivers } from './stores/drivers.ts';
import { drizzle } from './stores/drizzle.ts';
import { knex } from './stores/knex.ts';
import { kysely } from './stores/kysely.ts';
import { objection } from './stores/objection.ts';
import { sequelize } from './stores/sequelize.ts';
import { temporal } from './temporal.ts';
import { telemetry } from './telemetry.ts';
import { terminus } from './terminus.ts';
import { tsRestServers } from './servers/ts-rest.ts';
import { typeorm } from './stores/typeorm.ts';
import { versions } from './versions.ts';
import { validators } from './validators.ts';

const LIBRARIES: readonly Library[] = [
  globalFetch,
  httpClients,
  nestHttpOfOld,
  aroundAxios,
  aroundFetch,
  axiosRetry,
  retries,
  breakers,
  cockatiel,
  bulkheads,
  deadlines,
  wretch,
  bent,
  openapiFetch,
  honoClient,
  tsRest,
  dataSources,
  matching,
  routers,
  wrappers,
  tsRestServers,
  moleculer,
  trpcClients,
  trpcServers,
  dapr,
  graphqlClients,
  graphqlGateways,
  graphqlServers,
  graphqlJs,
  pothos,
  proxies,
  nestClients,
  nestServers,
  nestApplication,
  cqrsContexts,
  transformed,
  versions,
  routingControllers,
  containers,
  emitters,
  schedules,
  intervals,
  elsewhere,
  firebase,
  lookups,
  pathFunctions,
  nodeConfig,
  nestConfig,
  registerAs,
  validators,
  convict,
  envVar,
  kafka,
  rabbit,
  rascal,
  nats,
  mqtt,
  bull,
  agenda,
  graphileWorker,
  pgBoss,
  temporal,
  telemetry,
  aws,
  googlePubSub,
  azureServiceBus,
  descriptors,
  grpcJs,
  connect,
  stubs,
  nestGrpc,
  externals,
  terminus,
  typeorm,
  mongo,
  prisma,
  redis,
  redisCaches,
  cacheModules,
  redisOm,
  drivers,
  knex,
  objection,
  kysely,
  drizzle,
  sequelize,
  elastic,
  emmettStores,
  emmett,
  eventStoreDb,
  dynamo,
  dynamoose,
  cdk,
  functionWrappers,
];

const byName = new Map<string, readonly Library[]>();

const speaksOf = (library: Library, name: string): boolean =>
  typeof library.packages === 'function' ? library.packages(name) : library.packages.includes(name);

/** The recognisers of a package. */
export const libraryFor = (name: string): readonly Library[] => {
  const known = byName.get(name);
  if (known) return known;
  const found = LIBRARIES.filter((library) => speaksOf(library, name));
  byName.set(name, found);
  return found;
};
