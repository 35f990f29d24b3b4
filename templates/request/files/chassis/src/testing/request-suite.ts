import { trace } from '@opentelemetry/api';
import type { Kysely } from 'kysely';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { EchoRequestSchema, EchoResponseSchema } from '../../gen/echo/v1/echo_pb.ts';
import type { Broker, Delivery, Verdict } from '../broker.ts';
import { openBroker } from '../brokers.ts';
import type { Database } from '../database.ts';
import { Metrics } from '../metrics.ts';
import { answerTables } from '../request/answers.ts';
import { Requests } from '../request/requests.ts';
import { respond } from '../request/respond.ts';
import { failed, RpcError, type Code } from '../rpc/errors.ts';
import { inSpan, startTelemetry } from '../telemetry.ts';
import { eventually, Harness } from './harness.ts';

type Tables = { asked: { text: string } };

const migrations = {
  '0001-answers': answerTables,
  '0002-asked': {
    up: async (db: Kysely<unknown>) => void (await db.schema.createTable('asked').addColumn('text', 'text').execute()),
  },
};

/** What requests and their answers promise, shown on one broker. `missing` says what this machine lacks for it. */
export function requestSuite(
  name: string,
  start: (harness: Harness) => Promise<{ readonly url: string; stop?: () => Promise<void> }>,
  { missing }: { readonly missing?: string | undefined } = {},
): void {
  describe(`requests over ${name}`, { skip: missing ?? false }, () => {
    let harness: Harness;
    let server: Awaited<ReturnType<typeof start>>;
    let database: Database<Tables>;
    const log = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

    const open = async (): Promise<Broker> => {
      const broker = await openBroker({ url: server.url, name: 'test', log });
      await broker.start();
      harness.onClose(async () => {
        await broker.drain();
        await broker.close();
      });
      return broker;
    };

    /** One replica that asks. */
    const asker = async ({ mostPending = 1000 } = {}) => {
      const [metrics, stopping] = [new Metrics(), new AbortController()];
      const requests = new Requests({ context: 'asker', broker: await open(), log, metrics });
      const running = requests.run({ signal: stopping.signal });
      const stop = async () => {
        stopping.abort();
        await running;
      };
      harness.onClose(stop);
      const echo = requests.to(EchoRequestSchema, EchoResponseSchema, { timeoutMs: 15_000, mostPending });
      return { echo, stop, dropped: () => counted(metrics, 'replies_dropped_total') };
    };

    /** One replica that answers until the end of the test; `around` and `handing` may come between it and the broker. */
    const answerer = async (around: Around = (handle) => handle, handing: Handing = (post) => post) => {
      const [broker, metrics] = [await open(), new Metrics()];
      const { channel, respond: answer } = responder;
      const host = { context: 'answerer', database, log, metrics, post: handing(broker.post) };
      const handle = around((delivery) => answer(delivery, host));
      await broker.subscribe({ group: 'answerer.requests', channels: [channel], concurrency: 8, handle });
      after(() => broker.drain());
      return { stop: () => broker.drain(), expired: () => counted(metrics, 'requests_expired_total') };
    };

    const effects = async (text: string): Promise<number> =>
      (await database.query.selectFrom('asked').select('text').where('text', '=', text).execute()).length;

    before(async () => {
      harness = await Harness.start();
      server = await start(harness);
      harness.onClose(() => server.stop?.());
      database = await harness.database<Tables>('answerer', migrations);
      await startTelemetry({ service: 'test' });
    });
    after(() => harness.close());

    test('an answer comes back to the process that asked, in its trace, and an error as an error', async () => {
      const { stop } = await answerer();
      const [one, two] = [await asker(), await asker()];
      const texts = Array.from({ length: 40 }, (_, index) => `both ${index}`);
      const answers = await Promise.all(texts.map((text, index) => (index % 2 ? one : two).echo({ text })));
      assert.deepEqual(answers.map(({ text }) => text), texts);
      assert.deepEqual([one.dropped(), two.dropped()], [0, 0]);

      await inSpan('outer', { kind: 0 }, async (span) => {
        const { text } = await one.echo({ text: 'trace' });
        assert.equal(text, span.spanContext().traceId);
      });
      const refusal = await refused(one.echo({ text: 'refuse' }), 'FAILED_PRECONDITION');
      assert.deepEqual([refusal.message, refusal.details.length], ['not today', 1]);
      // What went wrong there is for their log.
      assert.equal((await refused(one.echo({ text: 'crash' }), 'INTERNAL')).message, 'internal error');
      await stop();
    });

    test('a request that comes twice, or is made again with its key, has one effect and the same answer', async () => {
      const seen = new Set<string>();
      const twice: Around = (handle) => async (delivery) => {
        const verdict = await handle(delivery);
        const isFirst = !seen.has(delivery.message.id);
        seen.add(delivery.message.id);
        return isFirst ? { kind: 'retry' } : verdict;
      };
      const { stop } = await answerer(twice);
      const one = await asker();
      const first = await one.echo({ text: 'once' }, { key: 'A-1' });
      await eventually(async () => one.dropped() === 1, { withinMs: 20_000 });
      const again = await one.echo({ text: 'once' }, { key: 'A-1' });
      assert.deepEqual([again, await effects('once')], [first, 1]);
      await refused(one.echo({ text: 'refuse once' }), 'FAILED_PRECONDITION');
      await eventually(async () => one.dropped() === 3, { withinMs: 20_000 });
      assert.equal(await effects('refuse once'), 0);
      await stop();
    });

    test('who asks waits until the deadline and no longer; a late reply is dropped and counted', async () => {
      const gate = Promise.withResolvers<void>();
      after(() => gate.resolve());
      let posted = 0;
      const late: Handing = (post) => async (address, reply) => {
        posted += 1;
        if (posted > 1) await gate.promise;
        await post(address, reply);
      };
      const { stop } = await answerer(undefined, late);
      const one = await asker();
      assert.equal((await one.echo({ text: 'in time' })).text, 'in time');
      const started = performance.now();
      await refused(one.echo({ text: 'late' }, { timeoutMs: 1500 }), 'DEADLINE_EXCEEDED');
      const waited = performance.now() - started;
      assert.ok(waited > 1400 && waited < 10_000, `${Math.round(waited)} ms`);
      assert.deepEqual([posted, one.dropped()], [2, 0]);
      gate.resolve();
      await eventually(async () => one.dropped() === 1);
      await stop();
    });

    test('while nobody answers, requests end by themselves, and those that wait have no effect later', async () => {
      const one = await asker();
      await refused(one.echo({ text: 'nobody' }, { timeoutMs: 400 }), 'DEADLINE_EXCEEDED');
      const back = await answerer();
      await eventually(async () => back.expired() === 1, { withinMs: 20_000 });
      assert.equal((await one.echo({ text: 'back' })).text, 'back');
      assert.deepEqual([await effects('nobody'), one.dropped()], [0, 0]);
      await back.stop();
    });

    test('so many wait at once and no more, and all of them hear when the process stops', async () => {
      const one = await asker({ mostPending: 2 });
      const waiting = [one.echo({ text: 'a' }), one.echo({ text: 'b' })];
      await refused(one.echo({ text: 'c' }), 'RESOURCE_EXHAUSTED');
      const told = Promise.all(waiting.map((each) => refused(each, 'UNAVAILABLE')));
      await pause(200);
      await one.stop();
      await told;
      await refused(one.echo({ text: 'd' }), 'UNAVAILABLE');
    });
  });
}

type Handle = (delivery: Delivery) => Promise<Verdict>;
type Around = (handle: Handle) => Handle;
type Handing = (post: Broker['post']) => Broker['post'];

const responder = respond<Tables, typeof EchoRequestSchema, typeof EchoResponseSchema>(
  EchoRequestSchema,
  EchoResponseSchema,
  async (tx, { text }) => {
    await tx.insertInto('asked').values({ text }).execute();
    if (text.startsWith('refuse')) throw failed('FAILED_PRECONDITION', 'NOT_TODAY', 'echo', 'not today');
    if (text === 'crash') throw new Error('password=hunter2');
    if (text === 'trace') return { text: trace.getActiveSpan()?.spanContext().traceId ?? '' };
    // Differs each time, so that an answer tells whether it is the one that was kept.
    return { text, remainingMs: process.hrtime.bigint() };
  },
);

async function refused(asking: Promise<unknown>, code: Code): Promise<RpcError> {
  const error = await asking.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof RpcError, String(error));
  assert.equal(error.code, code);
  return error;
}

function counted(metrics: Metrics, name: string): number {
  const lines = metrics.render().split('\n').filter((line) => line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
