import { AsyncLocalStorage } from 'node:async_hooks';
import { timerMs } from '../clock.ts';
import { RpcError } from './errors.ts';

/** What a handler knows of the call it answers. Metadata keys are lower case. */
export type Call = {
  /** When the caller stops waiting, in milliseconds since the epoch. */
  readonly deadline: number;
  /** Aborts when the caller hangs up or the deadline passes. */
  readonly signal: AbortSignal;
  readonly metadata: Readonly<Record<string, string>>;
};

/** The metadata key under which a caller says who it is. */
export const CALLER = 'x-caller';

/** Who calls. Certain over mutual TLS; else what the caller says of itself, or where it comes from. */
export const callerOf = ({ metadata }: Pick<Call, 'metadata'>): string => metadata[CALLER] ?? 'unknown';

/** The address of a caller, the same whether it came by IPv4 or as IPv4 over a socket of IPv6. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

/** Nobody waits for longer than this, whatever is asked for. */
export const LONGEST_CALL_MS = 24 * 60 * 60_000;

const scope = new AsyncLocalStorage<Pick<Call, 'deadline' | 'signal'>>();

/** Runs work that a caller waits for: calls made inside end when it does. */
export function withinCall<T>(call: Pick<Call, 'deadline' | 'signal'>, work: () => T): T {
  return scope.run(call, work);
}

export function currentCall(): Pick<Call, 'deadline' | 'signal'> | undefined {
  return scope.getStore();
}

/** Aborts at the deadline, when any of the signals does, or on demand. `done` lets go of timer and signals. */
export type Bound = { readonly signal: AbortSignal; readonly abort: (reason: unknown) => void; readonly done: () => void };

export function bounded(deadline: number, ...signals: readonly (AbortSignal | undefined)[]): Bound {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new RpcError('DEADLINE_EXCEEDED', 'deadline exceeded')),
    timerMs(deadline - Date.now()),
  );
  // By hand: AbortSignal.any costs several times as much, on every call.
  const follow = () => controller.abort(signals.find((signal) => signal?.aborted)?.reason);
  for (const signal of signals) {
    if (signal?.aborted) follow();
    else signal?.addEventListener('abort', follow, { once: true });
  }
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    done() {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', follow);
    },
  };
}

/** How long to wait, and how much is held back from the deadline of the call being answered, to answer it. */
export type Waiting = { readonly timeoutMs: number; readonly marginMs?: number };

/** Bounds what is asked of others: it never outlives the call being answered. */
export function boundedByCall(
  { timeoutMs, marginMs = 0 }: Waiting,
  ...signals: readonly (AbortSignal | undefined)[]
): Bound & { readonly deadline: number } {
  const around = currentCall();
  const patience = Math.min(timeoutMs, LONGEST_CALL_MS);
  const deadline = Math.min(Date.now() + patience, (around?.deadline ?? Number.POSITIVE_INFINITY) - marginMs);
  return { deadline, ...bounded(deadline, around?.signal, ...signals) };
}

/** Why a signal aborted, as a status. */
export function abortError(signal: AbortSignal): RpcError {
  return signal.reason instanceof RpcError ? signal.reason : new RpcError('CANCELLED', 'cancelled');
}

/** Settles with the work, or rejects as soon as the signal aborts. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onAbort = () => reject(abortError(signal));
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  const settled = () => signal.removeEventListener('abort', onAbort);
  void work.then(resolve, reject).then(settled);
  return promise;
}
