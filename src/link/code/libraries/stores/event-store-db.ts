import type { DataVerb } from '../../../../model/model.ts';
import type { StoreOpening } from '../../../types.ts';
import { fieldOf, itemsOf, objectsOf, textsOf } from '../../things.ts';
import type { DataDeed, Library, LibraryCall, Program, Thing } from '../../types.ts';
import { resolvedOf } from './opening.ts';
import { keyedIn, verbIn } from './streams.ts';
import { data } from './verbs.ts';

const CLIENT = /^(?:EventStoreDBClient|KurrentDBClient)(?:\.connectionString)?$/;
const servers = new WeakMap<Program, Thing>();

/** The address of a client: `esdb://…`, `{ endpoint: 'host:2113' }`, `{ endpoint: { address, port } }`, or the first of several. */
const serverIn = ([first]: readonly Thing[], program: Program): Thing | undefined => {
  if (textsOf(first).length > 0) return first;
  const [endpoint] = ['endpoint', 'discover', 'endpoints'].flatMap((name) => fieldOf(first, name, program) ?? []);
  const one = itemsOf(endpoint)[0] ?? endpoint;
  return objectsOf(one).length > 0 ? fieldOf(one, 'address', program) : one;
};

/** `order-4711` is a stream of the category `order`. */
const categoryOf = (stream: Thing | undefined): string | undefined =>
  textsOf(stream).flatMap(({ text }) => /^\$?[A-Za-z]\w*/.exec(text)?.[0] ?? [])[0];

/**
 * What is done to a stream. A server holds the streams of everybody, like a broker its topics, so a category of streams is
 * a store of its own, and one that nobody can tell is none.
 */
export const streamDeed = (call: LibraryCall, verb: DataVerb, stream: Thing | undefined): DataDeed => {
  const { program } = call.scope;
  const category = categoryOf(stream);
  const deed = data('eventstoredb', verb, category, keyedIn(call));
  if (category === undefined) return deed;
  const server = resolvedOf(servers.get(program));
  const opening: StoreOpening = {
    service: program.service.name,
    engine: 'eventstoredb',
    role: 'data',
    ...(server.length > 0 ? { url: server } : {}),
    database: [{ text: category, env: [], evidence: [call.at] }],
    tables: [],
    evidence: [call.at],
  };
  program.openings.push(opening);
  return { ...deed, opening };
};

/** EventStoreDB, which is called KurrentDB now. */
export const eventStoreDb: Library = {
  packages: ['@eventstore/db-client', '@kurrent/kurrentdb-client'],
  recognise: (call) => {
    const { path } = call.callee;
    if (CLIENT.test(path)) {
      const server = serverIn(call.args, call.scope.program);
      if (server) servers.set(call.scope.program, server);
      return {};
    }
    const verb = verbIn(path);
    return verb && { deeds: [streamDeed(call, verb, call.args[0])] };
  },
};
