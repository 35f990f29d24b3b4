import type { DescMethod } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { SpanKind } from '@opentelemetry/api';
import type { Worker, WorkerHost } from '../context.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Breaker } from '../rpc/breaker.ts';
import { Bulkhead } from '../rpc/bulkhead.ts';
import { bounded, currentCall } from '../rpc/call.ts';
import { RpcError, type Code } from '../rpc/errors.ts';
import { defaultPolicy, type Policy } from '../rpc/policy.ts';
import { Retries } from '../rpc/retry.ts';
import { inSpan, traceHeaders } from '../telemetry.ts';

export type ForeignOptions = {
  /** The context that asks, and the system that is asked. */
  readonly context: string;
  readonly system: string;
  /** Where it is; without it, it is out of reach. */
  readonly url: string | undefined;
  readonly token?: string | undefined;
  readonly policy?: Partial<Policy>;
  readonly log: Log;
  readonly metrics: Metrics;
};

export type ForeignRequest = {
  /** What it is called in metrics and traces. */
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below the URL of the system. */
  readonly path: string;
  readonly body?: unknown;
};

type Attempt = { readonly method: Pick<DescMethod, 'idempotency'>; readonly deadline: number; readonly signal: AbortSignal };

const MAX_ANSWER_BYTES = 1024 * 1024;
const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 };
const CODES: ReadonlyMap<number, Code> = new Map([
  [400, 'INVALID_ARGUMENT'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [502, 'UNAVAILABLE'],
  [503, 'UNAVAILABLE'],
  [504, 'UNAVAILABLE'],
]);

/**
 * A system of somebody else that speaks JSON over HTTP, behind the same guards as a callee of our own: deadline, bulkhead,
 * circuit breaker, and retries of what HTTP calls idempotent. Rejects with RpcError. What the answer means is for the layer
 * around it to say.
 */
export class Foreign implements Worker {
  readonly #options: ForeignOptions;
  readonly #policy: Policy;
  readonly #labels: { readonly context: string; readonly callee: string };
  readonly #retries: Retries;
  readonly #bulkhead: Bulkhead;
  readonly #breaker: Breaker;

  constructor(options: ForeignOptions) {
    const { context, system, url, policy, metrics, log } = options;
    this.#options = options;
    this.#policy = { ...defaultPolicy, ...policy };
    this.#labels = { context, callee: system };
    this.#retries = new Retries(this.#policy.retry);
    this.#bulkhead = new Bulkhead(system, this.#policy.bulkhead);
    this.#breaker = new Breaker(system, this.#policy, () => {
      metrics.count('client_breaker_opened_total', 'How often a circuit opened', this.#labels);
      log.warn({ callee: system }, 'a callee fails: its circuit is open');
    });
    if (url === undefined) log.warn({ callee: system }, 'nobody says where it is: it is out of reach');
  }

  /** The JSON of its answer; undefined where it answers with none. */
  ask(request: ForeignRequest): Promise<unknown> {
    const attributes = { 'http.request.method': request.method, 'peer.service': this.#options.system };
    return inSpan(`${this.#options.system} ${request.name}`, { kind: SpanKind.CLIENT, attributes }, () =>
      this.#counted(request, () => this.#guarded(request)),
    );
  }

  async run(): Promise<void> {}

  async measure({ metrics }: WorkerHost): Promise<void> {
    const state = BREAKER_STATES[this.#breaker.state];
    metrics.set('client_breaker_state', '0 closed, 1 trying again, 2 open', this.#labels, state);
    metrics.set('client_under_way', 'Calls to a callee under way', this.#labels, this.#bulkhead.underWay);
  }

  async #guarded(request: ForeignRequest): Promise<unknown> {
    const around = currentCall();
    const { timeoutMs, marginMs } = this.#policy;
    const deadline = Math.min(Date.now() + timeoutMs, (around?.deadline ?? Number.POSITIVE_INFINITY) - marginMs);
    const { signal, done } = bounded(deadline, around?.signal);
    const { IDEMPOTENT, IDEMPOTENCY_UNKNOWN } = MethodOptions_IdempotencyLevel;
    const idempotency = request.method === 'POST' ? IDEMPOTENCY_UNKNOWN : IDEMPOTENT;
    const attempt: Attempt = { method: { idempotency }, deadline, signal };
    const retried = () =>
      this.#options.metrics.count('client_retries_total', 'Calls that were tried again', { ...this.#labels, method: request.name });
    try {
      return await this.#retries.run(attempt, () => this.#once(attempt, request), retried);
    } finally {
      done();
    }
  }

  async #once(attempt: Attempt, request: ForeignRequest): Promise<unknown> {
    const leave = await this.#bulkhead.enter(attempt.signal);
    try {
      return await this.#breaker.run(attempt, () => this.#fetch(request, attempt.signal));
    } finally {
      leave();
    }
  }

  async #fetch({ method, path, body }: ForeignRequest, signal: AbortSignal): Promise<unknown> {
    const { url, token, system } = this.#options;
    if (url === undefined) throw new RpcError('UNAVAILABLE', `nobody says where ${system} is`);
    const headers = {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...traceHeaders(),
    };
    try {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${url.replace(/\/$/, '')}${path}`, { method, headers, signal, redirect: 'error', ...sent });
      if (!response.ok) {
        await response.body?.cancel();
        throw new RpcError(CODES.get(response.status) ?? (response.status < 500 ? 'FAILED_PRECONDITION' : 'INTERNAL'), `${system} answered ${response.status}`);
      }
      const text = await textOf(response);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    } catch (error) {
      if (error instanceof RpcError) throw error;
      if (signal.aborted) throw signal.reason instanceof RpcError ? signal.reason : new RpcError('CANCELLED', 'cancelled');
      if (error instanceof SyntaxError) throw new RpcError('INTERNAL', `${system} answered with what is no JSON`);
      throw new RpcError('UNAVAILABLE', `${system} is out of reach`);
    }
  }

  async #counted<T>({ name }: ForeignRequest, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    let outcome: string = 'INTERNAL';
    try {
      const result = await work();
      outcome = 'OK';
      return result;
    } catch (error) {
      if (error instanceof RpcError) outcome = error.code;
      throw error;
    } finally {
      const labels = { ...this.#labels, method: name };
      this.#options.metrics.operation('client', labels, outcome, performance.now() - started);
    }
  }
}

/** Somebody else's answer may be of any length. */
async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new RpcError('INTERNAL', `the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
