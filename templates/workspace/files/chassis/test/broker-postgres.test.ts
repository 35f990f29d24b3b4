import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { postgresBroker } from '../src/broker-postgres.ts';
import type { Broker, Delivery, Message } from '../src/broker.ts';
import { sleep } from '../src/clock.ts';
import { eventId } from '../src/event-id.ts';
import { brokerSuite } from '../src/testing/broker-suite.ts';
import { eventually, Harness } from '../src/testing/harness.ts';
import { startEmbedded } from '../src/testing/postgres.ts';

brokerSuite('postgres', startServer, { tookOverWithin: 60 });

/** A server of its own, since it is killed. What a test database does without, this one must not: synced commits. */
async function startServer() {
  const server = await startEmbedded();
  const { owner: url } = await server.createDatabase('broker');
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await admin.query(`alter database "${new URL(url).pathname.slice(1)}" set synchronous_commit = on`);
  await admin.end();
  return { url, kill: server.kill, restart: server.restart, stop: server.stop };
}

describe('the broker postgres', () => {
  let harness: Harness;
  let broker: Broker;
  before(async () => {
    harness = await Harness.start();
    broker = await postgresBroker({ url: await harness.createDatabase('broker'), name: 'test', log: pino({ level: 'silent' }) });
    await broker.start();
    harness.onClose(() => broker.close());
  });
  after(() => harness.close());

  test('stores nothing twice that is published twice in a row', async () => {
    const heard: Message[] = [];
    const handle = async ({ message }: { message: Message }) => {
      heard.push(message);
      return { kind: 'done' } as const;
    };
    await broker.subscribe({ group: 'once', channels: ['once.v1.Event'], concurrency: 4, handle });
    await broker.publish([messageFor('K/1')]);
    const again = messageFor('K/1');
    await broker.publish([again]);
    await broker.publish([again, messageFor('K/2')]);
    const last = messageFor('K/1');
    await broker.publish([last]);
    // Of one key, whatever was stored twice is heard before it.
    const isHeard = (wanted: (message: Message) => boolean) => eventually(async () => heard.some(wanted));
    await isHeard(({ key }) => key === 'K/2');
    await isHeard(({ id }) => id === last.id);
    assert.equal(heard.length, 4);
  });

  test('gives back what it cannot begin in time, which then counts as not tried', async () => {
    const url = await harness.createDatabase('broker');
    const [slow, idle] = await Promise.all([1, 2].map(() => opened(url, { beginMs: 300 })));
    const heard: { readonly by: string; readonly key: string; readonly attempt: number }[] = [];
    const subscribe = (one: Broker | undefined, by: string) => {
      const handle = async ({ message: { key }, attempt }: Delivery) => {
        heard.push({ by, key, attempt });
        await sleep(150);
        return { kind: 'done' } as const;
      };
      return one?.subscribe({ group: 'slow', channels: ['once.v1.Event'], concurrency: 1, handle });
    };
    await subscribe(slow, 'slow');
    const keys = Array.from({ length: 12 }, (_, index) => `K/${index}`);
    await slow?.publish(keys.map(messageFor));
    await eventually(async () => heard.length > 0);
    await subscribe(idle, 'idle');
    await eventually(async () => new Set(heard.map(({ key }) => key)).size === keys.length);
    assert.deepEqual(heard.map(({ key }) => key).toSorted(), keys.toSorted());
    assert.deepEqual(new Set(heard.map(({ by }) => by)), new Set(['slow', 'idle']));
    assert.deepEqual(new Set(heard.map(({ attempt }) => attempt)), new Set([1]));
  });

  test('begins nothing more of a batch that was taken away, and what was not begun is tried once more', async () => {
    const one = await opened(await harness.createDatabase('broker'), { expireSeconds: 1 });
    const heard: string[] = [];
    let last = 1500;
    const handle = async ({ message: { key }, attempt }: Delivery) => {
      heard.push(`${key} ${attempt}`);
      const ms = last;
      last = 0;
      await sleep(ms);
      return { kind: 'done' } as const;
    };
    await one.subscribe({ group: 'expiring', channels: ['once.v1.Event'], concurrency: 1, handle });
    await one.publish(['K/0', 'K/1', 'K/2'].map(messageFor));
    await eventually(async () => heard.length === 4);
    await sleep(1000);
    const [first, ...others] = heard;
    assert.match(first ?? '', / 1$/);
    assert.deepEqual(others.toSorted(), ['K/0 2', 'K/1 2', 'K/2 2']);
  });

  test('takes a batch away after a quarter of an hour, also where the queue was made for less', async () => {
    const url = await harness.createDatabase('broker');
    const handle = async () => ({ kind: 'done' }) as const;
    const subscription = { group: 'patient', channels: ['once.v1.Event'], concurrency: 1, handle };
    await (await opened(url)).subscribe(subscription);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    harness.onClose(() => client.end());
    await client.query(`update pgboss.queue set expire_seconds = 60 where name = 'patient'`);
    await (await opened(url)).subscribe(subscription);
    const { rows } = await client.query(`select expire_seconds from pgboss.queue where name = 'patient'`);
    assert.deepEqual(rows, [{ expire_seconds: 900 }]);
  });

  test('keeps nothing more for a group that is gone, once OPERATIONS.md was followed', async () => {
    const url = await harness.createDatabase('broker');
    const publisher = await opened(url);
    const leaving = await opened(url);
    const handle = async () => ({ kind: 'done' }) as const;
    await leaving.subscribe({ group: 'gone', channels: ['once.v1.Event', 'once.v1.Other'], concurrency: 1, handle });
    await leaving.drain();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    harness.onClose(() => client.end());
    const waiting = async () => (await client.query(`select data->>'channel' as channel from pgboss.job where name = 'gone'`)).rows;

    await client.query(`delete from pgboss.subscription where name = 'gone' and event = 'once.v1.Event'`);
    await publisher.publish([messageFor('K/1'), { ...messageFor('K/1'), channel: 'once.v1.Other' }]);
    assert.deepEqual(await waiting(), [{ channel: 'once.v1.Other' }]);

    await client.query(`delete from pgboss.subscription where name = 'gone'`);
    await client.query(`select pgboss.delete_queue('gone'), pgboss.delete_queue('gone.dead')`);
    await publisher.publish([{ ...messageFor('K/1'), channel: 'once.v1.Other' }]);
    assert.deepEqual(await waiting(), []);
    const { rows } = await client.query(`select name from pgboss.queue where name like 'gone%'`);
    assert.deepEqual(rows, []);
  });

  async function opened(url: string, limits: { readonly beginMs?: number; readonly expireSeconds?: number } = {}): Promise<Broker> {
    const one = await postgresBroker({ url, name: 'test', log: pino({ level: 'silent' }), ...limits });
    await one.start();
    harness.onClose(() => one.close());
    return one;
  }
});

function messageFor(key: string): Message {
  return { id: eventId(), channel: 'once.v1.Event', key, payload: 1, occurredAt: new Date().toISOString(), headers: {} };
}
