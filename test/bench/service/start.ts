import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { medianOf } from '../measure.ts';
import { environmentOf, startCollector } from './calls.ts';
import { ended, install, msvc, startServer, type Ground } from './ground.ts';

/** Milliseconds from starting node to ready, telemetry on, on a database that is set up; from source as `msvc dev` starts it. */
export async function benchStart(
  ground: Ground,
  rounds: number,
): Promise<{ readonly source: number; readonly bundle: number }> {
  const collector = await startCollector();
  const environment = {
    ...(await environmentOf(ground)),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  };
  const orders = join(ground.path, 'services/orders');
  await ended(orders, ['npm', 'run', 'build']);
  const kept = { NODE_COMPILE_CACHE: join(ground.path, 'node_modules/.cache/node-compile') };
  const once_ = async (script: 'main.ts' | 'dist/main.js') => {
    const started = await startServer(orders, script, { ...environment, ...(script === 'main.ts' && kept) });
    await started.stop();
    return started.startMs;
  };
  await once_('main.ts');
  const took: Record<'main.ts' | 'dist/main.js', number[]> = { 'main.ts': [], 'dist/main.js': [] };
  for (let round = 0; round < rounds; round += 1)
    for (const script of ['main.ts', 'dist/main.js'] as const) took[script].push(await once_(script));
  collector.close();
  return { source: medianOf(took['main.ts']), bundle: medianOf(took['dist/main.js']) };
}

/** Seconds from `npm install` in a fresh workspace over `msvc dev` to the first answered call. */
export async function benchFirstCall(path: string): Promise<{ readonly install: number; readonly call: number }> {
  const begun = performance.now();
  await install(path);
  const installed = performance.now();
  const dev = spawn(process.execPath, [msvc, 'dev'], { cwd: path, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended_ = once(dev, 'exit');
  const grpc = await Promise.race([devPort(path), ended_.then(() => Promise.reject(new Error('msvc dev ended')))]);
  await ended(path, [process.execPath, 'bench/load.ts', grpc, '1', '1']);
  const called = performance.now();
  dev.kill('SIGINT');
  await ended_;
  return { install: (installed - begun) / 1000, call: (called - begun) / 1000 };
}

async function devPort(path: string): Promise<string> {
  for (;;) {
    try {
      const state = JSON.parse(readFileSync(join(path, '.dev/dev.json'), 'utf8'));
      if (state.ready) return state.services.orders.grpc;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
