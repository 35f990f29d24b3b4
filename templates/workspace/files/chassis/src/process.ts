import process from 'node:process';
import { z } from 'zod';
import { openBroker } from './brokers.ts';
import {
  ConfigError,
  postgresUrl,
  processVariables,
  readConfig,
  variableOf,
  type Environment,
  type ProcessSettings,
  type Variables,
} from './config.ts';
import { sleep } from './clock.ts';
import type { Context } from './context.ts';
import { openFacades } from './facade.ts';
import { Health, serveHealth } from './health.ts';
import { createLog, type Log } from './log.ts';
import { Metrics } from './metrics.ts';
import { migrateAsOwner } from './migrate.ts';
import { mount } from './mount.ts';
import { credentialsFrom } from './rpc/credentials.ts';
import { healthService } from './rpc/health.ts';
import { reflection } from './rpc/reflection.ts';
import { serveRpc, type ServerLimits } from './rpc/server.ts';
import type { RpcService } from './rpc/service.ts';
import { shutdown } from './shutdown.ts';
import { startTelemetry } from './telemetry.ts';

export type ProcessOptions = { readonly name: string; readonly contexts: readonly Context[] };
export type Running = {
  readonly grpcPort: number;
  readonly httpPort: number;
  /** Ports of the facades, by kind: `rest`. */
  readonly facadePorts: Readonly<Record<string, number>>;
  stop(): Promise<void>;
};

const MEASURE_TIMEOUT_MS = 1000;

/**
 * The main function of a service: runs the contexts until SIGTERM or SIGINT, then exits. With the word `migrate` behind
 * it, it only brings the databases up to date, under the roles of `<CONTEXT>_MIGRATION_URL`.
 */
export async function runProcess(options: ProcessOptions): Promise<void> {
  // From the first moment: a signal that comes during the start is obeyed after it.
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  try {
    if (process.argv[2] === 'migrate') await migrateAll(options, process.env);
    else {
      const running = await startProcess(options, process.env);
      await signalled;
      await running.stop();
    }
    process.exit(0);
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else createLog(options.name, 'info').fatal({ err: error }, 'failed');
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

async function migrateAll({ name, contexts }: ProcessOptions, environment: Environment): Promise<void> {
  const urls = contexts.flatMap((context) =>
    ['DATABASE_URL', 'MIGRATION_URL'].map((suffix) => [variableOf(context.name, suffix), postgresUrl] as const),
  );
  const settings = readConfig(Object.fromEntries(urls), environment);
  const log = createLog(name, 'info');
  for (const context of contexts) {
    const [url, owner] = ['DATABASE_URL', 'MIGRATION_URL'].map((each) => String(settings[variableOf(context.name, each)]));
    await migrateAsOwner(context.name, context.migrations, { owner: owner ?? '', url: url ?? '', log });
    log.info({ context: context.name }, 'migrated');
  }
}

/** Everything {@link runProcess} does short of exiting; tests start processes with it. */
export async function startProcess({ name, contexts }: ProcessOptions, environment: Environment): Promise<Running> {
  const started = performance.now();
  const settings = readConfig(variablesOf(contexts), environment) as ProcessSettings & Record<string, unknown>;
  const credentials = credentialsFrom(settings);
  const telemetry = await startTelemetry({
    service: name,
    endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    protocol: settings.OTEL_EXPORTER_OTLP_PROTOCOL,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
  });
  const log = createLog(name, settings.LOG_LEVEL);
  const metrics = new Metrics();
  const health = new Health();
  // Filled below: whoever asks how the process is gets an answer before its contexts are there.
  const measures: (() => Promise<void>)[] = [];
  const http = await serveHealth(
    settings.HTTP_PORT,
    health,
    metrics,
    // A number that nobody can ask for now stays as it was.
    async () => void (await Promise.race([Promise.allSettled(measures.map((measure) => measure())), sleep(MEASURE_TIMEOUT_MS)])),
  );

  const broker = await openBroker({ url: settings.BROKER_URL, name, log });
  const local = new Map<string, RpcService>();
  const host = { broker, health, log, metrics, settings, local, credentials: credentials.client };
  const [, ...mounted] = await Promise.all([broker.start(), ...contexts.map((context) => mount(context, host))]);
  measures.push(...mounted.map((one) => () => one.measure()));
  // No part of readiness: while it is away, events wait in the outbox and calls go on.
  measures.push(async () =>
    metrics.set('broker_reachable', 'Whether the broker answers', {}, (await broker.isReachable()) ? 1 : 0),
  );

  const services = [...mounted.flatMap((one) => one.rpc), healthService(health, (service) => local.has(service))];
  const grpc = await serveRpc(
    settings.GRPC_PORT,
    services,
    [reflection(services.map((one) => one.service))],
    { log, metrics },
    { limits: limitsIn(settings), credentials: credentials.server },
  );
  const facades = await openFacades(
    mounted.flatMap((one) => one.facades),
    host,
  );
  const facadePorts = Object.fromEntries(Object.entries(facades).map(([kind, { port }]) => [kind, port]));
  // Everyone listens before anyone speaks.
  await Promise.all(mounted.map((one) => one.subscribe()));
  for (const one of mounted) one.publish();
  health.enter('ready');
  logReady(log, { grpc: grpc.port, http: http.port, ...facadePorts, ms: Math.round(performance.now() - started) });

  const stop = () =>
    shutdown({
      health,
      grpc,
      http,
      facades,
      broker,
      mounted,
      telemetry,
      log,
      drainMs: settings.SHUTDOWN_DRAIN_MS,
      graceMs: settings.SHUTDOWN_GRACE_MS,
    });
  let stopped: Promise<void> | undefined;
  return { grpcPort: grpc.port, httpPort: http.port, facadePorts, stop: () => (stopped ??= stop()) };
}

const limitsIn = (settings: ProcessSettings): ServerLimits => ({
  maxMessageBytes: settings.GRPC_MAX_MESSAGE_BYTES,
  maxCalls: settings.GRPC_MAX_CALLS,
  maxConnectionAgeMs: settings.GRPC_MAX_CONNECTION_AGE_MS,
});

function logReady(log: Log, fields: Record<string, number>): void {
  log.info(fields, 'ready');
}

const address = z
  .string()
  .regex(/^[\w.-]+:\d+(,[\w.-]+:\d+)*$/, 'expected host:port, or several as ip:port,ip:port');

/** What the process and its contexts read; an address only for callees that live elsewhere. */
function variablesOf(contexts: readonly Context[]): Variables & typeof processVariables {
  const here = new Set(contexts.map((context) => context.name));
  const own = contexts.flatMap((context) => [
    [variableOf(context.name, 'DATABASE_URL'), postgresUrl] as const,
    [variableOf(context.name, 'MIGRATION_URL'), postgresUrl.optional()] as const,
    ...Object.keys(context.calls)
      .filter((callee) => !here.has(callee))
      .map(
        (callee) => [variableOf(callee, 'ADDRESS'), address] as const,
      ),
    ...Object.entries(context.settings as Variables),
  ]);
  return { ...Object.fromEntries(own), ...processVariables };
}
