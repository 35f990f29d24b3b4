import { create, toBinary } from '@bufbuild/protobuf';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { RetryInfoSchema } from '../gen/google/rpc/error_details_pb.ts';
import { BackService, EchoRequestSchema } from '../gen/echo/v1/echo_pb.ts';
import { Metrics } from '../src/metrics.ts';
import { createClient } from '../src/rpc/client.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { CalleeGuard } from '../src/rpc/guard.ts';
import { networkTransport } from '../src/rpc/network.ts';
import { callee } from '../src/rpc/policy.ts';
import { defaultLimits, serveRpc, type ServerLimits } from '../src/rpc/server.ts';
import { eventually } from '../src/testing/harness.ts';
import { backHandlers } from './contexts.ts';

const metrics = new Metrics();
const closing: (() => unknown)[] = [];
after(async () => {
  for (const close of closing.toReversed()) await close();
});

async function served(limits: Partial<ServerLimits>): Promise<number> {
  const observer = { log: pino({ level: 'silent' }), metrics };
  const server = await serveRpc(0, [backHandlers], [], observer, { limits: { ...defaultLimits, ...limits } });
  closing.push(() => server.close(100));
  return server.port;
}

function clientAt(port: number) {
  const transport = networkTransport(`127.0.0.1:${port}`);
  closing.push(() => transport.close());
  const log = pino({ level: 'silent' });
  const guard = new CalleeGuard(callee(BackService), { caller: 'test', callee: 'back', metrics: new Metrics(), log });
  return createClient(BackService, transport, { timeoutMs: 10_000, guard });
}

const failure = (call: Promise<unknown>): Promise<RpcError | undefined> =>
  call.then(
    () => undefined,
    (error: unknown) => (error instanceof RpcError ? error : undefined),
  );

test('a message that is too large is refused before it is read', async () => {
  const client = clientAt(await served({ maxMessageBytes: 10_000 }));
  assert.equal((await client.echo({ text: 'x'.repeat(9000) })).text.length, 9000);
  assert.equal((await failure(client.echo({ text: 'x'.repeat(11_000) })))?.code, 'RESOURCE_EXHAUSTED');
  assert.equal((await client.echo({ text: 'after' })).text, 'after');
});

test('so many calls are answered at once, streams among them, and the next is told when to come back', async () => {
  const client = clientAt(await served({ maxCalls: 2 }));
  const hanging = failure(client.echo({ text: 'hang' }, { timeoutMs: 2500 }));
  const stream = client.count({ to: 1_000_000 })[Symbol.asyncIterator]();
  assert.equal((await stream.next()).done, false);
  const refused = await failure(client.echo({ text: 'one too many' }));
  assert.equal(refused?.code, 'RESOURCE_EXHAUSTED');
  assert.ok((refused.detail(RetryInfoSchema)?.retryDelay?.nanos ?? 0) > 0);
  assert.match(metrics.render(), /rpc_refused_total\{service="echo\.v1\.BackService",method="Echo"\} 1/);
  await stream.return?.();
  await hanging;
  await eventually(async () => (await failure(client.echo({ text: 'room' }))) === undefined);
});

test('a deadline further away than a timer can hold has not passed', async () => {
  const port = await served({});
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  closing.push(() => client.close());
  const request = Buffer.from(toBinary(EchoRequestSchema, create(EchoRequestSchema, { text: 'slow' })));
  const same = (bytes: Buffer) => bytes;
  // The wire has eight digits, and hours at the most.
  const answers = [20, 25, 40, 50, 400, 4_000_000].map((days) => {
    const deadline = Date.now() + days * 24 * 3600_000;
    return new Promise<Error | null>((resolve) => {
      client.makeUnaryRequest('/echo.v1.BackService/Echo', same, same, request, new Metadata(), { deadline }, resolve);
    });
  });
  for (const error of await Promise.all(answers)) assert.equal(error, null);
  const ours = clientAt(port);
  assert.equal((await ours.echo({ text: 'slow' }, { timeoutMs: 40 * 24 * 3600_000 })).text, 'slow');
});

test('a connection that may grow older than a timer can hold lives on', async () => {
  for (const maxConnectionAgeMs of [2_000_000_000, 2 ** 31 - 1, 3_000_000_000]) {
    const client = connectHttp2(`http://127.0.0.1:${await served({ maxConnectionAgeMs })}`);
    closing.push(() => client.destroy());
    const ended = once(client, 'goaway').then(() => 'ended');
    assert.equal(await Promise.race([ended, wait(300, 'alive')]), 'alive', String(maxConnectionAgeMs));
  }
});

test('callers connect anew after a while, and no call notices', async () => {
  const port = await served({ maxConnectionAgeMs: 400 });
  let connections = 0;
  const between = createServer((socket) => {
    connections += 1;
    const onward = connect(port, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const one of [socket, onward]) one.on('error', () => one.destroy());
  }).listen(0);
  closing.push(() => between.close());
  const client = clientAt((between.address() as AddressInfo).port);
  await eventually(async () => {
    await client.once({ text: 'x' });
    return connections >= 3;
  });
});
