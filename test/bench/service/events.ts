import { missing, servers, type Server, type ServerName } from '../../servers/servers.ts';
import type { Ground } from './ground.ts';
import { besideOn, type Beside } from './library.ts';
import { tried } from './tried.ts';

export type Drain = {
  readonly into: string;
  readonly perSecond: number;
  /** Processor time of the relay's process for one event, in microseconds. */
  readonly microseconds: number;
  /** Events a second of a poller that sends one at a time. */
  readonly sequential: number;
  readonly library: Beside;
};
/** Of writers at a steady pace, in milliseconds: while a backlog only lies there, and while it drains. */
export type Backlog = {
  readonly into: string;
  readonly events: number;
  readonly perSecond: number;
  readonly before: { readonly p50: number; readonly p99: number };
  readonly during: { readonly p50: number; readonly p99: number };
};
export type Latency = { readonly over: string; readonly p50: number; readonly p99: number };
export type Events = {
  readonly drains: readonly Drain[];
  readonly latencies: readonly Latency[];
  readonly backlog?: Backlog;
  readonly notRun: readonly string[];
};
export type Amounts = { readonly events: number; readonly backlog: number };

const RATE = '300';
const SECONDS = '5';

/** The relay from a backlog and from commit to consumer, over every broker that is here. What fails is named as not run. */
export async function benchEvents(ground: Ground, brokers: readonly ServerName[], amounts: Amounts): Promise<Events> {
  const notRun = [...missing(brokers)];
  const drainInto = drainsOn(ground, await besideOn(ground, notRun));
  const drains = [await drainInto('nothing', 'none', amounts.events)];
  const latencies: Latency[] = [];
  const { broker = '' } = (await ground.script('new-databases', ground.adminUrl)) as unknown as Record<string, string>;
  drains.push(await drainInto('postgres', broker, amounts.events / 4));
  latencies.push(await latencyOver(ground, 'postgres', 'postgres'));
  for (const name of brokers.filter((each) => missing([each]).length === 0))
    await tried(name, notRun, async () => {
      const server: Server = await servers[name].start();
      try {
        drains.push(await drainInto(name, server.url, amounts.events));
        latencies.push(await latencyOver(ground, name, server.url));
      } finally {
        await server.stop();
      }
    });
  const backlog = await tried('the backlog', notRun, () => backlogInto(ground, 'nothing', 'none', amounts.backlog));
  return { drains, latencies, ...(backlog && { backlog }), notRun };
}

const drainsOn =
  ({ script, adminUrl }: Ground, beside: (into: string, url: string) => Promise<Beside>) =>
  async (into: string, url: string, events: number): Promise<Drain> => {
    const { perSecond = 0, microseconds = 0 } = await script('drain', adminUrl, url, String(events));
    const { perSecond: sequential = 0 } = await script('poller', adminUrl, url, String(Math.ceil(events / 20)));
    return { into, perSecond, microseconds, sequential, library: await beside(into, url) };
  };

async function backlogInto(ground: Ground, into: string, url: string, events: number): Promise<Backlog> {
  const seen = await ground.script('backlog', ground.adminUrl, url, String(events));
  const of = (name: string) => seen[name] ?? Number.NaN;
  return {
    into,
    events,
    perSecond: of('perSecond'),
    before: { p50: of('p50Before'), p99: of('p99Before') },
    during: { p50: of('p50During'), p99: of('p99During') },
  };
}

async function latencyOver(ground: Ground, over: string, url: string): Promise<Latency> {
  const { p50 = Infinity, p99 = Infinity } = await ground.script('latency', ground.adminUrl, url, RATE, SECONDS);
  return { over, p50, p99 };
}
