import { sql } from 'kysely';
import { pino } from 'pino';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { on } from '../src/consumer.ts';
import { openDatabase } from '../src/database.ts';
import { firstDelivery } from '../src/inbox.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { forgetReceived } from '../src/retention.ts';
import { startProcess } from '../src/process.ts';
import { deliveriesTo, messageOf } from '../src/testing/delivery.ts';
import { eventually, Harness, type TestDatabase } from '../src/testing/harness.ts';
import { back, type BackTables } from './contexts.ts';

let harness: Harness;
let database: TestDatabase<BackTables & MessagingTables>;

before(async () => {
  harness = await Harness.start();
  database = await harness.database('back', back.migrations);
});
after(() => harness.close());

const heard = async (): Promise<string[]> => {
  const rows = await database.query.selectFrom('heard').select('text').orderBy('position').execute();
  await database.query.deleteFrom('heard').execute();
  return rows.map(({ text }) => text);
};
/** What back does with what it is delivered. */
const deliveries = () =>
  deliveriesTo(back.build({ database, settings: {}, clients: {}, log: undefined as never, metrics: undefined as never, broker: undefined as never }).consumers, database);

test('a message delivered a thousand times, many at once, takes effect once', async () => {
  const deliver = deliveries();
  const message = messageOf(AskedSchema, 'one', { text: 'hello' });
  const verdicts = await Promise.all(Array.from({ length: 1000 }, () => deliver(message)));
  assert.ok(verdicts.every(({ kind }) => kind === 'done'));
  assert.deepEqual(await heard(), ['hello']);
});

test('an effect that fails leaves no trace, and the next attempt works', async () => {
  const { id } = messageOf(AskedSchema, 'one', {});
  const first = () => database.atomically((tx) => firstDelivery(tx, { id, channel: 'x' }));
  const failing = database.atomically(async (tx) => {
    await firstDelivery(tx, { id, channel: 'x' });
    throw new Error('effect failed');
  });
  await assert.rejects(failing, /effect failed/);
  assert.equal(await first(), true);
  assert.equal(await first(), false);
});

test('two messages of which a consumer says the same have one effect', async () => {
  const handler = on<BackTables, typeof AskedSchema>(
    AskedSchema,
    async (tx, { text }) => void (await tx.insertInto('heard').values({ text }).execute()),
    { key: ({ text }) => text.toLowerCase() },
  );
  const deliver = deliveriesTo([handler], database);
  const texts = ['Hello', 'HELLO', 'other', 'hello'];
  await Promise.all(texts.slice(0, 2).map((text) => deliver(messageOf(AskedSchema, 'one', { text }))));
  for (const text of texts.slice(2)) await deliver(messageOf(AskedSchema, 'two', { text }));
  assert.deepEqual(
    (await heard()).map((text) => text.toLowerCase()),
    ['hello', 'other'],
  );
});

test('a message of an unknown kind and one that cannot be read are set aside at once', async () => {
  const deliver = deliveries();
  const message = messageOf(AskedSchema, 'one', {});
  assert.equal((await deliver({ ...message, channel: 'echo.v1.Unknown' })).kind, 'dead');
  for (const payload of [{ text: 42 }, 'text', null, ['text'], 7]) {
    const verdict = await deliver({ ...message, payload });
    assert.match(verdict.kind === 'dead' ? verdict.reason : '', /^this is no echo\.v1\.Asked: /, JSON.stringify(payload));
  }
  const late = await deliver({ ...message, occurredAt: 'yesterday' });
  assert.deepEqual(late, { kind: 'dead', reason: '"yesterday" is no time' });
  assert.deepEqual(await heard(), []);
});

test('a message of a newer contract is read as far as this one knows it', async () => {
  const message = messageOf(AskedSchema, 'one', { text: 'x' });
  const payload = { text: 'x', fromTheFuture: { of: [1] } };
  assert.equal((await deliveries()({ ...message, payload })).kind, 'done');
  assert.deepEqual(await heard(), ['x']);
});

test('a message of 10 MB takes effect as any other, and so does one whose id is no UUID', async () => {
  const deliver = deliveries();
  const text = 'x'.repeat(10 * 1024 * 1024);
  assert.equal((await deliver(messageOf(AskedSchema, 'one', { text }))).kind, 'done');
  assert.equal((await heard())[0]?.length, text.length);
  const foreign = { ...messageOf(AskedSchema, 'one', { text: 'once' }), id: 'topic/3/17' };
  assert.deepEqual([(await deliver(foreign)).kind, (await deliver(foreign)).kind], ['done', 'done']);
  assert.deepEqual(await heard(), ['once']);
});

/** How old, in hours, what is still remembered is, once a process with this environment cleaned up. */
async function rememberedBy(inboxRetentionHours: number, override: Record<string, string>): Promise<readonly number[]> {
  const context = { ...back, inboxRetentionHours };
  const environment = { ...(await harness.environment(context)), ...override };
  await (await startProcess({ name: 'before', contexts: [context] }, environment)).stop();
  const log = pino({ level: 'silent' });
  const url = environment['BACK_DATABASE_URL'] ?? '';
  const { query, close } = await openDatabase<MessagingTables>({ url, name: 'test', log });
  await sql`
    insert into inbox (message_id, channel, received_at)
    select gen_random_uuid(), hours, now() - make_interval(hours => hours)
    from unnest(array[1, 23, 25, 47, 49]) as hours`.execute(query);
  const running = await startProcess({ name: 'after', contexts: [context] }, environment);
  const ages = await eventually(async () => {
    const rows = await query.selectFrom('inbox').select('channel').execute();
    return rows.length < 5 && rows.map(({ channel }) => Number(channel)).toSorted((a, b) => a - b);
  });
  await Promise.all([running.stop(), close()]);
  return ages;
}

test('the context says how long a message is remembered, and the environment has the last word', async () => {
  assert.deepEqual(await rememberedBy(24, {}), [1, 23]);
  assert.deepEqual(await rememberedBy(48, {}), [1, 23, 25, 47]);
  assert.deepEqual(await rememberedBy(24, { INBOX_RETENTION_HOURS: '48' }), [1, 23, 25, 47]);
});

test('what is older than the retention is forgotten', async () => {
  await sql`insert into inbox (message_id, channel, received_at) select gen_random_uuid(), 'old', now() - interval '8 days' from generate_series(1, 2500)`.execute(
    database.query,
  );
  assert.equal(await forgetReceived(database.query as never, 168), 2500);
  assert.equal(await forgetReceived(database.query as never, 168), 0);
});
