import type { At } from './module.ts';

/** A protobuf file. Message names are full: `orders.v1.OrderPlaced`. */
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
      readonly at: At;
    }[];
  }[];
  readonly messages: readonly { readonly name: string; readonly at: At }[];
};
