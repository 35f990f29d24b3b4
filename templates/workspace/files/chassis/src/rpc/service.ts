import {
  create,
  toBinary,
  type DescMessage,
  type DescMethod,
  type DescService,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { SpanKind, type Context } from '@opentelemetry/api';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { inSpan } from '../telemetry.ts';
import { decoded } from './bytes.ts';
import { abortable, abortError, withinCall, type Call } from './call.ts';
import { toRpcError } from './errors.ts';

type Handler<M> = M extends {
  methodKind: 'unary';
  input: infer I extends DescMessage;
  output: infer O extends DescMessage;
}
  ? (request: MessageShape<I>, call: Call) => Promise<MessageInitShape<O>>
  : M extends {
        methodKind: 'server_streaming';
        input: infer I extends DescMessage;
        output: infer O extends DescMessage;
      }
    ? (request: MessageShape<I>, call: Call) => AsyncIterable<MessageInitShape<O>>
    : never;

/** The handlers of a service, checked against its proto. */
export type Handlers<S extends DescService> = { readonly [Name in keyof S['method']]: Handler<S['method'][Name]> };

type Init = Record<string, unknown>;
type Unary = (request: unknown, call: Call) => Promise<Init>;
type ServerStream = (request: unknown, call: Call) => AsyncIterable<Init>;

/** A service with its handlers; the wire and the in-process transport both call it with bytes. */
export type RpcService = {
  readonly service: DescService;
  readonly handlers: Readonly<Record<string, Unary | ServerStream>>;
};

export function implement<S extends DescService>(service: S, handlers: Handlers<S>): RpcService {
  // Checked above against the descriptor; below, methods are looked up by name.
  return { service, handlers: handlers as RpcService['handlers'] };
}

/** What observes calls: one for each process. */
export type Observer = { readonly log: Log; readonly metrics: Metrics };
export type Incoming = {
  readonly rpc: RpcService;
  readonly method: DescMethod;
  readonly request: Uint8Array;
  readonly call: Call;
  readonly parent: Context;
};

/** Answers a unary call: span, deadline, status, metrics and log line are the same on every transport. */
export async function answerUnary(incoming: Incoming, observer: Observer): Promise<Uint8Array> {
  const { rpc, method, call } = incoming;
  return observed(incoming, observer, async () => {
    const handler = rpc.handlers[method.localName] as Unary;
    const work = withinCall(call, async () => handler(decoded(method.input, incoming.request), call));
    return encoded(method.output, await abortable(work, call.signal));
  });
}

/** Answers a server-streaming call; `send` resolves when the receiver can take more. */
export async function answerStream(
  incoming: Incoming,
  observer: Observer,
  send: (message: Uint8Array) => Promise<void>,
): Promise<void> {
  const { rpc, method, call } = incoming;
  await observed(incoming, observer, async () => {
    const handler = rpc.handlers[method.localName] as ServerStream;
    const messages = withinCall(call, () =>
      handler(decoded(method.input, incoming.request), call)[Symbol.asyncIterator](),
    );
    try {
      for (;;) {
        const next = await abortable(
          withinCall(call, () => messages.next()),
          call.signal,
        );
        if (next.done) return;
        await send(encoded(method.output, next.value));
      }
    } finally {
      // Not awaited: a handler that ignores its signal must not keep the call open.
      void messages.return?.()?.catch(() => {});
    }
  });
}

async function observed<T>(
  { method, call, parent }: Incoming,
  { log, metrics }: Observer,
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const { spanName, attributes, labels, context, level } = namesOf(method);
  return inSpan(spanName, { kind: SpanKind.SERVER, parent, attributes }, async (span) => {
    const finish = (code: string, error?: unknown) => {
      const ms = Math.round((performance.now() - started) * 10) / 10;
      span.setAttribute('rpc.grpc.status', code);
      metrics.operation('rpc', labels, code, ms);
      const fields = { context, method: method.name, code, ms };
      if (error === undefined) log[level](fields, 'rpc');
      else log.error({ ...fields, err: error }, 'rpc');
    };
    try {
      const result = await work();
      finish('OK');
      return result;
    } catch (thrown) {
      const error = call.signal.aborted ? abortError(call.signal) : toRpcError(thrown);
      // Whoever threw an RpcError chose what to say; everything else is told to the log alone.
      finish(error.code, thrown === error || call.signal.aborted ? undefined : thrown);
      throw error;
    }
  });
}

/** What span, metrics and log call a method. */
type Names = {
  readonly spanName: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly labels: { readonly service: string; readonly method: string };
  readonly context: string;
  readonly level: 'debug' | 'info';
};
const known = new WeakMap<DescMethod, Names>();

/** The same for every call, so put together once. */
function namesOf(method: DescMethod): Names {
  const there = known.get(method);
  if (there) return there;
  const service = method.parent.typeName;
  const names: Names = {
    spanName: `${service}/${method.name}`,
    attributes: { 'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method.name },
    labels: { service, method: method.name },
    context: contextOf(method),
    // Health checks come every second.
    level: service.startsWith('grpc.') ? 'debug' : 'info',
  };
  known.set(method, names);
  return names;
}

/** The package of a contract is its context's name and a version: `order_items.v1` is order-items. */
function contextOf(method: DescMethod): string {
  return (method.parent.file.proto.package.split('.')[0] ?? '').replaceAll('_', '-');
}

function encoded(schema: DescMessage, value: Record<string, unknown>): Uint8Array {
  return toBinary(schema, create(schema, value));
}
