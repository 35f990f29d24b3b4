import type { Evidence } from '../../model/evidence.ts';
import type { CallFact } from '../../model/fact/module.ts';
import type { Waiting } from '../../model/waiting.ts';
import type { DeedKind } from './deeds.ts';
import type { LibraryThing, Program, Scope, Thing } from './types.ts';

/** One library call, ready to be recognised. */
export type LibraryCall = {
  readonly callee: LibraryThing;
  readonly args: readonly Thing[];
  readonly fact: CallFact;
  readonly scope: Scope;
  readonly at: Evidence;
};

/** How one package shows in code. What it returns stands for the call; undefined means not known here. */
export type Library = {
  readonly packages: readonly string[] | ((name: string) => boolean);
  /** Deeds of the call, and registrations made on `scope.program`. Functions it takes over are not followed again. */
  readonly recognise?: (call: LibraryCall) => Recognised | undefined;
  /** A Nest module of the package that a module of the service imports. */
  readonly mounted?: (module: LibraryThing, program: Program) => void;
  /** A member that is more than a longer path. */
  readonly member?: (of: LibraryThing, name: string, scope: Scope) => Thing | undefined;
  /** Something is stored in a thing of the package: `axios.defaults.baseURL = …`. */
  readonly assigned?: (
    to: { readonly holder: LibraryThing; readonly name: string; readonly at: Evidence },
    value: () => Thing,
    program: Program,
  ) => void;
  /** What the call evaluates to, where that is more than another library thing. */
  readonly result?: (callee: LibraryThing, args: readonly Thing[], scope: Scope) => Thing | undefined;
};
export type Recognised = {
  readonly deeds?: readonly DeedKind[];
  /** Callbacks belong to a handler, not to this call. */
  readonly takesCallbacks?: true;
  /** Callbacks run in a transaction. */
  readonly transaction?: true;
  readonly retries?: true;
  /** Nobody waits for the answer. */
  readonly unheard?: true;
  /** What is put around callbacks, what is followed, and the calls whose result it was given. */
  readonly waiting?: Waiting;
  /** Callbacks run detached from the caller: timers, event handlers. */
  readonly detaches?: true;
  /** What callbacks are given. */
  readonly callbackArgs?: readonly Thing[];
  /** Functions that run in place of the call: in-process dispatch. */
  readonly follows?: readonly { readonly fn: Thing; readonly args: readonly Thing[] }[];
};
