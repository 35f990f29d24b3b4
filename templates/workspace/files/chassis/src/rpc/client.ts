import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type DescMethod,
  type DescService,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { SpanKind } from '@opentelemetry/api';
import { inSpan, traceHeaders } from '../telemetry.ts';
import { bounded, currentCall } from './call.ts';
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

/** There is no call without a deadline: `timeoutMs` holds where a call names none. */
export function createClient<S extends DescService>(
  service: S,
  transport: Transport,
  { timeoutMs }: { readonly timeoutMs: number },
): Client<S> {
  const methods = service.methods.map((method) => {
    const call =
      method.methodKind === 'server_streaming'
        ? streamOf(method, transport, timeoutMs)
        : unaryOf(method, transport, timeoutMs);
    return [method.localName, call] as const;
  });
  // Built from the same descriptor that the type is computed from.
  return Object.fromEntries(methods) as Client<S>;
}

function unaryOf(method: DescMethod, transport: Transport, timeoutMs: number) {
  return (request: MessageInitShape<DescMessage>, options: CallOptions = {}) =>
    inSpan(spanName(method), { kind: SpanKind.CLIENT, attributes: spanAttributes(method) }, async () => {
      const { call, done } = outgoing(method, request, { timeoutMs, ...options });
      try {
        return fromBinary(method.output, await transport.unary(call));
      } finally {
        done();
      }
    });
}

function streamOf(method: DescMethod, transport: Transport, timeoutMs: number) {
  return async function* (request: MessageInitShape<DescMessage>, options: CallOptions = {}) {
    const { call, done } = outgoing(method, request, { timeoutMs, ...options });
    try {
      for await (const message of transport.serverStream(call)) yield fromBinary(method.output, message);
    } finally {
      done();
    }
  };
}

function outgoing(
  method: DescMethod,
  request: MessageInitShape<DescMessage>,
  options: CallOptions & { timeoutMs: number },
): { call: Outgoing; done: () => void } {
  const around = currentCall();
  const deadline = Math.min(Date.now() + options.timeoutMs, around?.deadline ?? Number.POSITIVE_INFINITY);
  const { signal, done } = bounded(deadline, around?.signal, options.signal);
  const bytes = toBinary(method.input, create(method.input, request));
  return {
    call: { method, request: bytes, deadline, signal, metadata: { ...options.metadata, ...traceHeaders() } },
    done,
  };
}

const spanName = (method: DescMethod) => `${method.parent.typeName}/${method.name}`;
const spanAttributes = (method: DescMethod) => ({
  'rpc.system': 'grpc',
  'rpc.service': method.parent.typeName,
  'rpc.method': method.name,
});
