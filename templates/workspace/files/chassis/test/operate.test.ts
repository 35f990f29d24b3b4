import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import { MessageRejected } from '../src/broker.ts';
import { openBroker } from '../src/brokers.ts';
import { on } from '../src/consumer.ts';
import { defineContext } from '../src/context.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { openDatabase } from '../src/database.ts';
import { pino } from 'pino';
import { hostsOf, operate } from '../src/operate/operate.ts';
import { startProcess } from '../src/process.ts';
import { messageOf } from '../src/testing/delivery.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { line, relayOf, sink, write, type Outbox } from './outbox.ts';

const state = { broken: true, took: [] as string[] };
const other = {
  channel: 'echo.v1.Other',
  apply: async () => void state.took.push('other'),
};

/** A context that once listened to two kinds of events, and after a mistake to one. */
const listening = (...others: (typeof other)[]) =>
  defineContext<object>()({
    name: 'listener',
    settings: {},
    inboxRetentionHours: 168,
    calls: {},
    migrations: {},
    build: () => ({ rpc: [], consumers: [on(AskedSchema, async () => {}), ...others] }),
  });
const both = listening(other);
const one = listening();

let harness: Harness;
let database: Outbox;
let environment: Record<string, string>;

before(async () => {
  harness = await Harness.start();
  environment = { ...(await harness.environment(both)), OUTBOX_RELAY: 'off' };
  await (await startProcess({ name: 'both', contexts: [both] }, environment)).stop();
  const url = environment['LISTENER_DATABASE_URL'] ?? '';
  database = await openDatabase<MessagingTables>({ url, name: 'test', log: pino({ level: 'silent' }) });
  harness.onClose(() => database.close());
});
after(() => harness.close());

const run = (...argv: readonly string[]) => operate(argv, environment);
const json = async (...argv: readonly string[]) => {
  const { code, output, error } = await run(...argv, '--json');
  assert.equal(code, 0, error);
  return (JSON.parse(output) as { rows: Record<string, unknown>[] }).rows;
};

test('says what it can do, and what is wrong with what it was asked', async () => {
  const { code, output } = await run('--help');
  assert.equal(code, 0);
  assert.match(output, /^release <context> <aggregate> \| --all\s+publish them again/m);
  const mistakes: [string[], RegExp][] = [
    [['fly', 'listener'], /There is no command "fly"/],
    [['toString', 'listener'], /There is no command "toString"/],
    [['parked'], /Of which context/],
    [['parked', 'orders'], /^ORDERS_DATABASE_URL is not set, and no msvc dev runs here/],
    [['release', 'listener'], /Name one aggregate/],
    [['release', 'listener', 'Question/none'], /No aggregate "Question\/none" of listener is parked/],
    [['drop', 'listener', 'x'], /Say why with --reason/],
    [['drop', 'listener', 'x', '--reason', 'y'], /"x" is no id/],
    [['replay', 'listener', 'none'], /0 replayed; the others are no dead letters/],
    [['parked', 'listener', '--fast'], /Unknown option '--fast'/],
  ];
  for (const [argv, message] of mistakes) {
    const result = await run(...argv);
    assert.equal(result.code, 2, argv.join(' '));
    assert.match(result.error, message);
  }
  const twice = { ...environment, BROKER_URL_FILE: '/away' };
  assert.match((await operate(['status', 'listener'], twice)).error, /^BROKER_URL is given twice/);
  const nowhere = { ...environment, LISTENER_DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x' };
  const unreachable = await operate(['parked', 'listener'], nowhere);
  const bare = { ...environment, LISTENER_DATABASE_URL: await harness.createDatabase('bare') };
  assert.match((await operate(['parked', 'listener'], bare)).error, /"outbox" does not exist: nothing has been set up/);
  assert.deepEqual(unreachable, { code: 1, output: '', error: 'Cannot reach the database of listener at 127.0.0.1:1\n' });
});

test('how much waits is told while the broker is away, too', async () => {
  const away = { ...environment, BROKER_URL: 'postgres://u:hidden@127.0.0.1:1/x' };
  const { code, output, error } = await operate(['status', 'listener'], away);
  assert.equal(code, 0, error);
  assert.match(output, /^events that wait to be published\s+0$/m);
  assert.match(output, /^dead letters$/m);
  assert.match(output, /^Dead letters are not counted\. Cannot reach the broker at 127\.0\.0\.1:1: .*ECONNREFUSED/m);
  assert.doesNotMatch(output, /hidden/);
});

test('parked aggregates are listed, released and dropped', async () => {
  assert.match((await run('parked', 'listener')).output, /^No aggregate is parked/);
  const { broker, of } = sink((message) => {
    if (state.broken && line(message).endsWith('poison')) throw new MessageRejected('too large');
  });
  await write(database, { ill: ['poison', '2'], worse: ['poison', '2'] });
  const relay = relayOf(database, broker);
  const rows = await eventually(async () => {
    const all = await json('parked', 'listener');
    return all.filter(({ waiting }) => waiting === 2).length === 2 && all;
  });
  assert.deepEqual(
    rows.map(({ aggregate, waiting, reason }) => ({ aggregate, waiting, reason })).toSorted((a, b) => (String(a.aggregate) < String(b.aggregate) ? -1 : 1)),
    [
      { aggregate: 'Question/ill', waiting: 2, reason: 'too large' },
      { aggregate: 'Question/worse', waiting: 2, reason: 'too large' },
    ],
  );
  const worse = rows.find(({ aggregate }) => aggregate === 'Question/worse');
  const { output } = await run('drop', 'listener', String(worse?.['event']), '--reason', 'nobody wants it');
  assert.match(output, /was dropped/);
  await eventually(async () => of('worse').length === 1);
  const [dropped] = await json('dropped', 'listener');
  assert.equal(dropped?.['reason'], 'nobody wants it');
  state.broken = false;
  assert.match((await run('release', 'listener', 'Question/ill')).output, /^aggregate\nQuestion\/ill\n\n1 released/);
  await eventually(async () => of('ill').length === 2);
  await relay.stop();
  assert.match((await run('status', 'listener')).output, /^aggregates that are parked\s+0$/m);
});

test('dead letters are listed with the reason, and replayed once the mistake is mended', async () => {
  const mistaken = await startProcess({ name: 'one', contexts: [one] }, environment);
  const log = pino({ level: 'silent' });
  const broker = await openBroker({ url: environment['BROKER_URL'] ?? '', name: 'test', log });
  await broker.start();
  const message = { ...messageOf(AskedSchema, 'a', {}), channel: 'echo.v1.Other' };
  await broker.publish([message]);
  const [letter] = await eventually(async () => {
    const letters = await json('dead-letters', 'listener');
    return letters.length > 0 && letters;
  });
  assert.equal(letter?.['message'], message.id);
  assert.equal(letter?.['reason'], 'nobody here handles echo.v1.Other');
  await mistaken.stop();

  const mended = await startProcess({ name: 'both', contexts: [both] }, environment);
  assert.match((await run('replay', 'listener', message.id)).output, /^1 given to listener again/);
  await eventually(async () => state.took.length === 1);
  assert.match((await run('dead-letters', 'listener')).output, /^listener has no dead letters/);
  assert.match((await run('replay', 'listener')).output, /^0 given/);
  await mended.stop();
  await broker.close();
});

test('hosts are named without user and password, one or several', () => {
  assert.equal(hostsOf('postgres://me:secret@db.example:5432/orders?sslmode=require'), 'db.example:5432');
  assert.equal(hostsOf('nats://me:se,cret@one:4222,two:4222'), 'one:4222,two:4222');
  assert.equal(hostsOf('nats://one:4222,nats://two:4222'), 'one:4222,two:4222');
});
