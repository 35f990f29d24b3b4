import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { startReceiver, type Receiver } from '../../../src/dev/trace/receiver.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const body = JSON.stringify({
  resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'aa', spanId: '01', name: 'PlaceOrder' }] }] }],
});
const send = ({ url }: Receiver): Promise<Response> =>
  fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(body),
  });

it('passes on what it gets, as it came, to a collector of the user', async () => {
  const heard: { readonly path: string; readonly text: string }[] = [];
  const collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    heard.push({ path: request.url ?? '', text: gunzipSync(Buffer.concat(chunks)).toString() });
    response.end('{}');
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  closing.push(() => collector.close());
  const { port } = collector.address() as AddressInfo;
  const receiver = await startReceiver(0, `http://127.0.0.1:${port}/`);
  closing.push(receiver.close);
  expect((await send(receiver)).status).toBe(200);
  await vi.waitFor(() => expect(heard).toEqual([{ path: '/v1/traces', text: body }]));
  expect(receiver.store.list()).toMatchObject([{ id: 'aa', spans: 1 }]);
});

it('goes on where that collector is not there', async () => {
  const receiver = await startReceiver(0, 'http://127.0.0.1:1');
  closing.push(receiver.close);
  expect((await send(receiver)).status).toBe(200);
  expect(receiver.store.list()).toMatchObject([{ id: 'aa', spans: 1 }]);
});
