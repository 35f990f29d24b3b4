import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { SpanKind } from '@opentelemetry/api';
import type { Worker } from '../context.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { abortError, boundedByCall } from '../rpc/call.ts';
import { Defences } from '../rpc/defences.ts';
import { RpcError, type Code } from '../rpc/errors.ts';
import { defaultPolicy, type Policy } from '../rpc/policy.ts';
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

const MAX_ANSWER_BYTES = 1024 * 1024;
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
  readonly #defences: Defences;

  constructor(options: ForeignOptions) {
    const { context, system, url, policy, metrics, log } = options;
    this.#options = options;
    this.#policy = { ...defaultPolicy, ...policy };
    this.#defences = new Defences(this.#policy, { caller: context, callee: system, metrics, log });
    if (url === undefined) log.warn({ callee: system }, 'nobody says where it is: it is out of reach');
  }

  /** The JSON of its answer; undefined where it answers with none. */
  ask(request: ForeignRequest): Promise<unknown> {
    const attributes = { 'http.request.method': request.method, 'peer.service': this.#options.system };
    return inSpan(`${this.#options.system} ${request.name}`, { kind: SpanKind.CLIENT, attributes }, async () => {
      const { deadline, signal, done } = boundedByCall(this.#policy);
      const { IDEMPOTENT, IDEMPOTENCY_UNKNOWN } = MethodOptions_IdempotencyLevel;
      const idempotency = request.method === 'POST' ? IDEMPOTENCY_UNKNOWN : IDEMPOTENT;
      const call = { method: { name: request.name, idempotency }, deadline, signal };
      try {
        return await this.#defences.call(call, () => this.#fetch(request, signal));
      } finally {
        done();
      }
    });
  }

  async run(): Promise<void> {}

  async measure(): Promise<void> {
    this.#defences.measure();
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
      if (signal.aborted) throw abortError(signal);
      if (error instanceof SyntaxError) throw new RpcError('INTERNAL', `${system} answered with what is no JSON`);
      throw new RpcError('UNAVAILABLE', `${system} is out of reach`);
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
