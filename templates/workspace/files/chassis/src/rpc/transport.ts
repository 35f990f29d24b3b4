import type { DescMethod } from '@bufbuild/protobuf';

/** A call on its way to a callee: bytes, a deadline, and a signal to give up early. */
export type Outgoing = {
  readonly method: DescMethod;
  readonly request: Uint8Array;
  /** In milliseconds since the epoch. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly metadata: Readonly<Record<string, string>>;
};

/** How bytes get to a callee. Rejects with RpcError and nothing else. */
export type Transport = {
  unary(call: Outgoing): Promise<Uint8Array>;
  serverStream(call: Outgoing): AsyncIterable<Uint8Array>;
  close(): void;
};
