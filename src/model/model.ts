import type { Idle } from './idle.ts';
import type { Suppression, Upkeep } from './suppression.ts';
import type { Breaks } from './breaks.ts';
import type { Capture } from './captures.ts';
import type { Contracts } from './contract.ts';
import type { Saga } from './saga.ts';
import type { Messaging } from './messaging.ts';
import type { Credential } from './credential.ts';
import type { ConfigFact } from './fact/config.ts';
import type { DomainPiece } from './domain.ts';
import type { Deployment } from './deployment.ts';
import type { Unreadable } from './fact.ts';
import type { Effect } from './effect.ts';
import type { Endpoint } from './endpoints.ts';
import type { Exposure } from './exposure.ts';
import type { Traffic } from './traffic.ts';
import type { Evidence, NonEmpty } from './evidence.ts';
import type { Traits } from './traits.ts';
import type { History } from './history.ts';
import type { ServiceSize } from './size.ts';
import type { Ownership } from './ownership.ts';
import type { Tables } from './tables.ts';

export type * from './effect.ts';

export type ServiceName = string;
export type ContextName = string;

/** A deployable unit. `path` is its folder. */
export type Service = {
  readonly name: ServiceName;
  readonly context: ContextName;
  readonly path: string;
  readonly kind: 'service' | 'frontend' | 'gateway' | 'job';
  readonly evidence: NonEmpty<Evidence>;
};

/** Code that services share and that does not run by itself. */
export type Library = {
  readonly name: string;
  readonly path: string;
  readonly kind: 'library' | 'contract';
  /** The context that msvc.yaml says its folder belongs to: code that other processes mount. */
  readonly context?: ContextName;
  readonly evidence: NonEmpty<Evidence>;
};

/** One database, bucket or index, identified by what it resolves to: `postgres:db/shop`, not by a variable's name. */
export type Store = {
  readonly id: string;
  readonly kind: string;
  /** Cache, broker and lock use is not data ownership. */
  readonly role: 'data' | 'cache' | 'broker';
  /** The deployment the identity was resolved in: `compose.yaml`, `k8s/prod`, `.env`. */
  readonly environment?: string;
  readonly users: NonEmpty<StoreUser>;
  readonly usedBy: NonEmpty<ServiceName>;
};
export type StoreUser = {
  readonly service: ServiceName;
  readonly tables: readonly TableAccess[];
  readonly evidence: NonEmpty<Evidence>;
};
export type TableAccess = {
  readonly table: string;
  /** The schema or database that it is named with. */
  readonly schema?: string;
  readonly access: 'declares' | 'reads' | 'writes';
  readonly evidence: NonEmpty<Evidence>;
};

/** A topic, queue, subject or event name on a broker. */
export type Channel = {
  readonly id: string;
  readonly kind: string;
  readonly publishedBy: readonly ServiceName[];
  readonly consumedBy: readonly ServiceName[];
  readonly evidence: NonEmpty<Evidence>;
};

/** `sync`: the caller waits. `async`: from publisher to consumer. `import`: source files. */
export type Edge = {
  readonly from: ServiceName;
  readonly to: ServiceName;
  readonly kind: 'sync' | 'async' | 'import';
  readonly protocol: string;
  readonly operation?: string;
  readonly basis: Evidence['basis'];
  readonly evidence: NonEmpty<Evidence>;
};

/** Something a service can be asked to do: a route, an RPC, a message handler, a job, its start. */
export type Operation = {
  /** Unique in the model: `orders POST /orders`. */
  readonly id: string;
  readonly service: ServiceName;
  readonly name: string;
  readonly trigger: 'http' | 'rpc' | 'message' | 'schedule' | 'start';
  readonly protocol: string;
  /** Message triggers: the channel listened to. */
  readonly channel?: string;
  /** How a message arrives. `redelivers`: the transport may deliver it again. */
  readonly delivery?: { readonly redelivers: boolean; readonly note: string };
  readonly evidence: NonEmpty<Evidence>;
  /** Everything it does, in order, helpers followed. */
  readonly effects: readonly Effect[];
};

/** A source file of one unit imports a file of another. */
export type ImportEdge = {
  readonly from: string;
  readonly to: string;
  readonly fromUnit: string;
  readonly toUnit: string;
  readonly typeOnly: boolean;
  readonly specifier: string;
  readonly evidence: NonEmpty<Evidence>;
};

/** One request followed hop by hop. `hops` counts synchronous calls between services. */
export type Chain = {
  readonly operations: NonEmpty<string>;
  readonly path: NonEmpty<string>;
  readonly hops: number;
  readonly proven: boolean;
  readonly evidence: NonEmpty<Evidence>;
};

/** A call, store or channel whose other end could not be told. */
export type Unresolved = {
  readonly service: ServiceName;
  readonly what: string;
  readonly kind: 'call' | 'store' | 'channel';
  /** The library that nobody here understands, where it is for that. */
  readonly library?: string;
  readonly evidence: NonEmpty<Evidence>;
};

export type Tally = { readonly found: number; readonly resolved: number };
export type Coverage = {
  readonly files: number;
  readonly unreadable: number;
  readonly calls: Tally;
  readonly stores: Tally;
  readonly channels: Tally;
};

/** All facts, linked. Rules and views know nothing else. */
export type Model = {
  readonly name: string;
  readonly services: readonly Service[];
  readonly libraries: readonly Library[];
  readonly stores: readonly Store[];
  readonly channels: readonly Channel[];
  readonly edges: readonly Edge[];
  readonly operations: readonly Operation[];
  /** What code of a service does that no operation is known to lead to: forwarding, and what a framework calls. */
  readonly loose: readonly { readonly service: ServiceName; readonly effects: readonly Effect[] }[];
  /** Literals in source that are addresses of other services. */
  readonly endpoints: readonly Endpoint[];
  /** Ways into services from outside. */
  readonly exposure: readonly Exposure[];
  readonly traffic: Traffic;
  readonly imports: readonly ImportEdge[];
  readonly chains: readonly Chain[];
  readonly unresolved: readonly Unresolved[];
  readonly unreadable: readonly (Unreadable & { readonly file: string })[];
  /** Unique keys that really exist in migrations or schemas, by service. */
  readonly uniqueKeys: readonly {
    readonly service: ServiceName;
    readonly table: string;
    readonly columns: readonly string[];
    readonly evidence: NonEmpty<Evidence>;
  }[];
  readonly captures: readonly Capture[];
  readonly contracts: Contracts;
  readonly messaging: Messaging;
  readonly sagas: readonly Saga[];
  /** What libraries keep of the domain, and who loads it. */
  readonly domain: readonly DomainPiece[];
  readonly deployment: Deployment;
  readonly traits: readonly Traits[];
  readonly credentials: readonly Credential[];
  readonly tables: Tables;
  readonly ownership: Ownership;
  readonly sizes: readonly ServiceSize[];
  /** Where the command gathered it: see `complete` in src/cli/lint. */
  readonly history?: History;
  /** Where the command compared the contracts with a base. */
  readonly breaks?: Breaks;
  readonly coverage: Coverage;
  /** What comments and msvc.yaml ask to be left alone. */
  readonly suppressions: readonly Suppression[];
  /** What msvc.yaml speaks of and is not here. */
  readonly idle: readonly Idle[];
  /** What the engine learned while it judged. Empty before. */
  readonly upkeep: Upkeep;
  readonly config: ConfigFact;
};
