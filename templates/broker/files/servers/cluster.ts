import type { Server } from './server.ts';

/** Several servers that are one broker, as in production: over TLS only, and with a login. */
export type Cluster<S extends Server = Server> = {
  /** All of them, login and all. */
  readonly url: string;
  readonly servers: readonly S[];
  stop(): Promise<void>;
};

export const SIZE = 3;
export const LOGIN = { user: 'shop', password: 'not&for:strangers' };
export const login = `${LOGIN.user}:${encodeURIComponent(LOGIN.password)}`;

/** Starts them side by side: none is ready before it has found the others. */
export async function startCluster<S extends Server>(
  url: string,
  starting: readonly Promise<S>[],
): Promise<Cluster<S>> {
  const started = await Promise.allSettled(starting);
  const servers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async () => void (await Promise.all(servers.map((server) => server.stop())));
  const failed = started.find((each) => each.status === 'rejected');
  if (!failed) return { url, servers, stop };
  await stop();
  throw failed.reason;
}
