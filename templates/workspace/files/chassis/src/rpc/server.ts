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
import { createServer, type AddressInfo } from 'node:net';
import { traceFrom } from '../telemetry.ts';
import { buffer, same } from './bytes.ts';
import { bounded, CALLER, LONGEST_CALL_MS, plainAddress } from './call.ts';
import { Admission } from './admission.ts';
import { RpcError, statusBytes, toRpcError } from './errors.ts';
import { shortenFarDeadlines } from './far-deadlines.ts';
import { answerStream, answerUnary, type Incoming, type Observer, type RpcService } from './service.ts';

export type RpcServer = { readonly port: number; close(graceMs: number): Promise<void> };
/** A bidirectional handler on raw bytes; only the protocols of gRPC itself need one. */
export type DuplexHandler = (stream: ServerDuplexStream<Buffer, Buffer>) => void;
export type Duplex = { readonly method: DescMethod; readonly handle: DuplexHandler };

/** grpc-js adds up to a tenth by chance, and ends connections at once where a timer cannot hold the sum. */
const OLDEST_CONNECTION_MS = 20 * 24 * 60 * 60_000;

/** Callers that set no deadline get this one; nobody waits for ever. */
const DEFAULT_DEADLINE_MS = 30_000;

export type ServerLimits = {
  readonly maxMessageBytes: number;
  readonly maxCalls: number;
  readonly maxConnectionAgeMs: number;
};
export const defaultLimits: ServerLimits = {
  maxMessageBytes: 4 * 1024 * 1024,
  maxCalls: 1000,
  maxConnectionAgeMs: 300_000,
};
export type ServerOptions = { readonly limits?: ServerLimits; readonly credentials?: ServerCredentials };

/** Serves the handlers on the wire. Port 0 takes a free one. */
export async function serveRpc(
  port: number,
  services: readonly RpcService[],
  duplex: readonly Duplex[],
  observer: Observer,
  { limits = defaultLimits, credentials = ServerCredentials.createInsecure() }: ServerOptions = {},
): Promise<RpcServer> {
  shortenFarDeadlines();
  const server = new Server({
    'grpc.max_receive_message_length': limits.maxMessageBytes,
    'grpc.max_connection_age_ms': Math.min(limits.maxConnectionAgeMs, OLDEST_CONNECTION_MS),
    'grpc.max_connection_age_grace_ms': 30_000,
    // A caller that was cut off or froze is let go of.
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  const admission = new Admission(limits.maxCalls, observer);
  for (const rpc of services) server.addService(definitionOf(rpc.service.methods), implementationOf(rpc, admission));
  for (const { method, handle } of duplex) server.addService(definitionOf([method]), { [method.name]: handle });
  const address = `${await everyAddress()}:${port}`;
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, credentials, (error, actual) => (error ? reject(error) : resolve(actual)));
  });
  return { port: bound, close: (graceMs) => close(server, graceMs) };
}

/** What Node itself listens on where it is told no address: IPv6 and IPv4 at once, or IPv4 where there is no other. */
async function everyAddress(): Promise<string> {
  const probe = createServer();
  await once(probe.listen(0), 'listening');
  // It listens on a port, and not on a pipe.
  const { family } = probe.address() as AddressInfo;
  await once(probe.close(), 'close');
  return family === 'IPv6' ? '[::]' : '0.0.0.0';
}

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

/** A method, and what it takes to answer it. */
type Served = { readonly rpc: RpcService; readonly method: DescMethod; readonly admission: Admission };

function implementationOf(rpc: RpcService, admission: Admission): UntypedServiceImplementation {
  return Object.fromEntries(
    rpc.service.methods.map((method) => {
      const served = { rpc, method, admission };
      return [method.name, method.methodKind === 'server_streaming' ? streaming(served) : unary(served)];
    }),
  );
}

function unary(served: Served): handleUnaryCall<Buffer, Uint8Array> {
  const { method, admission } = served;
  return (call, respond) => {
    const refusal = admission.refusal(method);
    if (refusal) return respond(statusOf(refusal));
    const { incoming, done } = incomingOf(served, call);
    const answer: typeof respond = (error, response) => {
      done();
      respond(error, response);
    };
    answerUnary(incoming, admission.observer).then(
      (response) => answer(null, response),
      (error: unknown) => answer(statusOf(toRpcError(error))),
    );
  };
}

function streaming(served: Served): handleServerStreamingCall<Buffer, Uint8Array> {
  const { method, admission } = served;
  return (call) => {
    const refusal = admission.refusal(method);
    if (refusal) return void call.emit('error', statusOf(refusal));
    const { incoming, done } = incomingOf(served, call);
    const send = async (message: Uint8Array) => {
      if (!call.write(message)) await once(call, 'drain', { signal: incoming.call.signal });
    };
    answerStream(incoming, admission.observer, send)
      .then(
        () => call.end(),
        (error: unknown) => call.emit('error', statusOf(toRpcError(error))),
      )
      .finally(done);
  };
}

type WireCall = ServerUnaryCall<Buffer, Uint8Array> | ServerWritableStream<Buffer, Uint8Array>;

function incomingOf({ rpc, method, admission }: Served, call: WireCall): { incoming: Incoming; done: () => void } {
  const deadline = deadlineOf(call);
  const { signal, abort, done } = bounded(deadline);
  const hungUp = () => abort(new RpcError('CANCELLED', 'the caller hung up'));
  call.on('cancelled', hungUp);
  const metadata = metadataOf(call);
  admission.enter();
  return {
    incoming: { rpc, method, request: call.request, call: { deadline, signal, metadata }, parent: traceFrom(metadata) },
    done() {
      admission.leave();
      // grpc-js also says so when a call has ended well.
      call.off('cancelled', hungUp);
      done();
    },
  };
}

function deadlineOf(call: WireCall): number {
  const wanted = call.getDeadline();
  const asked = wanted instanceof Date ? wanted.getTime() : wanted;
  if (!Number.isFinite(asked)) return Date.now() + DEFAULT_DEADLINE_MS;
  return Math.min(asked, Date.now() + LONGEST_CALL_MS);
}

/** Who calls: by its certificate where there is one, else by what it says, else by where it comes from. */
function callerIn(call: WireCall): string {
  const { sslPeerCertificate: certificate } = call.getAuthContext();
  if (certificate) return [certificate.subject.CN].flat()[0] ?? 'unknown';
  const [said] = call.metadata.get(CALLER);
  return typeof said === 'string' ? said : plainAddress(call.getPeer().replace(/:\d+$/, ''));
}

function metadataOf(call: WireCall): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [key, value] of Object.entries(call.metadata.getMap()))
    if (typeof value === 'string') metadata[key] = value;
  metadata[CALLER] = callerIn(call);
  return metadata;
}

/** An error as grpc-js sends it. */
export function statusOf(error: RpcError) {
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
