import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderFor, freePorts, startServer, type Server } from '../../templates/broker/files/servers/server.ts';
import { collectorPath, goProgram, hasCollector } from './collector-build.ts';

export type Collector = Server & {
  /** Where it takes OTLP over HTTP, in JSON or protobuf; `url` is the same. */
  readonly http: string;
  /** Where it takes OTLP over gRPC. */
  readonly grpc: string;
  /** What it wrote to its file so far: a batch a line, in OTLP's JSON. */
  readonly batches: () => readonly unknown[];
};

/** Nothing where it was built: see buildCollector. */
export function missingCollector(): string | undefined {
  if (hasCollector()) return undefined;
  if (!goProgram()) return 'go, which the OpenTelemetry collector is built with, is not on this machine';
  return 'the OpenTelemetry collector was not built (node test/servers/fetch-collector.ts)';
}

/** A collector that is configured by this file, and besides writes all traces to a file of its own. */
export async function startCollector(config = generated): Promise<Collector> {
  const folder = folderFor('collector');
  const [http = 0, grpc = 0] = await freePorts(2);
  const traces = join(folder, 'traces.jsonl');
  const over = {
    receivers: {
      otlp: { protocols: { http: { endpoint: `127.0.0.1:${http}` }, grpc: { endpoint: `127.0.0.1:${grpc}` } } },
    },
    exporters: { file: { path: traces, flush_interval: '100ms' } },
    service: {
      pipelines: { traces: { exporters: ['debug', 'file'] } },
      // Its own figures would take a port.
      telemetry: { metrics: { level: 'none' } },
    },
  };
  const server = await startServer({
    name: 'collector',
    url: `http://127.0.0.1:${http}`,
    folder,
    command: [collectorPath(), '--config', config, '--config', `yaml:${JSON.stringify(over)}`],
    ready: /Everything is ready/,
  });
  return { ...server, http: server.url, grpc: `http://127.0.0.1:${grpc}`, batches: () => linesOf(traces) };
}

/** As every generated workspace has it. */
const generated = join(import.meta.dirname, '../../templates/workspace/files/platform/collector/config.yaml');

/** All whole lines; the last one may still be written. */
function linesOf(file: string): readonly unknown[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as unknown);
}
