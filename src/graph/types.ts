import type { Place } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Edge, Service, Store } from '../model/model.ts';

/** The system as data: what `msvc graph --format json` prints. See docs/json-schemas/graph.schema.json. */
export type Graph = {
  readonly name: string;
  readonly services: readonly Pick<Service, 'name' | 'context' | 'path' | 'kind'>[];
  readonly stores: readonly GraphStore[];
  readonly channels: readonly GraphChannel[];
  readonly edges: readonly GraphEdge[];
  readonly chains: readonly { readonly path: readonly string[]; readonly hops: number }[];
  readonly unresolved: readonly {
    readonly service: string;
    readonly what: string;
    readonly evidence: readonly Place[];
  }[];
};
export type GraphStore = Pick<Store, 'id' | 'kind' | 'role'> & { readonly usedBy: readonly string[] };
export type GraphChannel = {
  readonly id: string;
  readonly kind: string;
  readonly publishedBy: readonly string[];
  readonly consumedBy: readonly string[];
};
export type GraphEdge = Pick<Edge, 'from' | 'to' | 'kind' | 'protocol' | 'basis'> & {
  readonly operation?: string;
  readonly evidence: readonly Place[];
};

/** One view of the system as plain data: every format draws from it, whatever it shows. Made in src/graph/views. */
export type View = {
  readonly id: ViewId;
  /** The workspace's name. */
  readonly name: string;
  /** What it shows, in a few words: `services of shop`. */
  readonly title: string;
  readonly nodes: readonly ViewNode[];
  readonly lines: readonly ViewLine[];
  /** What is drawn around nodes; a context of one service is none. */
  readonly groups: readonly ViewGroup[];
  /** Who asks whom, one after the other, where the view follows one request. */
  readonly sequence?: readonly SequenceStep[];
  /** What lint found here; filled where it is asked for. */
  readonly findings: readonly ViewFinding[];
  readonly unresolved: Graph['unresolved'];
  /** What a reader must know to read it right: sentences. */
  readonly notes: readonly string[];
  /** Something was left to show, and all of it was hidden. */
  readonly hidden?: true;
  /** What services agreed on in protobuf; in the view of the services. */
  readonly contracts?: readonly ViewContract[];
};
/** One service of a protobuf file. `servedBy` and `consumedBy` are ids of nodes. */
export type ViewContract = {
  readonly name: string;
  readonly file: string;
  readonly servedBy: readonly string[];
  readonly consumedBy: readonly string[];
};
export type ViewId = 'services' | 'contexts' | 'events' | 'data' | 'request' | 'saga' | 'modules' | 'deploy';

export type ViewNode = {
  /** Unique in the view and the same in every run: `service:orders`, `store:postgres:db/orders`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** What is said below the name. */
  readonly more: readonly string[];
  /** The id of the group around it. */
  readonly group?: string;
  readonly context?: string;
  /** The team that owns the context, as msvc.yaml or CODEOWNERS say. */
  readonly owner?: string;
  readonly path?: string;
  /** What it can be asked to do. */
  readonly offers: readonly ViewOperation[];
  readonly evidence: readonly Place[];
  /** Fingerprints of findings that name it. */
  readonly findings: readonly string[];
  /** It should be there and is not: a compensation, an end that nobody could tell. */
  readonly isMissing?: true;
  readonly change?: Change;
  /** What a message carries, where its contract says. */
  readonly fields?: readonly ViewField[];
};
/** A field as a contract writes it: `amount`, `int64`. */
export type ViewField = { readonly name: string; readonly type: string; readonly repeated: boolean };
export type NodeKind =
  | Service['kind']
  | 'context'
  | 'store'
  | 'table'
  | 'channel'
  | 'dead-letters'
  | 'outside'
  | 'unknown'
  | 'step'
  | 'compensation'
  | 'module'
  | 'folder'
  | 'container'
  | 'image';

export type ViewLine = {
  /** Unique in the view: its ends and its kind. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: LineKind;
  readonly label: string;
  /** All that one line stands for. Its number is the line's weight. */
  readonly operations: readonly ViewOperation[];
  readonly findings: readonly string[];
  readonly change?: Change;
  readonly observed?: Observed;
};
/** `relation`: what contexts are to each other. `next`, `undo`: steps of a saga. `runs`: what starts what. */
export type LineKind = Edge['kind'] | 'data' | 'relation' | 'next' | 'undo' | 'runs';

/** One call, event, table or import. `protocol` is how: `http`, `kafka`, `reads`. */
export type ViewOperation = {
  readonly name: string;
  readonly protocol: string;
  readonly basis?: Edge['basis'];
  readonly evidence: readonly Place[];
  readonly change?: Change;
  readonly observed?: Observed;
};
export type ViewGroup = {
  readonly id: string;
  readonly kind: 'context' | 'owner' | 'folder' | 'store' | 'service' | 'deployment';
  readonly name: string;
  /** The group around it. */
  readonly parent?: string;
  readonly owner?: string;
};

/** `call` waits until the `answer` to it; `tell` does not wait; `keep` reads or writes a store; `note` is said beside. */
export type SequenceStep = {
  readonly kind: 'call' | 'answer' | 'tell' | 'keep' | 'note';
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** What is known of waiting: `timeout 2 s`, `3 attempts`, `no timeout`; and `around` in words. */
  readonly waiting: readonly string[];
  /** What it happens in: a loop, beside others, or one way of a choice. */
  readonly around?: readonly Circumstance[];
  /** Calls that wait around it. */
  readonly depth: number;
  readonly evidence: readonly Place[];
};

export type Circumstance = 'loop' | 'parallel' | 'sometimes';

/** Against the base that a comparison names. */
export type Change = 'added' | 'removed' | 'changed';

/** What traces say of a line. `unknown`: seen, and the code does not tell of it. `unseen`: known, and never seen. */
export type Observed = {
  readonly state: 'seen' | 'unknown' | 'unseen';
  readonly count: number;
  readonly failed: number;
  /** Milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
};
export type ViewFinding = Pick<
  Finding,
  'fingerprint' | 'rule' | 'severity' | 'message' | 'services' | 'subject' | 'remedy' | 'at' | 'related'
>;

/** A large view in few lines: its groups as nodes, in layers of who waits for whom. */
export type Overview = {
  readonly view: View;
  /** What the groups are; undefined where nothing could be drawn together. */
  readonly by: ViewGroup['kind'] | undefined;
  readonly layers: readonly (readonly ViewNode[])[];
  /** Nobody waits for them, and they wait for nobody. */
  readonly apart: readonly ViewNode[];
};
