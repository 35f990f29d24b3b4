import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FrontService } from '../gen/echo/v1/echo_pb.ts';
import { openDatabase, type Database } from '../src/database.ts';
import type { Client } from '../src/rpc/client.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { freePort } from '../src/testing/postgres.ts';
import { startService, type TestService } from '../src/testing/service.ts';
import { pino } from 'pino';
import { back, front, type BackTables } from './contexts.ts';

/** What an OTLP endpoint was sent. */
type Span = { traceId: string; name: string };

/** The same contexts, together and apart: nobody can tell by what they do. */
const layouts = { 'in one process': ['front,back'], 'in two processes': ['back', 'front'] };
const main = fileURLToPath(new URL('main.ts', import.meta.url));

for (const [name, processes] of Object.entries(layouts)) {
  describe(name, () => {
    let harness: Harness;
    let client: Client<typeof FrontService>;
    let heard: Database<BackTables>;
    const spans: Span[] = [];
    const logs: TestService[] = [];

    before(async () => {
      harness = await Harness.start();
      const OTEL_EXPORTER_OTLP_ENDPOINT = await receiveSpans(harness, spans);
      const databases: Record<string, string> = await harness.environment(front, back);
      const backPort = String(await freePort());
      for (const contexts of processes) {
        const asksAround = contexts.startsWith('front');
        const ports = { GRPC_PORT: asksAround ? '0' : backPort, BACK_ADDRESS: `127.0.0.1:${backPort}` };
        const service = await startService(main, {
          ...databases,
          ...ports,
          OTEL_EXPORTER_OTLP_ENDPOINT,
          CONTEXTS: contexts,
        });
        harness.onClose(() => service.kill());
        logs.push(service);
        if (asksAround) client = harness.client(FrontService, service);
      }
      heard = await openDatabase<BackTables>({
        url: databases['BACK_DATABASE_URL'] ?? '',
        name: 'test',
        log: pino({ level: 'silent' }),
      });
      harness.onClose(() => heard.close());
    });
    after(() => harness.close());

    test('a call reaches the other context, with what is left of the deadline', async () => {
      // The first call of all pays for every connection that there is to be.
      await eventually(() => client.ask({ text: 'first' }).catch(() => false));
      const { text, remainingMs } = await client.ask({ text: 'hello' }, { timeoutMs: 4000 });
      assert.equal(text, 'hello');
      // Less than what the callee would be given on its own.
      assert.ok(remainingMs > 0n && remainingMs < 4000n, String(remainingMs));
    });

    test('the status of the other context arrives', async () => {
      await assert.rejects(
        client.ask({ text: 'refuse' }),
        (error) => error instanceof RpcError && error.code === 'FAILED_PRECONDITION',
      );
    });

    test('events arrive in order, once each', async () => {
      const asked = Array.from({ length: 20 }, (_, index) => `question ${index}`);
      for (const text of asked) await client.ask({ text });
      const texts = async () =>
        (
          await heard.query
            .selectFrom('heard')
            .select('text')
            .where('text', 'like', 'question%')
            .orderBy('position')
            .execute()
        ).map((row) => row.text);
      await eventually(async () => (await texts()).length >= asked.length);
      assert.deepEqual(await texts(), asked);
    });

    test('one trace spans call, SQL, outbox, broker, consumer and log lines', async () => {
      await client.ask({ text: 'traced' });
      await eventually(async () => spans.some((span) => span.name === 'echo.v1.Asked process'));
      const [last] = spans.filter((span) => span.name === 'echo.v1.Asked process').toReversed();
      const names = await eventually(async () => {
        const found = spans.filter((span) => span.traceId === last?.traceId).map((span) => span.name);
        return found.includes('echo.v1.FrontService/Ask') && found;
      });
      for (const expected of ['echo.v1.FrontService/Ask', 'echo.v1.BackService/Echo', 'echo.v1.Asked process'])
        assert.ok(names.includes(expected), expected);
      assert.ok(
        names.some((one) => one.startsWith('sql insert')),
        names.join(),
      );
      const logged = await eventually(async () => {
        const lines = logs.flatMap((service) => service.lines).filter((line) => line['traceId'] === last?.traceId);
        const said = lines.map((line) => `${String(line['context'])} ${String(line['method'] ?? line['channel'])}`);
        return said.length >= 3 && said.toSorted();
      });
      assert.deepEqual(logged, ['back echo.v1.Asked', 'echo Ask', 'echo Echo']);
    });
  });
}

/** An OTLP receiver; the collector would do the same. */
async function receiveSpans(harness: Harness, into: Span[]): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      into.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
      response.end('{}');
    });
  }).listen(0);
  await once(server, 'listening');
  harness.onClose(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
