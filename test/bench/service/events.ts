import { missing, servers, type Server, type ServerName } from '../../servers/servers.ts';
import type { Ground } from './ground.ts';

export type Drain = {
  readonly into: string;
  readonly perSecond: number;
  /** Processor time of the relay's process for one event, in microseconds. */
  readonly microseconds: number;
  /** Events a second of a poller that sends one at a time. */
  readonly sequential: number;
};
export type Latency = { readonly over: string; readonly p50: number; readonly p99: number };
export type Events = {
  readonly drains: readonly Drain[];
  readonly latencies: readonly Latency[];
  readonly notRun: readonly string[];
};

const RATE = '300';
const SECONDS = '5';

/** The relay from a backlog and from commit to consumer, over every broker that is here. */
export async function benchEvents(ground: Ground, brokers: readonly ServerName[], events: number): Promise<Events> {
  const drains = [await drainInto(ground, 'nothing', 'none', events)];
  const latencies: Latency[] = [];
  const broker = (await ground.script('new-databases', ground.adminUrl)) as unknown as { broker: string };
  drains.push(await drainInto(ground, 'postgres', broker.broker, events / 4));
  latencies.push(await latencyOver(ground, 'postgres', 'postgres'));
  for (const name of brokers.filter((each) => missing([each]).length === 0)) {
    const server: Server = await servers[name].start();
    drains.push(await drainInto(ground, name, server.url, events));
    latencies.push(await latencyOver(ground, name, server.url));
    await server.stop();
  }
  return { drains, latencies, notRun: missing(brokers) };
}

async function drainInto(ground: Ground, into: string, url: string, events: number): Promise<Drain> {
  const { perSecond = 0, microseconds = 0 } = await ground.script('drain', ground.adminUrl, url, String(events));
  const poller = await ground.script('poller', ground.adminUrl, url, String(Math.ceil(events / 20)));
  return { into, perSecond, microseconds, sequential: poller['perSecond'] ?? 0 };
}

async function latencyOver(ground: Ground, over: string, url: string): Promise<Latency> {
  const { p50 = Infinity, p99 = Infinity } = await ground.script('latency', ground.adminUrl, url, RATE, SECONDS);
  return { over, p50, p99 };
}
