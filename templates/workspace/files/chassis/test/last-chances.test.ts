import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { on } from '../src/consumer.ts';
import { openDatabase } from '../src/database.ts';
import { LastChances, Room } from '../src/last-chances.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { deliveriesTo, messageOf } from '../src/testing/delivery.ts';
import { Harness, type TestDatabase } from '../src/testing/harness.ts';
import { freePort } from '../src/testing/postgres.ts';

let harness: Harness;
let database: TestDatabase<{}>;

before(async () => {
  harness = await Harness.start();
  database = await harness.database('chances', {});
});
after(() => harness.close());

/** Delivers one message over and over to a handler that fails as told; answers with the verdicts. */
async function verdicts(attempts: readonly number[], failure: () => Error | undefined, to = database) {
  const fails = on<{}, typeof AskedSchema>(AskedSchema, async () => {
    const error = failure();
    if (error) throw error;
  });
  const deliver = deliveriesTo([fails], to);
  const message = messageOf(AskedSchema, 'one', { text: 'x' });
  const kinds: string[] = [];
  for (const attempt of attempts) kinds.push((await deliver(message, attempt)).kind);
  return kinds;
}
const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

test('a message that keeps failing is set aside at the eighth attempt', async () =>
  assert.deepEqual(await verdicts(from(1, 8), () => new Error('no')), [...Array(7).fill('retry'), 'dead']));

test('while the database is away nothing is set aside, however often it is tried', async () => {
  const url = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`;
  const gone = await openDatabase<{}>({ url, name: 'gone', log: pino({ level: 'silent' }) });
  harness.onClose(() => gone.close());
  const kinds = await verdicts(from(1, 40), () => undefined, { ...gone, url, owner: url });
  assert.deepEqual(new Set(kinds), new Set(['retry']));
});

test('a callee that is away is no reason either', async () => {
  const kinds = await verdicts(from(1, 40), () => new RpcError('UNAVAILABLE', 'away'));
  assert.deepEqual(new Set(kinds), new Set(['retry']));
});

test('a message that comes out of an outage with many attempts behind it still gets its chances', async () => {
  const failures = [new Error('busy'), new Error('busy'), undefined];
  assert.deepEqual(await verdicts(from(50, 3), () => failures.shift()), ['retry', 'retry', 'done']);
  assert.deepEqual(await verdicts(from(50, 5), () => new Error('no')), [...Array(4).fill('retry'), 'dead']);
  const { rows } = await sql`select * from delivery_attempts`.execute(database.query);
  assert.deepEqual(rows, []);
});

test('a message that takes the process down is set aside all the same', async () => {
  const deliver = deliveriesTo([on<{}, typeof AskedSchema>(AskedSchema, async () => {})], database);
  const message = messageOf(AskedSchema, 'one', { text: 'x' });
  const chances = new LastChances(database);
  for (const _ of from(4, 5)) await chances.take(message.id); // begun, and never ended
  const verdict = await deliver(message, 9);
  assert.match(verdict.kind === 'dead' ? verdict.reason : '', /took the process down/);
});

test('a chance that cannot be given back while the database is away is given back later', async () => {
  let isAway = false;
  const chances = new LastChances({
    ...database,
    get query() {
      if (isAway) throw new RpcError('UNAVAILABLE', 'away');
      return database.query;
    },
  });
  const { id } = messageOf(AskedSchema, 'one', { text: 'x' });
  assert.equal(await chances.take(id), 1);
  isAway = true;
  await chances.giveBack(id);
  isAway = false;
  assert.equal(await chances.take(id), 1);
});

test('whoever has the process for itself is neither joined nor overtaken', async () => {
  const room = new Room();
  const events: string[] = [];
  const ends = new Map<string, () => void>();
  const work = async (name: string) => {
    events.push(`${name} begins`);
    await new Promise<void>((end) => ends.set(name, end));
    events.push(`${name} ends`);
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await turn();
  };
  const within = async (entered: Promise<() => void>, name: string) => {
    const leave = await entered;
    await work(name);
    leave();
  };
  const all = [within(room.enter(), 'a'), within(room.enter(), 'b')];
  await turn();
  all.push(within(room.enterAlone(), 'alone'), within(room.enter(), 'late'), within(room.enterAlone(), 'next'));
  for (const name of ['a', 'b', 'alone', 'next', 'late']) await end(name);
  await Promise.all(all);
  const inTurn = ['alone', 'next', 'late'].flatMap((name) => [`${name} begins`, `${name} ends`]);
  assert.deepEqual(events, ['a begins', 'b begins', 'a ends', 'b ends', ...inTurn]);
});
