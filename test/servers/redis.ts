import {
  folderFor,
  freePorts,
  programOf,
  startServer,
  type Server,
} from '../../templates/broker/files/servers/server.ts';

export const missingRedis = (): string | undefined =>
  programOf('redis-server') ? undefined : 'redis-server is not on this machine (Debian: apt-get install redis-server)';

/** Redis that writes every change to its log before it answers, at `redis://127.0.0.1:<port>`. */
export async function startRedis(): Promise<Server> {
  const folder = folderFor('redis');
  const [port = 0] = await freePorts(1);
  const words = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'yes'];
  return startServer({
    name: 'redis-server',
    url: `redis://127.0.0.1:${port}`,
    folder,
    command: [programOf('redis-server') ?? 'redis-server', ...words],
    ready: /Ready to accept connections/,
  });
}
