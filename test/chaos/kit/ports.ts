import { createServer, type AddressInfo } from 'node:net';

const given = new Set<number>();

/** A TCP port that nobody listens on, and that nobody else in this run was given. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    const port = await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
    await new Promise((done) => server.close(done));
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}
