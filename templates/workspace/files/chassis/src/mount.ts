import type { ChannelCredentials } from '@grpc/grpc-js';
import type { Broker, Subscription } from './broker.ts';
import { backoffMs, sleep } from './clock.ts';
import { variableOf } from './config.ts';
import { deliveryHandler } from './consumer.ts';
import type { Context, Responder, ResponderHost, Shift, Worker } from './context.ts';
import { openDatabase } from './database.ts';
import type { Facade } from './facade.ts';
import type { Health } from './health.ts';
import type { Log } from './log.ts';
import { openMessaging } from './messaging.ts';
import type { MessagingTables } from './messaging-tables.ts';
import type { Metrics } from './metrics.ts';
import { migrateAsOwner } from './migrate.ts';
import { clientsOf } from './rpc/clients.ts';
import type { RpcService } from './rpc/service.ts';

export type Host = {
  readonly broker: Broker;
  readonly health: Health;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly local: Map<string, RpcService>;
  /** For those it calls. */
  readonly credentials: ChannelCredentials;
};

/** A context at work in a process. */
export type Mounted = {
  readonly name: string;
  readonly rpc: readonly RpcService[];
  readonly facades: readonly Facade[];
  subscribe(): Promise<void>;
  /** Lets the relay publish what the outbox holds. */
  publish(): void;
  measure(): Promise<void>;
  /** Publishes what is at hand and lets go of everything. */
  stop(): Promise<void>;
};

/** How many messages a context works on at once, and how many requests. */
const CONCURRENCY = 8;

/** Opens and migrates the context's database, builds the context, and offers its services to the process. */
export async function mount(context: Context, host: Host): Promise<Mounted> {
  const { broker, health, metrics } = host;
  const log = host.log.child({ context: context.name });
  const url = String(host.settings[variableOf(context.name, 'DATABASE_URL')]);
  const owner = host.settings[variableOf(context.name, 'MIGRATION_URL')];
  const database = await openDatabase<MessagingTables>({ url, name: context.name, log });
  // Where the owner has migrated before, nothing is left to do.
  const roles = { owner: typeof owner === 'string' ? owner : url, url };
  await migrateAsOwner(context.name, context.migrations, { ...roles, log });
  health.require({ name: `${context.name} database`, passes: database.isReachable });

  const { clients, ...calls } = clientsOf(context, { ...host, log });
  const { rpc, consumers, responders, facades = [], workers = [] } = context.build({
    database,
    settings: host.settings,
    clients,
    broker,
    log,
    metrics,
  });
  for (const service of rpc) host.local.set(service.service.typeName, service);

  const { settings } = host;
  const { name, inboxRetentionHours } = context;
  const messaging = await openMessaging({ context: name, inboxRetentionHours, url, database, broker, log, metrics, settings });
  const stopping = new AbortController();
  const workplace = { context: context.name, log, metrics };
  const keepsOutbox = settings['OUTBOX_RELAY'] === 'off';
  let working: readonly Promise<void>[] = [];
  return {
    name: context.name,
    rpc,
    facades,
    async subscribe() {
      const place = { context: context.name, database, log: host.log, metrics, post: broker.post };
      if (consumers.length > 0) {
        const handle = deliveryHandler(consumers, place);
        const channels = [...new Set(consumers.map((consumer) => consumer.channel))];
        await broker.subscribe({ group: context.name, channels, concurrency: CONCURRENCY, handle });
      }
      // A group of their own: somebody waits for these.
      if (responders) await broker.subscribe(requestsTo(responders, place));
    },
    publish() {
      messaging.start();
      working = workers.map((worker) => atWork(worker, { ...workplace, keepsOutbox, signal: stopping.signal }));
    },
    async measure() {
      calls.measure();
      await Promise.all([messaging.measure(), ...workers.map((one) => one.measure?.(workplace))]);
    },
    async stop() {
      stopping.abort();
      await Promise.all(working);
      await messaging.stop();
      calls.close();
      await database.close();
    },
  };
}

const PAUSE = { first: 1000, most: 30_000 };

/** Nobody waits for a worker: one that fails would end the process, or leave its work undone. */
async function atWork(worker: Worker, shift: Shift): Promise<void> {
  for (let failures = 0; !shift.signal.aborted; failures += 1) {
    try {
      return await worker.run(shift);
    } catch (error) {
      shift.log.error({ err: error }, 'a worker failed, and begins again');
      await sleep(backoffMs(failures, PAUSE), shift.signal);
    }
  }
}

function requestsTo<Tables>(responders: readonly Responder<Tables>[], host: ResponderHost<Tables>): Subscription {
  const byChannel = new Map(responders.map((responder) => [responder.channel, responder]));
  return {
    group: `${host.context}.requests`,
    channels: [...new Set(responders.map((responder) => responder.channel))],
    concurrency: CONCURRENCY,
    handle: async (delivery) => {
      const { channel } = delivery.message;
      const responder = byChannel.get(channel);
      return responder?.respond(delivery, host) ?? { kind: 'dead', reason: `nobody here answers ${channel}` };
    },
  };
}
