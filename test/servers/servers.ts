// Real servers for tests: `await servers.nats.start()`. What is not on this machine is named, never skipped in silence.
import { missingCollector, startCollector } from './collector.ts';
import { missingKafka, startKafka } from './kafka.ts';
import { missingNats, startNats } from '../../templates/broker/files/servers/nats.ts';
import { missingRabbitmq, startRabbitmq } from '../../templates/broker/files/servers/rabbitmq.ts';
import type { Server } from '../../templates/broker/files/servers/server.ts';
import { missingRedis, startRedis } from './redis.ts';

export type { Server } from '../../templates/broker/files/servers/server.ts';
export type ServerName = 'nats' | 'rabbitmq' | 'redis' | 'kafka' | 'collector';
export type ServerKind = {
  /** What is not here that it needs, and how to get it; nothing where it can start. */
  readonly missing: () => string | undefined;
  readonly start: () => Promise<Server>;
};

export const servers: Readonly<Record<ServerName, ServerKind>> = {
  nats: { missing: missingNats, start: startNats },
  rabbitmq: { missing: missingRabbitmq, start: startRabbitmq },
  redis: { missing: missingRedis, start: startRedis },
  kafka: { missing: missingKafka, start: startKafka },
  collector: { missing: missingCollector, start: () => startCollector() },
};

/** Everything that is not here, one sentence each. */
export function missing(names = Object.keys(servers) as readonly ServerName[]): readonly string[] {
  return names.flatMap((name) => servers[name].missing() ?? []);
}
