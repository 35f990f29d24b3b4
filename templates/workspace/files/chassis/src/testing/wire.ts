import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The way to a server that a test can cut without closing anything, as when a machine or a switch is gone. */
export type Wire = {
  /** The URL, with the server's address replaced by that of the wire. */
  through(url: string): string;
  /** From now on nothing that is sent arrives, on any connection, and nobody is told. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
};

/** Lays a wire to the server that a URL names. */
export async function layWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (bytes) => void (isCut || to.write(bytes)));
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      // Not even this gets through a wire that is cut.
      if (!isCut) to.destroy();
    });
  };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    join(near, far);
    join(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  return {
    through: (url) => Object.assign(new URL(url), { host: `127.0.0.1:${own}` }).href,
    cut: () => (isCut = true),
    mend: () => (isCut = false),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
