import type { At } from './module.ts';

/** A protobuf file. Names of services, messages and enums are full: `orders.v1.OrderPlaced`; types stand as written. */
export type ProtoFact = {
  readonly kind: 'proto';
  readonly package: string;
  readonly imports: readonly string[];
  readonly services: readonly {
    readonly name: string;
    readonly at: At;
    readonly rpcs: readonly {
      readonly name: string;
      readonly request: string;
      readonly response: string;
      readonly streams: boolean;
      /** Which side streams. */
      readonly sides: 'none' | 'request' | 'response' | 'both';
      readonly at: At;
    }[];
  }[];
  readonly messages: readonly {
    readonly name: string;
    readonly fields: readonly FieldFact[];
    readonly at: At;
  }[];
  readonly enums: readonly {
    readonly name: string;
    readonly values: readonly { readonly name: string; readonly number: number; readonly at: At }[];
    readonly at: At;
  }[];
};

/** A field of a message; `map<string, Item>` is a type. */
export type FieldFact = {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly repeated: boolean;
  readonly at: At;
};
