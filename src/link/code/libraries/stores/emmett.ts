import type { DataVerb } from '../../../../model/model.ts';
import { fieldOf, itemsOf, librariesOf, textsOf } from '../../things.ts';
import type { DataDeed, Library, LibraryCall, Recognised, Thing } from '../../types.ts';
import { streamDeed } from './event-store-db.ts';
import { open } from './opening.ts';
import { keyedIn, verbIn } from './streams.ts';
import { data } from './verbs.ts';

type Kept = { readonly engine: string; readonly table: string };

/** Where each of Emmett's stores keeps its messages, by package. */
const EMMETT: Readonly<Record<string, Kept>> = {
  '@event-driven-io/emmett-postgresql': { engine: 'postgres', table: 'emt_messages' },
  '@event-driven-io/emmett-sqlite': { engine: 'sqlite', table: 'emt_messages' },
  '@event-driven-io/emmett-mongodb': { engine: 'mongo', table: 'emt' },
};
const ON_STREAMS = '@event-driven-io/emmett-esdb';

const opened = (call: LibraryCall, engine: string): void => {
  const [first, second] = call.args;
  const { program } = call.scope;
  const isText = textsOf(first).length > 0;
  const options = isText ? second : first;
  // Whoever hands over a client of its own has opened the database there.
  if (!isText && fieldOf(options, 'client', program) !== undefined) return;
  const url = isText ? first : fieldOf(options, 'fileName', program);
  open(call, { engine, options, ...(url ? { url } : {}) });
};

/** On EventStoreDB a stream is no table: see there. */
const deedOn = (call: LibraryCall, from: string, verb: DataVerb, stream: Thing | undefined): readonly DataDeed[] => {
  const kept = EMMETT[from];
  if (kept) return [data(kept.engine, verb, kept.table, keyedIn(call))];
  return from === ON_STREAMS ? [streamDeed(call, verb, stream)] : [];
};

/** Emmett: its stores on PostgreSQL, SQLite, MongoDB and EventStoreDB. */
export const emmettStores: Library = {
  packages: [...Object.keys(EMMETT), ON_STREAMS],
  recognise: (call) => {
    const { path, package: from } = call.callee;
    const engine = EMMETT[from]?.engine;
    if (engine !== undefined && /^get\w+EventStore$/.test(path)) {
      opened(call, engine);
      return {};
    }
    const verb = verbIn(path);
    return verb && { deeds: deedOn(call, from, verb, call.args[0]) };
  },
};

/** Emmett's command handlers: they read a stream of the store that they are given, decide, and append. */
export const emmett: Library = {
  packages: ['@event-driven-io/emmett'],
  recognise: (call): Recognised | undefined => {
    if (!/^(?:Decider)?CommandHandler\(\)$/.test(call.callee.path)) return undefined;
    const [store, stream, decide] = call.args;
    const handed = { ...call, args: [] };
    const deeds = librariesOf(store).flatMap(({ package: from }) =>
      (['read', 'insert'] as const).flatMap((verb) => deedOn(handed, from, verb, stream)),
    );
    const decisions = [...itemsOf(decide), ...(decide ? [decide] : [])].filter(({ kind }) => kind === 'function');
    return { deeds, takesCallbacks: true, follows: decisions.map((fn) => ({ fn, args: [] })) };
  },
};
