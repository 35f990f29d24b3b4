import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { eventually, Harness } from '../src/testing/harness.ts';
import type { Running } from '../src/process.ts';
import { back } from './contexts.ts';

const buf = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');
let harness: Harness;
let running: Running;

before(async () => {
  harness = await Harness.start();
  running = await harness.process([back], await harness.environment(back));
});
after(() => harness.close());

/** `buf curl` without a proto file: it asks the server's reflection. */
async function curl(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    buf,
    'curl',
    '--http2-prior-knowledge',
    '--protocol',
    'grpc',
    ...args,
  ]);
  return stdout;
}
const at = (path: string) => `http://127.0.0.1:${running.grpcPort}/${path}`;

test('a foreign client lists what there is', async () => {
  const services = (await curl('--list-services', at(''))).trim().split('\n').toSorted();
  assert.deepEqual(services, ['echo.v1.BackService', 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection']);
});

test('a foreign client calls, and gets a stream', async () => {
  assert.equal(JSON.parse(await curl('-d', '{"text":"hello"}', at('echo.v1.BackService/Echo'))).text, 'hello');
  assert.match(await curl('-d', '{"to":3}', at('echo.v1.BackService/Count')), /1[^]*2[^]*3/);
});

test('gRPC health and the probes tell the same', async () => {
  assert.match(await curl('-d', '{}', at('grpc.health.v1.Health/Check')), /SERVING/);
  const probe = (name: string) => fetch(`http://127.0.0.1:${running.httpPort}/healthz/${name}`);
  for (const name of ['live', 'ready', 'startup']) assert.equal((await probe(name)).status, 200);
});

test('every operation shows on /metrics', async () => {
  const metrics = await eventually(async () => {
    const text = await (await fetch(`http://127.0.0.1:${running.httpPort}/metrics`)).text();
    return text.includes('rpc_total{service="echo.v1.BackService",method="Echo",outcome="OK"}') && text;
  });
  assert.match(metrics, /outbox_pending\{context="back"\} 0/);
});
