import { sql, type Transaction } from 'kysely';
import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { postgresBroker } from '../src/broker-postgres.ts';
import { on } from '../src/consumer.ts';
import { openDatabase, type Database } from '../src/database.ts';
import { firstDelivery } from '../src/inbox.ts';
import { toRpcError } from '../src/rpc/errors.ts';
import type { Limits } from '../src/sessions.ts';
import { deliveriesTo, messageOf } from '../src/testing/delivery.ts';
import { eventually, Harness, type TestDatabase } from '../src/testing/harness.ts';
import { layWire, type Wire } from '../src/testing/wire.ts';

let harness: Harness;
let direct: TestDatabase<{}>;
let wire: Wire;

before(async () => {
  harness = await Harness.start();
  direct = await harness.database('vanished', {});
  wire = await layWire(direct.url);
  harness.onClose(() => wire.close());
});
after(() => harness.close());

async function opened(url: string, limits: Partial<Limits>, maxConnections = 2): Promise<Database<{}>> {
  const options = { name: 'test', log: pino({ level: 'silent' }), connectTimeoutMs: 1000 };
  const database = await openDatabase<{}>({ ...options, url, limits, maxConnections });
  harness.onClose(() => database.close());
  return database;
}

test('when a server vanishes, whoever waits for it is told, and the pool recovers', async () => {
  const far = await opened(wire.through(direct.url), { answerMs: 300 });
  const ask = () => sql`select 1`.execute(far.query);
  await Promise.all([ask(), ask()]);
  wire.cut();
  const started = performance.now();
  const inTransaction = far.atomically((tx) => sql`select 1`.execute(tx));
  const answers = await Promise.allSettled([inTransaction, ask(), ask(), ask()]);
  const codes = answers.map((one) => one.status === 'rejected' && toRpcError(one.reason).code);
  assert.deepEqual(new Set(codes), new Set(['UNAVAILABLE']));
  assert.ok(performance.now() - started < 10_000);
  wire.mend();
  await eventually(far.isReachable);
});

test('a connection whose statement got no answer in time is given to nobody', async () => {
  const database = await opened(direct.url, { answerMs: 300 }, 1);
  const slow = assert.rejects(sql`select pg_sleep(3)`.execute(database.query), /read timeout/);
  const next = sql<{ one: number }>`select 1 as one`.execute(database.query);
  await slow;
  assert.deepEqual((await next).rows, [{ one: 1 }]);
});

const isLinux = process.platform === 'linux';

test('a server takes a client for dead within a minute', { skip: !isLinux && 'not all of it exists elsewhere' }, async () => {
  // As the server's end of the connection has it.
  const { rows } = await sql`
    select current_setting('tcp_keepalives_idle') as idle, current_setting('tcp_keepalives_interval') as pause,
      current_setting('tcp_keepalives_count') as count, current_setting('tcp_user_timeout') as unheard`.execute(direct.query);
  assert.deepEqual(rows, [{ idle: '30', pause: '10', count: '3', unheard: '60000' }]);
});

test('a broker that vanishes is known to be away at once, and back when it is', async () => {
  const url = await harness.createDatabase('broker');
  const far = await layWire(url);
  const broker = await postgresBroker({ url: far.through(url), name: 'far', log: pino({ level: 'silent' }) });
  await broker.start();
  harness.onClose(() => broker.close());
  // Closed first, so that nobody waits for what got lost on it.
  harness.onClose(() => far.close());
  assert.equal(await broker.isReachable(), true);
  far.cut();
  const asked = performance.now();
  assert.equal(await broker.isReachable(), false);
  assert.ok(performance.now() - asked < 5000);
  far.mend();
  await eventually(() => broker.isReachable());
});

test('what a client held that vanished is free again, and its message takes effect', async () => {
  const far = await opened(wire.through(direct.url), { idleMs: 500, answerMs: 1000 });
  const deliver = deliveriesTo([on<{}, typeof AskedSchema>(AskedSchema, async () => {})], direct);
  const message = messageOf(AskedSchema, 'one', { text: 'x' });
  const { tx, rollback } = await far.begin();
  await firstDelivery(tx, message);
  wire.cut();
  const verdict = await deliver(message);
  assert.equal(verdict.kind, 'done');
  wire.mend();
  await assert.rejects(rollback());
});

test('a message that somebody else has in hand is not to blame, however often it is tried', async () => {
  const hasty = await opened(direct.url, { lockMs: 50 });
  const deliver = deliveriesTo([on<{}, typeof AskedSchema>(AskedSchema, async () => {})], hasty);
  const message = messageOf(AskedSchema, 'two', { text: 'x' });
  const other = await direct.begin();
  await firstDelivery(other.tx, message);
  for (let attempt = 1; attempt <= 12; attempt += 1) assert.equal((await deliver(message, attempt)).kind, 'retry');
  await other.rollback();
  assert.equal((await deliver(message, 13)).kind, 'done');
});

test('a statement that is slow by itself counts against its message', async () => {
  const hasty = await opened(direct.url, { statementMs: 50 });
  const slow = on<{}, typeof AskedSchema>(AskedSchema, async (tx) => void (await sql`select pg_sleep(1)`.execute(tx)));
  const deliver = deliveriesTo([slow], hasty);
  const message = messageOf(AskedSchema, 'three', { text: 'x' });
  const verdicts: string[] = [];
  for (let attempt = 4; attempt <= 8; attempt += 1) verdicts.push((await deliver(message, attempt)).kind);
  assert.deepEqual(verdicts, ['retry', 'retry', 'retry', 'retry', 'dead']);
});

type Kept = { readonly kept: { readonly id: string } };
const insert = (tx: Transaction<Kept>, id: string) => tx.insertInto('kept').values({ id }).execute();

/** One connection, so that whoever comes next has the one that a handler had. */
async function keeping(): Promise<Database<Kept>> {
  const { url, owner } = direct;
  const own = await opened(owner, {});
  await sql`create table if not exists kept (id text)`.execute(own.query);
  await sql`grant all on kept to public`.execute(own.query);
  await sql`truncate kept`.execute(own.query);
  return (await opened(url, {}, 1)) as unknown as Database<Kept>;
}

const idsIn = async ({ query }: Database<Kept>) => (await query.selectFrom('kept').select('id').execute()).map(({ id }) => id);

test('a handler without end counts as failed, and what it does later takes no effect', { timeout: 30_000 }, async () => {
  const database = await keeping();
  const late = Promise.withResolvers<void>();
  const outcomes: Promise<unknown>[] = [];
  const endless = on<Kept, typeof AskedSchema>(AskedSchema, async (tx, event) => {
    await insert(tx, event.text);
    await late.promise;
    const outcome = insert(tx, `${event.text}, later`);
    outcomes.push(outcome.catch((error: unknown) => error));
    await outcome;
  });
  const deliver = deliveriesTo([endless], database, { timeoutMs: 200 });
  const message = messageOf(AskedSchema, 'four', { text: 'x' });
  const verdicts: string[] = [];
  for (let attempt = 4; attempt <= 8; attempt += 1) verdicts.push((await deliver(message, attempt)).kind);
  assert.deepEqual(verdicts, ['retry', 'retry', 'retry', 'retry', 'dead']);
  await database.atomically(async (tx) => {
    await insert(tx, 'another');
    late.resolve();
    await eventually(async () => outcomes.length === 5);
    for (const outcome of await Promise.all(outcomes)) assert.match(String(outcome), /is over|already rolled back/);
  });
  assert.deepEqual(await idsIn(database), ['another']);
});

test('what waits behind the last statement of such a handler takes no effect either', { timeout: 30_000 }, async () => {
  const database = await keeping();
  const ended = Promise.withResolvers<unknown>();
  const busy = on<Kept, typeof AskedSchema>(AskedSchema, async (tx) => {
    const queued = Promise.all([sql`select pg_sleep(0.5)`.execute(tx), insert(tx, 'queued')]);
    queued.then(() => ended.resolve('it did'), ended.resolve);
    await queued;
  });
  const deliver = deliveriesTo([busy], database, { timeoutMs: 200 });
  assert.equal((await deliver(messageOf(AskedSchema, 'five', { text: 'x' }))).kind, 'retry');
  assert.match(String(await ended.promise), /is over|already rolled back/);
  assert.deepEqual(await idsIn(database), []);
});
