// node test/servers/fetch-collector.ts: builds the OpenTelemetry collector for the tests, once for a machine.
import process from 'node:process';
import { buildCollector, collectorPath, hasCollector } from './collector-build.ts';

const since = Date.now();
try {
  if (!hasCollector()) await buildCollector();
  process.stdout.write(`The collector is at ${collectorPath()} (${Math.round((Date.now() - since) / 1000)} s)\n`);
} catch (error) {
  process.stderr.write(`The collector cannot be built: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
