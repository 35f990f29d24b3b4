import { abortError, bounded } from './call.ts';
import { RpcError, rpcErrorFrom, statusBytes, toRpcError } from './errors.ts';
import { traceFrom } from '../telemetry.ts';
import { answerStream, answerUnary, type Incoming, type Observer, type RpcService } from './service.ts';
import type { Outgoing, Transport } from './transport.ts';
import { status as codes } from '@grpc/grpc-js';

/**
 * Calls a context of the same process with the semantics of the network: the same bytes, deadline, cancellation,
 * status codes and trace headers, so that nobody notices when the callee moves out.
 */
export function inProcessTransport(find: (service: string) => RpcService | undefined, observer: Observer): Transport {
  const incoming = (call: Outgoing, signal: AbortSignal): Incoming => {
    const rpc = find(call.method.parent.typeName);
    if (!rpc) throw new RpcError('UNIMPLEMENTED', `${call.method.parent.typeName} is not served here`);
    return {
      rpc,
      method: call.method,
      request: call.request,
      call: { ...call, signal },
      parent: traceFrom(call.metadata),
    };
  };
  return {
    async unary(call) {
      const { signal, done } = bounded(call.deadline, call.signal);
      try {
        return await answerUnary(incoming(call, signal), observer);
      } catch (error) {
        throw acrossWire(error);
      } finally {
        done();
      }
    },
    async *serverStream(call) {
      const { signal, done } = bounded(call.deadline, call.signal);
      try {
        yield* handedOver((send, gone) =>
          answerStream(incoming(call, AbortSignal.any([signal, gone])), observer, send),
        );
      } catch (error) {
        throw acrossWire(error);
      } finally {
        done();
      }
    },
    close: () => {},
  };
}

/** Only what a status can carry arrives: code, message and details, in an error of the caller's own. */
function acrossWire(thrown: unknown): RpcError {
  const error = toRpcError(thrown);
  return rpcErrorFrom(codes[error.code], error.message, statusBytes(error));
}

type Send = (message: Uint8Array) => Promise<void>;

/** Turns pushes into an iterable that takes one message at a time; leaving the loop aborts the producer. */
async function* handedOver(produce: (send: Send, gone: AbortSignal) => Promise<void>): AsyncIterable<Uint8Array> {
  const gone = new AbortController();
  let offer = Promise.withResolvers<Uint8Array | undefined>();
  let taken = Promise.withResolvers<void>();
  const send: Send = (message) => {
    if (gone.signal.aborted) throw abortError(gone.signal);
    offer.resolve(message);
    return taken.promise;
  };
  produce(send, gone.signal).then(
    () => offer.resolve(undefined),
    (error: unknown) => offer.reject(error),
  );
  try {
    for (;;) {
      const message = await offer.promise;
      if (message === undefined) return;
      yield message;
      offer = Promise.withResolvers();
      const accepted = taken;
      taken = Promise.withResolvers();
      accepted.resolve();
    }
  } finally {
    gone.abort();
    taken.resolve();
  }
}
