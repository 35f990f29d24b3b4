// The broker under test: a real server that can be killed, and what lies in it that nobody could handle.
import { startPostgres } from './postgres.ts';
import type { Stoppable } from './victim.ts';

export type BrokerServer = Stoppable & {
  /** For BROKER_URL. */
  readonly url: string;
  /** Whether no message is left that might still be delivered, if only for a second time. */
  isDrained(): Promise<boolean>;
};
export const brokerKinds = ['postgres'] as const;
export type BrokerKind = (typeof brokerKinds)[number];

/** A server of its own, apart from the one that holds the contexts' databases. */
export async function startBroker(kind: BrokerKind, shop: string, folder: string): Promise<BrokerServer> {
  switch (kind) {
    case 'postgres': {
      const server = await startPostgres(shop, folder, 'broker');
      const left = `select count(*) from pgboss.job where state < 'completed' and name not like '%.dead'`;
      return {
        ...server,
        url: await server.createDatabase('broker'),
        isDrained: async () => Number((await server.query('broker', left))[0]?.['count']) === 0,
      };
    }
  }
}
