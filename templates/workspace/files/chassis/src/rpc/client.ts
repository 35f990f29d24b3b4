import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type DescMethod,
  type DescService,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { SpanKind } from '@opentelemetry/api';
import { inSpan, traceHeaders } from '../telemetry.ts';
import { boundedByCall, CALLER } from './call.ts';
import { RpcError } from './errors.ts';
import { unguarded, type Guard } from './guard.ts';
import type { Outgoing, Transport } from './transport.ts';

/** How long to wait; a call made while answering another never outlives that one's deadline. */
export type CallOptions = {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly metadata?: Readonly<Record<string, string>>;
};

type Method<M> = M extends {
  methodKind: 'unary';
  input: infer I extends DescMessage;
  output: infer O extends DescMessage;
}
  ? (request: MessageInitShape<I>, options?: CallOptions) => Promise<MessageShape<O>>
  : M extends {
        methodKind: 'server_streaming';
        input: infer I extends DescMessage;
        output: infer O extends DescMessage;
      }
    ? (request: MessageInitShape<I>, options?: CallOptions) => AsyncIterable<MessageShape<O>>
    : never;

/** A typed client of one service. Rejects with RpcError. */
export type Client<S extends DescService> = { readonly [Name in keyof S['method']]: Method<S['method'][Name]> };

export type ClientOptions = {
  /** There is no call without a deadline: this holds where a call names none. */
  readonly timeoutMs: number;
  /** Held back from the deadline of the call being answered. */
  readonly marginMs?: number;
  /** The context that calls, so that the callee knows. */
  readonly caller?: string;
  readonly guard?: Guard;
};

export function createClient<S extends DescService>(
  service: S,
  transport: Transport,
  options: ClientOptions,
): Client<S> {
  const methods = service.methods.map((method) => {
    const isStream = method.methodKind === 'server_streaming';
    return [method.localName, (isStream ? streamOf : unaryOf)(method, transport, options)] as const;
  });
  // Built from the same descriptor that the type is computed from.
  return Object.fromEntries(methods) as Client<S>;
}

function unaryOf(method: DescMethod, transport: Transport, { guard = unguarded, ...defaults }: ClientOptions) {
  return (request: MessageInitShape<DescMessage>, options: CallOptions = {}) =>
    inSpan(spanName(method), { kind: SpanKind.CLIENT, attributes: spanAttributes(method) }, async () => {
      const message = create(method.input, request);
      const { call, done } = outgoing(method, message, { ...defaults, ...options });
      try {
        return await guard.unary(call, message, async () => decoded(method, await transport.unary(call)));
      } finally {
        done();
      }
    });
}

function streamOf(method: DescMethod, transport: Transport, { guard = unguarded, ...defaults }: ClientOptions) {
  return async function* (request: MessageInitShape<DescMessage>, options: CallOptions = {}) {
    const { call, done } = outgoing(method, create(method.input, request), { ...defaults, ...options });
    const open = async function* () {
      for await (const message of transport.serverStream(call)) yield decoded(method, message);
    };
    try {
      yield* guard.stream(call, open);
    } finally {
      done();
    }
  };
}

function outgoing(
  method: DescMethod,
  request: Message,
  { timeoutMs, marginMs = 0, caller, signal: given, metadata }: CallOptions & Omit<ClientOptions, 'guard'> & { timeoutMs: number },
): { call: Outgoing; done: () => void } {
  const { deadline, signal, done } = boundedByCall({ timeoutMs, marginMs }, given);
  const bytes = toBinary(method.input, request);
  return { call: { method, request: bytes, deadline, signal, metadata: { ...(caller !== undefined && { [CALLER]: caller }), ...metadata, ...traceHeaders() } }, done };
}

/** Bytes that are no answer are the callee's fault, and an error like any other. */
function decoded({ output }: DescMethod, bytes: Uint8Array): Message {
  try {
    return fromBinary(output, bytes);
  } catch {
    throw new RpcError('INTERNAL', `the answer is no ${output.typeName}`);
  }
}

const spanName = (method: DescMethod) => `${method.parent.typeName}/${method.name}`;
const spanAttributes = (method: DescMethod) => ({
  'rpc.system': 'grpc',
  'rpc.service': method.parent.typeName,
  'rpc.method': method.name,
});
