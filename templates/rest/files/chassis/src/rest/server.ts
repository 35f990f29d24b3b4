import { SpanKind } from '@opentelemetry/api';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FacadeHost, Listener } from '../facade.ts';
import { abortable, bounded, CALLER, plainAddress, type Call } from '../rpc/call.ts';
import { RpcError } from '../rpc/errors.ts';
import { inSpan, traceFrom } from '../telemetry.ts';
import { checkHeaders, HttpProblem, problemOf, type HttpAnswer } from './problem.ts';
import { bodyOf, type RestRequest } from './request.ts';
import { routerOf, type Found, type ServedRoute } from './router.ts';

export type ServerOptions = {
  readonly port: number;
  readonly deadlineMs: number;
  readonly maxBodyBytes: number;
  /** The header in which a gateway says who calls; it must be one that the gateway overwrites. */
  readonly callerHeader?: string | undefined;
};

/** Serves the routes: finds, bounds in size and time, observes, and turns whatever was thrown into a problem. */
export async function serveRest(
  routes: readonly ServedRoute[],
  options: ServerOptions,
  host: FacadeHost,
): Promise<Listener> {
  const find = routerOf(routes);
  const inHand = new Set<ServerResponse>();
  let stopping = false;
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    inHand.add(response);
    response.once('close', () => {
      inHand.delete(response);
      if (stopping && inHand.size === 0) server.closeAllConnections();
    });
    if (stopping) response.setHeader('connection', 'close');
    observed(request, response, host, () => answerTo(request, response, find, options)).catch((error: unknown) => {
      host.log.error({ err: error }, 'http: no answer');
      response.destroy();
    });
  });
  await listening(server, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    close(graceMs) {
      stopping = true;
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      return new Promise((resolve) => {
        server.close(() => resolve(clearTimeout(timer)));
        // A connection on which nothing was ever asked is none of Node's idle ones.
        if (inHand.size === 0) server.closeAllConnections();
      });
    },
  };
}

type Outcome = { readonly answer: HttpAnswer; readonly route: string; readonly error?: unknown };

/** Span, metrics and log line of one request. */
async function observed(
  request: IncomingMessage,
  response: ServerResponse,
  { log, metrics }: FacadeHost,
  work: () => Promise<Outcome>,
): Promise<void> {
  const started = performance.now();
  const { method = '' } = request;
  const options = {
    kind: SpanKind.SERVER,
    parent: traceFrom(textsIn(request)),
    attributes: { 'http.request.method': method },
  };
  await inSpan(`HTTP ${method}`, options, async (span) => {
    const { answer, route, error } = sendable(await work());
    const status = String(answer.status);
    span.updateName(`${method} ${route}`).setAttributes({ 'http.route': route, 'http.response.status_code': status });
    send(response, answer, span.spanContext().traceId);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    metrics.operation('http', { method, route }, status, ms);
    const fields = { method, route, status: answer.status, ms };
    if (error === undefined) log.info(fields, 'http');
    else log.error({ ...fields, err: error }, 'http');
  });
}

/** Never rejects: an error is an answer too, and told to the log where nobody foresaw it. */
async function answerTo(
  request: IncomingMessage,
  response: ServerResponse,
  find: (method: string, path: string) => Found,
  { deadlineMs, maxBodyBytes, callerHeader = '' }: ServerOptions,
): Promise<Outcome> {
  const deadline = Date.now() + deadlineMs;
  const { signal, done } = bounded(deadline, hungUp(response));
  const headers = textsIn(request);
  const told = headers[callerHeader.toLowerCase()];
  // What anybody may say of itself is not who it is.
  const metadata = { ...headers, [CALLER]: told ?? plainAddress(request.socket.remoteAddress ?? 'unknown') };
  const call: Call = { deadline, signal, metadata };
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  let label = 'none';
  try {
    const { route, answer, parameters } = find(request.method ?? '', path);
    label = route.path;
    const body = await abortable(bodyOf(request, maxBodyBytes), signal);
    const asked: RestRequest = { route, parameters, query: new URLSearchParams(query), headers, caller: told, body };
    return { answer: await answer(asked, call), route: label };
  } catch (error) {
    const foreseen = error instanceof HttpProblem || error instanceof RpcError;
    return { answer: problemOf(error), route: label, ...(!foreseen && { error }) };
  } finally {
    done();
  }
}

/** An answer with a header that HTTP cannot carry is none, and must not be found out while it is sent. */
function sendable(outcome: Outcome): Outcome {
  try {
    checkHeaders(outcome.answer);
    return outcome;
  } catch (error) {
    return { ...outcome, answer: problemOf(error), error };
  }
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer, traceId: string): void {
  const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length, 'trace-id': traceId }).end(body);
}

/** Aborts when the caller leaves before the answer is sent. */
function hungUp(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new RpcError('CANCELLED', 'the caller hung up'));
  });
  return controller.signal;
}

function textsIn({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve());
  });
}
