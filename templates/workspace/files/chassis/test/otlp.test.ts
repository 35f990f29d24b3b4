import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createServer2, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { otlpProcessor, type OtlpProtocol } from '../src/otlp.ts';

/** What came in: the path and the type of the content. */
let asked: string[] = [];
const closing: (() => void)[] = [];
after(() => closing.forEach((close) => close()));

async function sent(server: Server | ReturnType<typeof createServer2>, protocol: OtlpProtocol): Promise<string[]> {
  asked = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new BasicTracerProvider({ spanProcessors: [await otlpProcessor({ endpoint, protocol })] });
  provider.getTracer('test').startSpan('told').end();
  await provider.forceFlush();
  await provider.shutdown();
  return asked;
}

const overHttp = () =>
  createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['content-type']}`);
    request.resume().on('end', () => response.setHeader('connection', 'close').end());
  });

test('spans go in JSON or in protobuf over HTTP', async () => {
  assert.deepEqual(await sent(overHttp(), 'http/json'), ['/v1/traces application/json']);
  assert.deepEqual(await sent(overHttp(), 'http/protobuf'), ['/v1/traces application/x-protobuf']);
});

test('spans go over gRPC', async () => {
  const server = createServer2();
  const sessions: ServerHttp2Session[] = [];
  server.on('session', (session) => sessions.push(session));
  closing.push(() => sessions.forEach((session) => session.destroy()));
  server.on('stream', (stream, headers) => {
    asked.push(`${headers[':path']} ${headers['content-type']}`);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    // An empty answer: no flag, no bytes.
    stream.resume().end(Buffer.alloc(5));
  });
  const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
  assert.deepEqual(await sent(server, 'grpc'), [`${path} application/grpc`]);
});
