import { folderFor, freePorts, programOf, startServer, type Server } from './server.ts';

export const missingNats = (): string | undefined =>
  programOf('nats-server') ? undefined : 'nats-server is not on this machine (Debian: apt-get install nats-server)';

/** NATS with JetStream, at `nats://127.0.0.1:<port>`. */
export async function startNats(): Promise<Server> {
  const folder = folderFor('nats');
  const [port = 0] = await freePorts(1);
  const words = ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', folder];
  return startServer({
    name: 'nats-server',
    url: `nats://127.0.0.1:${port}`,
    folder,
    command: [programOf('nats-server') ?? 'nats-server', ...words],
    ready: /Server is ready/,
  });
}
