import type { DescMethod } from '@bufbuild/protobuf';
import {
  Metadata,
  Server,
  ServerCredentials,
  status as codes,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { ServerDuplexStream, ServerUnaryCall, ServiceDefinition } from '@grpc/grpc-js';
import { once } from 'node:events';
import { traceFrom } from '../telemetry.ts';
import { bounded } from './call.ts';
import { RpcError, statusBytes, toRpcError } from './errors.ts';
import { answerStream, answerUnary, type Incoming, type Observer, type RpcService } from './service.ts';

export type RpcServer = { readonly port: number; close(graceMs: number): Promise<void> };
/** A bidirectional handler on raw bytes; only the protocols of gRPC itself need one. */
export type DuplexHandler = (stream: ServerDuplexStream<Buffer, Buffer>) => void;
export type Duplex = { readonly method: DescMethod; readonly handle: DuplexHandler };

/** Callers that set no deadline get this one; nobody waits for ever. */
const DEFAULT_DEADLINE_MS = 30_000;
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** Serves the handlers on the wire. Port 0 takes a free one. */
export async function serveRpc(
  port: number,
  services: readonly RpcService[],
  duplex: readonly Duplex[],
  observer: Observer,
): Promise<RpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_connection_age_ms': 300_000,
    'grpc.max_connection_age_grace_ms': 30_000,
  });
  for (const rpc of services) server.addService(definitionOf(rpc.service.methods), implementationOf(rpc, observer));
  for (const { method, handle } of duplex) server.addService(definitionOf([method]), { [method.name]: handle });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`0.0.0.0:${port}`, ServerCredentials.createInsecure(), (error, actual) =>
      error ? reject(error) : resolve(actual),
    );
  });
  return { port: bound, close: (graceMs) => close(server, graceMs) };
}

const same = (bytes: Buffer): Buffer => bytes;
const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function definitionOf(methods: readonly DescMethod[]): ServiceDefinition {
  const entries = methods.map((method) => {
    const requestStream = method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming';
    const responseStream = method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming';
    const path = `/${method.parent.typeName}/${method.name}`;
    const identity = {
      requestSerialize: same,
      requestDeserialize: same,
      responseSerialize: buffer,
      responseDeserialize: same,
    };
    return [method.name, { path, requestStream, responseStream, ...identity }] as const;
  });
  return Object.fromEntries(entries);
}

function implementationOf(rpc: RpcService, observer: Observer): UntypedServiceImplementation {
  return Object.fromEntries(
    rpc.service.methods.map((method) => [
      method.name,
      method.methodKind === 'server_streaming' ? streaming(rpc, method, observer) : unary(rpc, method, observer),
    ]),
  );
}

function unary(rpc: RpcService, method: DescMethod, observer: Observer): handleUnaryCall<Buffer, Uint8Array> {
  return (call, respond) => {
    const { incoming, done } = incomingOf(rpc, method, call);
    answerUnary(incoming, observer)
      .then(
        (response) => respond(null, response),
        (error: unknown) => respond(statusOf(toRpcError(error))),
      )
      .finally(done);
  };
}

function streaming(
  rpc: RpcService,
  method: DescMethod,
  observer: Observer,
): handleServerStreamingCall<Buffer, Uint8Array> {
  return (call) => {
    const { incoming, done } = incomingOf(rpc, method, call);
    const send = async (message: Uint8Array) => {
      if (!call.write(message)) await once(call, 'drain', { signal: incoming.call.signal });
    };
    answerStream(incoming, observer, send)
      .then(
        () => call.end(),
        (error: unknown) => call.emit('error', statusOf(toRpcError(error))),
      )
      .finally(done);
  };
}

type WireCall = ServerUnaryCall<Buffer, Uint8Array> | ServerWritableStream<Buffer, Uint8Array>;

function incomingOf(rpc: RpcService, method: DescMethod, call: WireCall): { incoming: Incoming; done: () => void } {
  const wanted = call.getDeadline();
  const asked = wanted instanceof Date ? wanted.getTime() : wanted;
  const deadline = Number.isFinite(asked) ? asked : Date.now() + DEFAULT_DEADLINE_MS;
  const { signal, abort, done } = bounded(deadline);
  const hungUp = () => abort(new RpcError('CANCELLED', 'the caller hung up'));
  call.on('cancelled', hungUp);
  const metadata = textOf(call.metadata);
  return {
    incoming: { rpc, method, request: call.request, call: { deadline, signal, metadata }, parent: traceFrom(metadata) },
    done() {
      // grpc-js also says so when a call has ended well.
      call.off('cancelled', hungUp);
      done();
    },
  };
}

function textOf(metadata: Metadata): Record<string, string> {
  const entries = Object.entries(metadata.getMap());
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function statusOf(error: RpcError) {
  const metadata = new Metadata();
  if (error.details.length > 0) metadata.set('grpc-status-details-bin', Buffer.from(statusBytes(error)));
  return { code: codes[error.code], details: error.message, metadata };
}

/** Takes no new calls, waits for those in flight, and cuts what is left after the grace. */
function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
