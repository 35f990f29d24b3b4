import { sql } from 'kysely';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { firstDelivery, forgetOld } from '../src/inbox.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { deliveriesTo, messageOf } from '../src/testing/delivery.ts';
import { Harness, type TestDatabase } from '../src/testing/harness.ts';
import { back, type BackTables } from './contexts.ts';

let harness: Harness;
let database: TestDatabase<BackTables & MessagingTables>;

before(async () => {
  harness = await Harness.start();
  database = await harness.database('back', back.migrations);
});
after(() => harness.close());

test('a message delivered many times at once takes effect once', async () => {
  const deliver = deliveriesTo(
    back.build({ database, settings: {}, clients: {}, log: undefined as never }).consumers,
    database,
  );
  const message = messageOf(AskedSchema, 'one', { text: 'hello' });
  await Promise.all(Array.from({ length: 8 }, () => deliver(message)));
  assert.deepEqual(await database.query.selectFrom('heard').select('text').execute(), [{ text: 'hello' }]);
});

test('an effect that fails leaves no trace, and the next attempt works', async () => {
  const id = messageOf(AskedSchema, 'one', {}).id;
  const failing = database.atomically(async (tx) => {
    await firstDelivery(tx, id, 'x');
    throw new Error('effect failed');
  });
  await assert.rejects(failing, /effect failed/);
  assert.equal(await database.atomically((tx) => firstDelivery(tx, id, 'x')), true);
  assert.equal(await database.atomically((tx) => firstDelivery(tx, id, 'x')), false);
});

test('a message of an unknown kind and one that cannot be read are set aside at once', async () => {
  const deliver = deliveriesTo(
    back.build({ database, settings: {}, clients: {}, log: undefined as never }).consumers,
    database,
  );
  const message = messageOf(AskedSchema, 'one', {});
  assert.equal((await deliver({ ...message, channel: 'echo.v1.Unknown' })).kind, 'dead');
  assert.deepEqual(await deliver({ ...message, payload: { text: 42 } }), {
    kind: 'dead',
    reason: 'this is no echo.v1.Asked',
  });
  assert.equal((await deliver({ ...message, payload: { text: 'x', fromTheFuture: 1 } })).kind, 'done');
});

test('what is older than the retention is forgotten', async () => {
  await sql`insert into inbox (message_id, channel, received_at) select gen_random_uuid(), 'old', now() - interval '8 days' from generate_series(1, 2500)`.execute(
    database.query,
  );
  assert.equal(await forgetOld(database.query as never, 168), 2500);
});
