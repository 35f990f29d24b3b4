import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pino } from 'pino';
import { ErrorInfoSchema } from '../gen/google/rpc/error_details_pb.ts';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { Metrics } from '../src/metrics.ts';
import { createClient, type Client } from '../src/rpc/client.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { inProcessTransport } from '../src/rpc/in-process.ts';
import { networkTransport } from '../src/rpc/network.ts';
import { serveRpc } from '../src/rpc/server.ts';
import type { Transport } from '../src/rpc/transport.ts';
import { withinCall } from '../src/rpc/call.ts';
import { eventually } from '../src/testing/harness.ts';
import { backHandlers, seen } from './contexts.ts';

const observer = { log: pino({ level: 'silent' }), metrics: new Metrics() };
const server = await serveRpc(0, [backHandlers], [], observer);
after(() => server.close(100));

const hasCode = (code: string) => (error: unknown) => error instanceof RpcError && error.code === code;

const transports: Record<string, () => Transport> = {
  'over the network': () => networkTransport(`127.0.0.1:${server.port}`),
  'in one process': () =>
    inProcessTransport((name) => (name === BackService.typeName ? backHandlers : undefined), observer),
};

for (const [name, open] of Object.entries(transports)) {
  describe(name, () => {
    let transport: Transport;
    let client: Client<typeof BackService>;
    before(() => {
      transport = open();
      client = createClient(BackService, transport, { timeoutMs: 10_000 });
    });
    after(() => transport.close());

    test('a call is answered and the handler knows its deadline', async () => {
      const { text, remainingMs } = await client.echo({ text: 'hello' });
      assert.equal(text, 'hello');
      assert.ok(remainingMs > 500n && remainingMs <= 10_000n);
    });

    test('a status arrives with its details', async () => {
      await assert.rejects(client.echo({ text: 'refuse' }), (error) => {
        assert.ok(error instanceof RpcError);
        assert.equal(error.code, 'FAILED_PRECONDITION');
        assert.equal(error.message, 'not today');
        return error.detail(ErrorInfoSchema)?.reason === 'NOT_TODAY';
      });
    });

    test('an unforeseen error tells the caller nothing', async () => {
      await assert.rejects(
        client.echo({ text: 'crash' }),
        (error) => hasCode('INTERNAL')(error) && !String(error).includes('hunter2'),
      );
    });

    test('a deadline ends the wait and reaches the handler', async () => {
      const before = seen.aborted;
      const started = Date.now();
      await assert.rejects(client.echo({ text: 'hang' }, { timeoutMs: 500 }), hasCode('DEADLINE_EXCEEDED'));
      assert.ok(Date.now() - started < 20_000);
      await eventually(async () => seen.aborted === before + 1);
    });

    test('a caller that gives up reaches the handler', async () => {
      const before = { ...seen };
      const controller = new AbortController();
      const call = client.echo({ text: 'hang' }, { signal: controller.signal });
      void eventually(async () => seen.hung === before.hung + 1).then(() => controller.abort());
      await assert.rejects(call, hasCode('CANCELLED'));
      await eventually(async () => seen.aborted === before.aborted + 1);
    });

    test('a call made while answering another ends with that one', async () => {
      const call = { deadline: Date.now() + 4000, signal: new AbortController().signal };
      const { remainingMs } = await withinCall(call, () => client.echo({ text: 'hello' }, { timeoutMs: 5000 }));
      assert.ok(remainingMs <= 4000n);
    });

    test('a stream arrives in order and can be left early', async () => {
      const values: number[] = [];
      for await (const { value } of client.count({ to: 500 })) values.push(value);
      assert.deepEqual(
        values,
        Array.from({ length: 500 }, (_, index) => index + 1),
      );
      for await (const { value } of client.count({ to: 1_000_000 })) if (value === 3) break;
    });
  });
}

test('an unreachable callee is UNAVAILABLE or late, never silence', async () => {
  const transport = networkTransport('127.0.0.1:1');
  const client = createClient(BackService, transport, { timeoutMs: 500 });
  await assert.rejects(
    client.echo({ text: 'x' }),
    (error) => hasCode('UNAVAILABLE')(error) || hasCode('DEADLINE_EXCEEDED')(error),
  );
  transport.close();
});
