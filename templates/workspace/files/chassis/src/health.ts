import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

/** Where the process is in its life. Readiness is also lost while a dependency is out of reach. */
export type Phase = 'starting' | 'ready' | 'stopping';
export type Check = { readonly name: string; readonly passes: () => Promise<boolean> };

const CHECK_TIMEOUT_MS = 1000;

/** The state behind the probes; HTTP and gRPC health both answer from it. */
export class Health {
  #phase: Phase = 'starting';
  readonly #checks: Check[] = [];
  readonly #listeners = new Set<(phase: Phase) => void>();

  get phase(): Phase {
    return this.#phase;
  }

  enter(phase: Phase): void {
    this.#phase = phase;
    for (const listener of this.#listeners) listener(phase);
  }

  /** What has to be reachable for traffic to make sense. Liveness never asks these. */
  require(check: Check): void {
    this.#checks.push(check);
  }

  onChange(listener: (phase: Phase) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Names of what keeps the process from being ready; empty when it is. */
  async failing(): Promise<readonly string[]> {
    if (this.#phase !== 'ready') return [this.#phase];
    const results = await Promise.all(
      this.#checks.map(async (check) => ((await passesInTime(check)) ? [] : [check.name])),
    );
    return results.flat();
  }
}

async function passesInTime(check: Check): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  const result = await Promise.race([check.passes().catch(() => false), late]);
  clearTimeout(timer);
  return result;
}

export type HealthServer = { readonly port: number; close(): Promise<void> };

/** Serves the probes and `/metrics`. `beforeScrape` refreshes the gauges that need a query. */
export async function serveHealth(
  port: number,
  health: Health,
  metrics: Metrics,
  beforeScrape: () => Promise<void>,
): Promise<HealthServer> {
  const routes: Record<string, (response: ServerResponse) => Promise<void>> = {
    '/healthz/live': async (response) => answer(response, 200, 'alive'),
    '/healthz/startup': async (response) => answer(response, health.phase === 'starting' ? 503 : 200, health.phase),
    '/healthz/ready': async (response) => {
      const failing = await health.failing();
      answer(response, failing.length === 0 ? 200 : 503, failing.length === 0 ? 'ready' : failing.join(', '));
    },
    '/metrics': async (response) => {
      await beforeScrape();
      answer(response, 200, metrics.render(), 'text/plain; version=0.0.4; charset=utf-8');
    },
  };
  const server = createServer((request, response) => {
    const route = routes[(request.url ?? '').split('?')[0] ?? ''];
    if (!route) return answer(response, 404, 'not found');
    route(response).catch(() => answer(response, 500, 'failed'));
  });
  await listening(server, port);
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

function answer(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve());
  });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
