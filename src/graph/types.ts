import type { Place } from '../model/evidence.ts';
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

/** The same, reduced to what a picture shows: one line between two nodes, however many calls it stands for. */
export type Picture = {
  readonly name: string;
  readonly nodes: readonly PictureNode[];
  readonly lines: readonly PictureLine[];
  /** Contexts that hold several services; a context of one needs no region of its own. */
  readonly regions: readonly { readonly id: string; readonly name: string }[];
};
export type PictureNode = {
  readonly id: string;
  readonly shape: 'service' | 'frontend' | 'gateway' | 'job' | 'store' | 'channel';
  /** First the name, then what else is written into the node. */
  readonly text: readonly [string, ...string[]];
  readonly region?: string;
  /** What lint found here. */
  readonly marks: number;
};
export type PictureLine = {
  readonly from: string;
  readonly to: string;
  readonly kind: 'sync' | 'async' | 'import' | 'data';
  readonly label: string;
};

/** A picture with a place for everything, in pixels from the upper left corner. */
export type Drawing = {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly nodes: readonly (PictureNode & Box)[];
  readonly lines: readonly (PictureLine & { readonly points: readonly Point[]; readonly labelBox?: Box })[];
  readonly regions: readonly (Box & { readonly name: string })[];
};
export type Point = { readonly x: number; readonly y: number };
/** `x` and `y` are the upper left corner. */
export type Box = Point & { readonly width: number; readonly height: number };
