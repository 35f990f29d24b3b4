// The broker under test: a real server that can be killed and comes back on its own data.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { servers } from '../../servers/servers.ts';
import { onClose } from './place.ts';
import { startPostgres } from './postgres.ts';
import type { Stoppable } from './victim.ts';

export type BrokerServer = Stoppable & {
  /** For BROKER_URL. */
  readonly url: string;
  /** Whether no message is left that might still be delivered, if only for a second time; where the server can say. */
  readonly isDrained?: () => Promise<boolean>;
  /** Ends it and removes its data. */
  end(): Promise<void>;
};
export const brokerKinds = ['postgres', 'nats', 'rabbitmq', 'kafka'] as const;
export type BrokerKind = (typeof brokerKinds)[number];

const adapters = resolve(import.meta.dirname, '../../../templates/broker/files');

/** What is not here that this broker needs. */
export function missingFor(kind: BrokerKind): string | undefined {
  if (kind === 'postgres') return undefined;
  if (!existsSync(join(adapters, kind))) return `\`msvc add broker ${kind}\` is not offered`;
  return servers[kind].missing();
}

/** A server of its own, apart from the one that holds the contexts' databases. */
export function startBroker(kind: BrokerKind, shop: string, folder: string): Promise<BrokerServer> {
  return kind === 'postgres' ? startPostgresBroker(shop, folder) : startServerOf(kind);
}

async function startPostgresBroker(shop: string, folder: string): Promise<BrokerServer> {
  const server = await startPostgres(shop, folder, 'broker');
  const left = `select count(*) from pgboss.job where state < 'completed' and name not like '%.dead'`;
  return {
    ...server,
    url: await server.createDatabase('broker'),
    isDrained: async () => Number((await server.query('broker', left))[0]?.['count']) === 0,
    end: () => server.kill(),
  };
}

async function startServerOf(kind: Exclude<BrokerKind, 'postgres'>): Promise<BrokerServer> {
  const server = await servers[kind].start();
  onClose(() => server.stop());
  let isUp = true;
  return {
    name: 'broker',
    url: server.url,
    isBack: async () => isUp,
    async kill() {
      isUp = false;
      await server.kill();
    },
    async start() {
      await server.restart();
      isUp = true;
    },
    end: () => server.stop(),
  };
}
