// A collector that keeps the traces that services export, for as long as somebody wants to look at them.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import type { Recording } from './recording.ts';

export type Recorder = { readonly url: string; readonly bodies: readonly Recording[]; readonly close: () => void };

/** Listens to OTLP over HTTP in JSON. */
export async function startRecorder(): Promise<Recorder> {
  const bodies: Recording[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    if (request.url === '/v1/traces') bodies.push(JSON.parse(body.toString('utf8')));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A port of TCP has an address of this type.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
