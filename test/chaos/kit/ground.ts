// What chaos is let loose on: two replicas of two services with eight contexts, their databases, their broker.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { booking, checkout, servicesOf, type Trade } from '../../sagas/shop.ts';
import { type BrokerKind, type BrokerServer, startBroker } from './broker.ts';
import { run } from './place.ts';
import { type Calls, connect } from './calls.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { type Service, startService } from './service.ts';

/** Both styles of saga, side by side. */
export const trades: readonly Trade[] = [checkout('orchestration'), booking('choreography')];
export const contexts: readonly string[] = ['bank', 'ledger', ...trades.flatMap(servicesOf)];

export type Ground = {
  readonly shop: string;
  readonly folder: string;
  readonly kind: BrokerKind;
  readonly data: Postgres;
  readonly broker: BrokerServer;
  readonly front: readonly [Service, Service];
  readonly back: readonly [Service, Service];
  readonly services: readonly Service[];
  readonly calls: Calls;
  /** Sets how ledger answers calls: '' for well, a number of milliseconds, 'hang' or 'lie'. */
  setMood(mood: string): void;
  /** Whether no message is on its way any more, if only for a second time. */
  isDrained(): Promise<boolean>;
  /** Waits until every service says that it is ready. */
  ready(withinMs?: number): Promise<void>;
};

export type GroundOptions = {
  readonly shop: string;
  /** A fresh one for the ground's data and logs. */
  readonly folder: string;
  readonly kind: BrokerKind;
  readonly environment?: Readonly<Record<string, string>>;
  /** Nobody waits for anybody: all processes start at the same moment. */
  readonly isEverybodyAtOnce?: boolean;
};

export async function startGround({
  shop,
  folder,
  kind,
  environment = {},
  isEverybodyAtOnce,
}: GroundOptions): Promise<Ground> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const [data, broker] = await Promise.all([
    startPostgres(shop, folder, 'postgres'),
    startBroker(kind, shop, folder),
    ...['front', 'back'].map((name) => bundle(shop, name)),
  ]);
  const mood = join(folder, 'mood');
  const settings: Record<string, string> = {
    BROKER_URL: broker.url,
    LEDGER_MOOD: mood,
    // As in the generated ConfigMap, longer than a client pauses before it connects again.
    SHUTDOWN_DRAIN_MS: '3000',
    ...environment,
  };
  for (const context of contexts)
    settings[`${context.toUpperCase()}_DATABASE_URL`] = await data.createDatabase(context);
  const launch = (name: string, more = {}) =>
    startService({
      name,
      folder: name.split('-')[0] ?? '',
      main: 'dist/main.js',
      shop,
      logs: folder,
      environment: { ...settings, ...more },
    });
  const back = [await launch('back-1'), await launch('back-2')] as const;
  const LEDGER_ADDRESS = `127.0.0.1:${back[0].grpcPort}`;
  // A group hears only what is published after it subscribed; so whoever listens comes first.
  if (!isEverybodyAtOnce) await Promise.all(back.map((service) => service.ready()));
  const front = [await launch('front-1', { LEDGER_ADDRESS }), await launch('front-2', { LEDGER_ADDRESS })] as const;
  const services = [...front, ...back];
  const ready = async (withinMs?: number) => void (await Promise.all(services.map((one) => one.ready(withinMs))));
  await ready();
  const calls = await connect(
    shop,
    front.map(({ grpcPort }) => grpcPort),
  );
  return {
    shop,
    folder,
    kind,
    data,
    broker,
    front,
    back,
    services,
    calls,
    ready,
    isDrained: broker.isDrained ?? quietFor(QUIET_MS, services),
    setMood: (text) => writeFileSync(mood, text),
  };
}

/** As for its image. */
async function bundle(shop: string, name: string): Promise<void> {
  await run([process.execPath, '../../chassis/build.ts'], { cwd: join(shop, 'services', name) });
}

/** Ends every program of the ground and removes what it kept. */
export async function closeGround({ calls, services, data, broker, folder }: Ground): Promise<void> {
  calls.close();
  await Promise.all(services.map((service) => service.end()));
  await Promise.all([data.kill(), broker.end()]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** Longer than any broker waits before it gives a dead replica's messages to another. */
const QUIET_MS = 15_000;

/** True once nobody has handled a message, new or known, for so long. */
function quietFor(forMs: number, services: readonly Service[]): () => Promise<boolean> {
  let handled = '';
  let since = Date.now();
  return async () => {
    const texts = await Promise.all(services.map((service) => service.metrics()));
    const now = texts.flatMap((text) => text.match(/^message_total.*$/gm) ?? []).join('\n');
    if (now !== handled) [handled, since] = [now, Date.now()];
    return Date.now() - since > forMs;
  };
}
