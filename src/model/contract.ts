import type { Evidence, NonEmpty } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** What services agree on: contracts as they are written, and how APIs are reached and versioned. */
export type Contracts = {
  readonly protos: readonly ProtoContract[];
  /** Services whose framework takes the version from somewhere else than the path. */
  readonly versioned: readonly {
    readonly service: ServiceName;
    readonly by: 'path' | 'header' | 'media type' | 'request';
    readonly evidence: NonEmpty<Evidence>;
  }[];
  /** Messages of a contract that files of a service import the types of. */
  readonly uses: readonly {
    readonly service: ServiceName;
    /** The message, `orders.v1.OrderPlaced`, and its package. */
    readonly message: string;
    readonly package: string;
    readonly evidence: NonEmpty<Evidence>;
  }[];
  /** What leaves the layers that keep foreign models apart. */
  readonly layered: readonly LayerUse[];
  /** Paths under which a gateway or an Ingress passes requests on to a service. */
  readonly fronts: readonly {
    readonly service: ServiceName;
    readonly path: string;
    readonly gateway?: ServiceName;
    readonly evidence: NonEmpty<Evidence>;
  }[];
};

/** One protobuf file. Names are full (`orders.v1.Orders`), types of fields as written. */
export type ProtoContract = {
  readonly file: string;
  /** The folder of its system, where the workspace holds several that never meet. */
  readonly system?: string;
  readonly package: string;
  readonly services: readonly ProtoService[];
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly evidence: NonEmpty<Evidence>;
};
/** A name that a file takes out of an anti-corruption layer that it is no part of. */
export type LayerUse = {
  readonly service: ServiceName;
  /** The folder of the layer is named after it. */
  readonly system: string;
  /** The file of the layer that has the name. */
  readonly file: string;
  readonly name: string;
  readonly evidence: NonEmpty<Evidence>;
};
export type ProtoService = {
  readonly name: string;
  readonly methods: readonly ProtoMethod[];
  readonly servedBy: readonly ServiceName[];
  readonly consumedBy: readonly ServiceName[];
  readonly evidence: NonEmpty<Evidence>;
};
export type ProtoMethod = {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  /** Which side streams. */
  readonly sides: 'none' | 'request' | 'response' | 'both';
  readonly evidence: NonEmpty<Evidence>;
};
export type ProtoMessage = {
  readonly name: string;
  readonly fields: readonly ProtoField[];
  readonly evidence: NonEmpty<Evidence>;
};
export type ProtoField = {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly repeated: boolean;
  readonly evidence: NonEmpty<Evidence>;
};
export type ProtoEnum = {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly number: number; readonly evidence: NonEmpty<Evidence> }[];
  readonly evidence: NonEmpty<Evidence>;
};

/** What holds where nothing is agreed on in writing. */
export const noContracts: Contracts = { protos: [], versioned: [], uses: [], layered: [], fronts: [] };
