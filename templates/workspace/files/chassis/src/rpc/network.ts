import { Client, credentials as insecure, Metadata, type ChannelCredentials, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { reasonOf } from '../reason.ts';
import { buffer, same } from './bytes.ts';
import { abortError } from './call.ts';
import { RefusedError, RpcError, rpcErrorFrom } from './errors.ts';
import type { Outgoing, Transport } from './transport.ts';

/** Spreads calls over every address the name resolves to, so replicas behind a headless service share them. */
const SERVICE_CONFIG = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] });

export type NetworkOptions = { readonly pingMs?: number; readonly credentials?: ChannelCredentials };

/**
 * Calls a callee in another process. The address is `host:port`, or several as `ip:port,ip:port` where no name stands
 * for them all. Connecting waits for the first call.
 */
export function networkTransport(
  address: string,
  { pingMs = 10_000, credentials = insecure.createInsecure() }: NetworkOptions = {},
): Transport {
  const client = new Client(address.includes(',') ? `ipv4:${address}` : address, credentials, {
    'grpc.service_config': SERVICE_CONFIG,
    'grpc.initial_reconnect_backoff_ms': 200,
    // Well below SHUTDOWN_DRAIN_MS: while one replica drains, the one before it must have been found again.
    'grpc.max_reconnect_backoff_ms': 2000,
    // An instance that was cut off or froze closes nothing; the ping finds it out.
    'grpc.keepalive_time_ms': pingMs,
    'grpc.keepalive_timeout_ms': pingMs / 2,
    // Replicas come and go: names are looked up again whenever a connection ends.
    'grpc.dns_min_time_between_resolutions_ms': 2000,
  });
  return {
    unary: (call) => unary(client, call),
    serverStream: (call) => serverStream(client, call),
    close: () => client.close(),
  };
}

function unary(client: Client, { method, request, deadline, signal, metadata }: Outgoing): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError(signal));
    const onAbort = () => call.cancel();
    const sent = metadataOf(metadata);
    const settled = (error: ServiceError | null, response?: Buffer) => {
      signal.removeEventListener('abort', onAbort);
      if (error) reject(signal.aborted ? abortError(signal) : fromServiceError(error));
      else resolve(response ?? new Uint8Array());
    };
    const call = begun(() =>
      client.makeUnaryRequest(pathOf(method), same, same, buffer(request), sent, { deadline }, settled),
    );
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

async function* serverStream(
  client: Client,
  { method, request, deadline, signal, metadata }: Outgoing,
): AsyncIterable<Uint8Array> {
  if (signal.aborted) throw abortError(signal);
  const sent = metadataOf(metadata);
  const call: ClientReadableStream<Buffer> = begun(() =>
    client.makeServerStreamRequest(pathOf(method), same, same, buffer(request), sent, { deadline }),
  );
  const onAbort = () => call.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for await (const message of call) yield message as Buffer;
  } catch (error) {
    throw signal.aborted ? abortError(signal) : fromServiceError(error as ServiceError);
  } finally {
    signal.removeEventListener('abort', onAbort);
    call.cancel();
  }
}

function pathOf(method: Outgoing['method']): string {
  return `/${method.parent.typeName}/${method.name}`;
}

/** grpc-js throws plain errors where a header cannot be sent: what a caller of ours put in is its own mistake. */
function metadataOf(entries: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) {
    try {
      metadata.set(key, value);
    } catch {
      throw new RpcError('INVALID_ARGUMENT', `the metadata "${key}" cannot be sent: its name or value has characters that gRPC does not take`);
    }
  }
  return metadata;
}

/** And where the client is closed, which happens while the process stops. */
function begun<T>(begin: () => T): T {
  try {
    return begin();
  } catch (error) {
    throw new RpcError('CANCELLED', `the call was not begun: ${reasonOf(error)}`);
  }
}

function fromServiceError(error: ServiceError): RpcError {
  // HTTP/2 promises that a refused stream was not processed.
  if (error.details === 'Stream refused by server') return new RefusedError('UNAVAILABLE', error.details);
  const details = error.metadata?.get('grpc-status-details-bin')[0];
  return rpcErrorFrom(error.code ?? 2, error.details || error.message, details instanceof Buffer ? details : undefined);
}
