import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readSpans } from './span.ts';
import { createTraceStore, type TraceStore } from './store.ts';

export type Receiver = { readonly url: string; readonly store: TraceStore; readonly close: () => Promise<void> };

const maxBytes = 8 * 1024 * 1024;

/**
 * Takes traces as OTLP over HTTP in JSON (`POST /v1/traces`) and shows them (`GET /traces`, `GET /traces/<prefix>`).
 * All that comes also goes to `collector`, the address of somebody who wants it too.
 */
export async function startReceiver(port: number, collector?: string): Promise<Receiver> {
  const store = createTraceStore();
  const pass = collector === undefined ? () => {} : passTo(collector);
  const server = createServer((request, response) => {
    answer(request, store, pass).then(
      ({ status, body }) => send(response, status, body),
      () => send(response, 400, { error: 'not OTLP in JSON' }),
    );
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  server.unref();
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? port) : port}`,
    store,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

type Answer = { readonly status: number; readonly body: unknown };
type Pass = (path: string, request: IncomingMessage, body: Buffer<ArrayBuffer>) => void;

/** Sends a body on as it came. Whether it arrives is not the business of the service that sent it. */
function passTo(collector: string): Pass {
  const base = collector.replace(/\/+$/, '');
  return (path, { headers }, body) => {
    const kept = {
      'content-type': headers['content-type'] ?? '',
      'content-encoding': headers['content-encoding'] ?? '',
    };
    const sent = Object.entries(kept).filter(([, value]) => value !== '');
    fetch(base + path, { method: 'POST', headers: sent, body, signal: AbortSignal.timeout(5000) }).catch(() => {});
  };
}

async function answer(request: IncomingMessage, store: TraceStore, pass: Pass): Promise<Answer> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (request.method === 'GET') return show(path, store);
  if (request.method !== 'POST' || !path.startsWith('/v1/')) return { status: 404, body: { error: 'not found' } };
  const sent = await bodyOf(request);
  pass(path, request, sent);
  const body = await unpacked(request, sent);
  if (path !== '/v1/traces') return { status: 200, body: {} }; // metrics and logs are elsewhere here
  if (!(request.headers['content-type'] ?? '').includes('json'))
    return { status: 415, body: { error: 'send JSON: OTEL_EXPORTER_OTLP_PROTOCOL=http/json' } };
  store.add(readSpans(JSON.parse(body.toString('utf8'))));
  return { status: 200, body: {} };
}

function show(path: string, store: TraceStore): Answer {
  if (path === '/traces') return { status: 200, body: store.list() };
  const prefix = /^\/traces\/([0-9a-f]+)$/.exec(path)?.[1];
  return prefix === undefined ? { status: 404, body: [] } : { status: 200, body: store.find(prefix) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBytes) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const unpacked = async ({ headers }: IncomingMessage, body: Buffer): Promise<Buffer> =>
  headers['content-encoding'] === 'gzip' ? promisify(gunzip)(body, { maxOutputLength: maxBytes }) : body;

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
