import { createClient, type RedisClientType } from '@redis/client';
import type { Log } from './log.ts';

/** A command that takes longer counts as failed: whoever asks can do without the answer. */
const TIMEOUT_MS = 250;

/** A connection that is made in the background, again and again. While there is none, commands fail at once. */
export type Redis = {
  readonly client: RedisClientType;
  /** Rejects when the command fails or takes too long. */
  run<T>(command: (client: RedisClientType) => Promise<T>): Promise<T>;
  close(): void;
};

export function openRedis(url: string, log: Log): Redis {
  const reconnectStrategy = (tries: number) => Math.min(2000, 50 * 2 ** Math.min(tries, 10));
  const client: RedisClientType = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy } });
  let isAway = false;
  client.on('error', (error: unknown) => {
    if (!isAway) log.warn({ err: error }, 'Redis is out of reach');
    isAway = true;
  });
  client.on('ready', () => (isAway = false));
  void client.connect().catch(() => {});
  return {
    client,
    run: async (command) => inTime(command(client)),
    close: () => client.isOpen && client.destroy(),
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`Redis took longer than ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
