import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { medianOf } from '../measure.ts';
import { startServer, usageOf, type Ground, type Started } from './ground.ts';

export type CallResult = {
  readonly name: string;
  readonly perSecond: number;
  /** Processor time of the service for one call, in microseconds. */
  readonly microseconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly megabytes: number;
};
export const bare = 'bare grpc-js and kysely';
export const plain = 'the generated service, relay off';
export const sampled = 'the generated service, relay off, 10 per cent of traces exported';
export const relaying = 'the generated service with its relay, into the postgres broker';

const CALLERS = '32';

/** Orders placed by 32 callers on each kind of service in turn; the first round is thrown away. */
export async function benchCalls(ground: Ground, rounds: number, calls: number): Promise<readonly CallResult[]> {
  const collector = await startCollector();
  const otlp = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const off = { OUTBOX_RELAY: 'off' };
  const started = new Map<string, Started>([
    [bare, await startServer(ground.path, 'bench/bare.ts', await environmentOf(ground))],
    [plain, await startOrders(ground, off)],
    [sampled, await startOrders(ground, { ...off, OTEL_EXPORTER_OTLP_ENDPOINT: otlp, OTEL_TRACES_SAMPLER_ARG: '0.1' })],
    [relaying, await startOrders(ground, {})],
  ]);
  const samples = new Map<string, Omit<CallResult, 'name'>[]>();
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, service] of started) {
      const sample = await oneRound(ground, service, calls);
      if (round > 0) samples.set(name, [...(samples.get(name) ?? []), sample]);
    }
  for (const service of started.values()) await service.stop();
  collector.close();
  return [...samples].map(([name, each]) => ({
    name,
    perSecond: medianOf(each.map(({ perSecond }) => perSecond)),
    microseconds: medianOf(each.map(({ microseconds }) => microseconds)),
    p50: medianOf(each.map(({ p50 }) => p50)),
    p99: medianOf(each.map(({ p99 }) => p99)),
    megabytes: Math.max(...each.map(({ megabytes }) => megabytes)),
  }));
}

async function oneRound(ground: Ground, { grpc, pid }: Started, calls: number): Promise<Omit<CallResult, 'name'>> {
  const before = usageOf(pid);
  const { perSecond = 0, p50 = 0, p99 = 0 } = await ground.script('load', `127.0.0.1:${grpc}`, String(calls), CALLERS);
  const after = usageOf(pid);
  return {
    perSecond,
    p50,
    p99,
    microseconds: ((after.cpuMs - before.cpuMs) * 1000) / calls,
    megabytes: after.megabytes,
  };
}

export async function environmentOf(ground: Ground): Promise<Record<string, string>> {
  const { orders = '', broker = '' } = (await ground.script('new-databases', ground.adminUrl)) as unknown as Record<
    string,
    string
  >;
  return { ORDERS_DATABASE_URL: orders, BROKER_URL: broker, GRPC_PORT: '0', HTTP_PORT: '0' };
}

const startOrders = async (ground: Ground, more: Readonly<Record<string, string>>): Promise<Started> =>
  startServer(join(ground.path, 'services/orders'), 'main.ts', { ...(await environmentOf(ground)), ...more });

/** Takes every trace and forgets it. */
export async function startCollector(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
