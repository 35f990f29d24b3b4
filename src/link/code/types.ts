import type { Evidence } from '../../model/evidence.ts';
import type { AssignFact, Binding, ExportFact, ImportFact, ModuleFact, TypeFact } from '../../model/fact/module.ts';
import type { TypeRef, Value } from '../../model/fact/value.ts';
import type { Conduct, Queue, Server } from '../../model/messaging.ts';
import type { Operation, Service } from '../../model/model.ts';
import type { KnownUnits } from '../memory.ts';
import type { FactIndex, Resolved, StoreOpening } from '../types.ts';
import type { BindingDeed, Deed, Told } from './deeds.ts';
import type { ProgramMemo } from './memo.ts';
import type { Library } from './library.ts';
import type { Web } from './web.ts';

export type { Barrel, Cut, CutReason, ProgramMemo } from './memo.ts';
export type {
  Around,
  CallDeed,
  DataDeed,
  Deed,
  DeedKind,
  ExternalDeed,
  Origin,
  PublishDeed,
  BindingDeed,
  TakeDeed,
  Told,
} from './deeds.ts';
export type { Library, LibraryCall, Recognised } from './library.ts';

/** Where an import leads: a file of the workspace, or a package that is not in it. */
export type Target = { readonly file: string } | { readonly package: string; readonly path: string };

/** A module with its names looked up once; the same for every service that imports it. */
export type Module = {
  readonly file: string;
  readonly fact: ModuleFact;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly imports: ReadonlyMap<string, ImportFact>;
  readonly exports: ReadonlyMap<string, readonly ExportFact[]>;
  readonly stars: readonly ExportFact[];
  /** Assignments to module-level names, wherever in the module they stand. */
  readonly assigned: ReadonlyMap<string, readonly { readonly fn: number; readonly assign: AssignFact }[]>;
  readonly types: ReadonlyMap<string, TypeFact>;
  /** What is pushed to lists, by the list's name. */
  readonly pushed: ReadonlyMap<string, readonly { readonly fn: number; readonly value: Value }[]>;
  /** What is put into maps by key, by the map's name. */
  readonly kept: ReadonlyMap<string, readonly KeptFact[]>;
  readonly localsOf: (fn: number) => ReadonlyMap<string, readonly Value[]>;
};

/** `clients.set(key, value)`, and the function it stands in. */
export type KeptFact = { readonly fn: number; readonly key: Value; readonly value: Value };

/** What all services share. */
export type Workspace = {
  readonly index: Pick<FactIndex, 'ofKind' | 'inFile'>;
  readonly units: KnownUnits;
  readonly hasModule: (file: string) => boolean;
  /** Lets go of a service's own modules, once it is linked: of a thousand services only one is held at a time. */
  readonly release: (service: string) => void;
  readonly moduleOf: (file: string) => Module | undefined;
  /** The modules in a service's own folder. */
  readonly filesIn: (service: string) => readonly string[];
  readonly resolve: (from: string, specifier: string) => Target;
};

/** One text that code can compute. Pieces that are not known stand in it as `{name}`. */
export type TextOption = Resolved & { readonly text: string; readonly holes: boolean };

/** What a value turns out to be, inside one service. */
export type Thing =
  | { readonly kind: 'texts'; readonly options: readonly TextOption[] }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'nothing' }
  | ObjectThing
  | { readonly kind: 'array'; readonly items: readonly Thing[] }
  | FunctionThing
  | ClassThing
  | InstanceThing
  | LibraryThing
  | { readonly kind: 'environment' }
  | { readonly kind: 'namespace'; readonly file: string }
  | { readonly kind: 'shape'; readonly type: TypeFact; readonly scope: Scope }
  | { readonly kind: 'method'; readonly of: Thing; readonly name: string }
  /** `exclusive`: the program chooses one of them, as by a match; else they are what could not be told apart. */
  | { readonly kind: 'either'; readonly options: readonly Thing[]; readonly exclusive?: true }
  | { readonly kind: 'unknown'; readonly hint?: string };

/** An object literal; its entries are evaluated when they are asked for. `stored` holds what is assigned to it later. */
export type ObjectThing = {
  readonly kind: 'object';
  readonly value: Extract<Value, { kind: 'object' }>;
  readonly scope: Scope;
  readonly stored: Map<string, Stored[]>;
  /** What a schema it was held against makes of a field that was given so. */
  readonly held?: (name: string, given: Thing) => Thing;
};
export type Stored = { readonly value: Value; readonly scope: Scope };
export type FunctionThing = {
  readonly kind: 'function';
  readonly scope: Scope;
  readonly id: number;
  readonly self?: Thing;
  /** What `bind` has given it already, before what it is called with. */
  readonly given?: readonly Thing[];
};
export type ClassThing = { readonly kind: 'class'; readonly scope: Scope; readonly id: number };
export type InstanceThing = {
  readonly kind: 'instance';
  readonly of: ClassThing;
  readonly args: readonly Thing[] | undefined;
  readonly typeArgs: readonly TypeRef[] | undefined;
  readonly stored: Map<string, Stored[]>;
  readonly fields: Map<string, Thing>;
  readonly id: number;
  /** Where it was made, for those that a `new` makes. */
  readonly at?: Evidence;
};

/** What a package gives: `Kafka().producer().send` of `kafkajs`. `()` ends a call, whose arguments are kept. */
export type LibraryThing = {
  readonly kind: 'library';
  readonly package: string;
  readonly path: string;
  readonly parent?: LibraryThing;
  readonly args?: readonly Thing[];
  readonly typeArgs?: readonly TypeRef[];
  readonly scope?: Scope;
  readonly at?: Evidence;
  /** The class of the workspace that extends this one. */
  readonly heir?: ClassThing;
  /** Where an instance of that heir was made. */
  readonly madeAt?: Evidence;
};

/** One function entered with known arguments: names, results and what it does. */
export type Scope = {
  readonly id: number;
  readonly program: Program;
  readonly module: Module;
  readonly fn: number;
  readonly parent?: Scope;
  readonly self?: Thing;
  /** Of a loop over a list, the item it is at. */
  readonly round?: { readonly list: Value; readonly item: Thing };
  readonly params: Map<string, Thing>;
  readonly locals: Map<string, Thing>;
  readonly results: Map<number, Thing>;
  returned?: Thing;
  returning?: true;
  deeds?: readonly Deed[];
  running?: true;
};

/** Something the service can be asked to do, as registered; its deeds are found by entering `run`. */
export type Handler = {
  readonly trigger: Operation['trigger'];
  readonly protocol: string;
  readonly name: string;
  readonly path?: string;
  readonly method?: string;
  /** The prefix that all routes of the application share, which a caller may hold in its base address. */
  readonly base?: string;
  /** `asked`: a name was given, should it be known or not. */
  readonly channel?: { readonly names: readonly string[]; readonly keys?: readonly string[]; readonly asked?: true };
  readonly rpc?: { readonly service: string; readonly method: string };
  readonly delivery?: { readonly redelivers: boolean; readonly note: string };
  /** What its functions do with the message, once they were followed. */
  readonly conduct?: Conduct;
  /** The router it was registered on, for the prefixes that router is mounted under. */
  readonly router?: string;
  readonly run: readonly Thing[];
  /** Done besides what `run` does. */
  readonly deeds?: readonly Deed[];
  readonly evidence: Evidence;
};
export type OpenHandler = { readonly names: string[]; readonly run: Thing[] };

/** One service being linked. */
export type Program = {
  readonly service: Service;
  readonly workspace: Workspace;
  readonly files: readonly string[];
  readonly own: ReadonlySet<string>;
  readonly handlers: Handler[];
  readonly openings: StoreOpening[];
  readonly bindings: BindingDeed[];
  /** Queues that the service sets up, and the transports that its application listens over. */
  readonly queues: Omit<Queue, 'service'>[];
  readonly servers: Omit<Server, 'service'>[];
  /** How the transports deliver that the service hears over, where one says it for all handlers. */
  readonly transports: NonNullable<Operation['delivery']>[];
  readonly providers: Map<string, Thing>;
  /** Objects that a configuration module was loaded with, by namespace. */
  readonly settings: { readonly namespace?: string; readonly thing: Thing }[];
  /** Nest modules that are part of the application, and the calls in decorators of those that are not. */
  readonly mounted: Set<string>;
  readonly unmounted: Set<string>;
  /** In-process dispatch: command and event classes to their handlers. */
  readonly dispatch: Map<string, Thing[]>;
  readonly declared: { readonly engine: string; readonly table: string; readonly evidence: Evidence }[];
  /** Base URLs that are set on a client after it was made, and prefixes routers are mounted under, by the thing's key. */
  readonly bases: Map<string, Thing[]>;
  /** What clients are told of waiting after they were made, by the thing's key or the package. */
  readonly patience: Map<string, Told>;
  /** Handlers that are put together over several calls, by the key of the thing they are registered on. */
  readonly open: Map<string, OpenHandler>;
  /** Deeds that stand for themselves: what a proxy forwards. */
  readonly aside: Deed[];
  readonly mounts: Map<string, { readonly prefix: string; readonly parent: LibraryThing | undefined }[]>;
  /** What holds for all routes of the service. */
  readonly web: Web;
  readonly memo: ProgramMemo;
  readonly evaluate: (value: Value, scope: Scope) => Thing;
  readonly member: (of: Thing, name: string, scope: Scope) => Thing;
  readonly call: (callee: Thing, args: readonly Thing[], scope: Scope, more?: CallMore) => Thing;
  readonly enter: (fn: FunctionThing, args: readonly Thing[]) => Scope;
  readonly typed: (type: TypeRef, scope: Scope) => Thing;
  /** The scope of a function nobody is known to call: parameters by their types. */
  readonly generic: (module: Module, fn: number) => Scope;
  readonly lookup: (name: string, scope: Scope) => Thing;
  readonly exported: (file: string, name: string) => Thing | undefined;
  readonly instance: (of: ClassThing, args: readonly Thing[] | undefined, more?: CallMore) => InstanceThing;
  readonly libraryFor: (name: string) => readonly Library[];
};
export type CallMore = { readonly isNew?: boolean; readonly typeArgs?: readonly TypeRef[]; readonly at?: Evidence };
