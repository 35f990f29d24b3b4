import { fieldOf, itemsOf, librariesOf, textsOf } from '../../things.ts';
import type { Library, LibraryCall, Recognised, Thing } from '../../types.ts';
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

const opened = (call: LibraryCall, engine: string): void => {
  const [first, second] = call.args;
  const { program } = call.scope;
  const isText = textsOf(first).length > 0;
  const options = isText ? second : first;
  const database =
    engine === 'sqlite' ? (fieldOf(options, 'fileName', program) ?? (isText ? first : undefined)) : undefined;
  // Whoever hands over a client of its own has opened the database there.
  if (!isText && fieldOf(options, 'client', program) !== undefined) return;
  open(call, { engine, options, ...(database ? { database } : isText ? { url: first } : {}) });
};

/** Emmett: its stores on PostgreSQL, SQLite and MongoDB. */
export const emmettStores: Library = {
  packages: Object.keys(EMMETT),
  recognise: (call) => {
    const { path, package: from } = call.callee;
    const kept = EMMETT[from];
    if (!kept) return undefined;
    if (/^get(?:PostgreSQL|SQLite|MongoDB)EventStore$/.test(path)) {
      opened(call, kept.engine);
      return {};
    }
    const verb = verbIn(path);
    return verb && { deeds: [data(kept.engine, verb, kept.table, keyedIn(call))] };
  },
};

const keptBy = (store: Thing | undefined): readonly Kept[] =>
  librariesOf(store).flatMap(({ package: from }) => EMMETT[from] ?? []);

/** Emmett's command handlers: they read a stream of the store that they are given, decide, and append. */
export const emmett: Library = {
  packages: ['@event-driven-io/emmett'],
  recognise: (call): Recognised | undefined => {
    if (!/^(?:Decider)?CommandHandler\(\)$/.test(call.callee.path)) return undefined;
    const [store, , decide] = call.args;
    const deeds = keptBy(store).flatMap(({ engine, table }) => [
      data(engine, 'read', table),
      data(engine, 'insert', table),
    ]);
    const decisions = [...itemsOf(decide), ...(decide ? [decide] : [])].filter(({ kind }) => kind === 'function');
    return { deeds, takesCallbacks: true, follows: decisions.map((fn) => ({ fn, args: [] })) };
  },
};
