import type { Evidence } from '../../../model/evidence.ts';
import { keyOf } from '../evaluate/enter.ts';
import { fieldOf, functionsOf, itemsOf, librariesOf, objectsOf, plainTextsOf, shapesOf, symbolsOf } from '../things.ts';
import type { Handler, LibraryCall, LibraryThing, OpenHandler, PublishDeed, Recognised, Thing } from '../types.ts';

/** A thing of the same package, further along its path. */
export const libraryThing = (of: LibraryThing, path: string): LibraryThing => ({
  kind: 'library',
  package: of.package,
  path,
  parent: of,
  args: [],
  ...(of.scope ? { scope: of.scope } : {}),
});

export const publish = (
  protocol: string,
  names: readonly string[],
  more: { readonly keys?: readonly string[]; readonly openKey?: boolean; readonly label: string },
): PublishDeed => ({
  kind: 'publish',
  protocol,
  names,
  label: more.label,
  ...(more.keys ? { keys: more.keys } : {}),
  ...(more.openKey ? { openKey: true } : {}),
});

/** A regular expression as it is written. */
const regexesOf = (thing: Thing | undefined): readonly string[] =>
  objectsOf(thing).flatMap((object) => {
    const { program } = object.scope;
    const [source] = plainTextsOf(fieldOf(object, 'source', program));
    const flags = plainTextsOf(fieldOf(object, 'flags', program))[0];
    return source === undefined || flags === undefined ? [] : [`/${source}/${flags}`];
  });

const namesOf = (thing: Thing | undefined): readonly string[] => [
  ...shapesOf(thing),
  ...regexesOf(thing),
  ...symbolsOf(thing),
];

/** Texts of a thing or of the items of a list; holes are kept, for matching by shape. */
export const namesIn = (thing: Thing | undefined): readonly string[] =>
  [...namesOf(thing), ...itemsOf(thing).flatMap((item) => namesOf(item))].filter((name) => !/^\{[^}]*\}$/.test(name));

/** A field of the options among the arguments. */
export const option = (call: LibraryCall, name: string): Thing | undefined => {
  for (const arg of call.args) {
    const found = fieldOf(arg, name, call.scope.program);
    if (found) return found;
  }
  return undefined;
};

/** An answer goes to whoever asked: no channel of its own. */
export const isAnswer = ({ fact }: LibraryCall): boolean =>
  fact.args
    .slice(0, 2)
    .some((arg) => (arg.kind === 'member' || arg.kind === 'name') && /^(?:replyTo|reply_to)$/.test(arg.name));

/** What a call evaluates to, for what is done with it later. */
export const madeOf = ({ scope, fact }: LibraryCall): LibraryThing | undefined => {
  const site = scope.module.fact.calls.indexOf(fact);
  return librariesOf(scope.program.evaluate({ kind: 'call', site }, scope))[0];
};

/** The functions among the arguments. */
export const callbacks = (call: LibraryCall): readonly Thing[] => call.args.flatMap((arg) => functionsOf(arg));

export type Listening = {
  readonly protocol: string;
  readonly names: readonly string[];
  readonly keys?: readonly string[];
  readonly run: readonly Thing[];
  readonly redelivers: boolean;
  readonly note: string;
  /** What tells it from others that listen to the same, and where it stands, if not where it is registered. */
  readonly kind?: string;
  /** Messages are asked for, and worked on after the call, or in a loop after it. */
  readonly pulls?: 'once' | 'iterating';
  /** False for a place that hears whatever is subscribed to elsewhere. */
  readonly asks?: boolean;
  readonly at?: Evidence;
};

/** Registers a consumer. */
export const listen = (call: LibraryCall, how: Listening): Recognised => {
  const channel = {
    names: how.names,
    ...(how.keys && how.keys.length > 0 ? { keys: how.keys } : {}),
    ...(how.asks === false ? {} : { asked: true as const }),
  };
  const handler: Handler = {
    trigger: 'message',
    protocol: how.protocol,
    get name() {
      return [how.names.join(' | ') || `${how.protocol} consumer`, how.kind].filter(Boolean).join(' ');
    },
    channel,
    delivery: { redelivers: how.redelivers, note: how.note },
    run: how.run,
    evidence: { ...(how.at ?? call.at), note: `${how.protocol} ${how.names[0] ?? 'consumer'}` },
  };
  call.scope.program.handlers.push(handler);
  return {
    takesCallbacks: true,
    ...(how.pulls === undefined
      ? {}
      : { deeds: [{ kind: 'take', consumer: handler, iterates: how.pulls === 'iterating' }] }),
  };
};

/** Names and functions that several calls add to one consumer. */
export const openHandler = (
  call: LibraryCall,
  root: LibraryThing,
): { readonly open: OpenHandler; readonly isNew: boolean } => {
  const { program } = call.scope;
  const key = keyOf(program, root);
  const known = program.open.get(key);
  if (known) return { open: known, isNew: false };
  const open: OpenHandler = { names: [], run: [] };
  program.open.set(key, open);
  return { open, isNew: true };
};
