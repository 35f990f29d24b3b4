import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { pino } from 'pino';
import { MessageRejected, type Broker, type Delivery, type Message, type Verdict } from '../broker.ts';
import { openBroker } from '../brokers.ts';
import { eventId } from '../event-id.ts';
import { eventually } from './harness.ts';
import { startReplica } from './replica.ts';

/** A broker's server that may be broken on purpose. */
export type BrokerServer = {
  readonly url: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const seconds = (count: number) => ({ withinMs: count * 1000 });

/** What the port promises, shown on one broker. `missing` says what this machine lacks for it. */
export function brokerSuite(
  name: string,
  start: () => Promise<BrokerServer>,
  { missing, tookOverWithin }: { readonly missing?: string | undefined; readonly tookOverWithin: number },
): void {
  describe(`the broker ${name}`, { skip: missing ?? false }, () => {
    let server: BrokerServer;
    let broker: Broker;
    const opened: Broker[] = [];
    const open = async (): Promise<Broker> => {
      const one = await openBroker({
        url: server.url,
        name: 'test',
        log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
      });
      opened.push(one);
      await one.start();
      return one;
    };
    const close = async (one: Broker): Promise<void> => {
      opened.splice(opened.indexOf(one), 1);
      await one.drain();
      await one.close();
    };
    before(async () => {
      server = await start();
      broker = await open();
    });
    after(async () => {
      await Promise.allSettled([...opened].map(close));
      await server.stop();
    });

    test('every group gets each message, replicas share them, and a key stays in order', async () => {
      const { channel, group } = names();
      const replica = await open();
      const shared = heard();
      const other = heard();
      await broker.subscribe({ group, channels: [channel], concurrency: 4, handle: shared.handle });
      await replica.subscribe({ group, channels: [channel], concurrency: 4, handle: shared.handle });
      await broker.subscribe({
        group: `${group}-other`,
        channels: [channel, 'x.v1.Other'],
        concurrency: 4,
        handle: other.handle,
      });
      const sent = Array.from({ length: 300 }, (_, index) => message(channel, `Order/${index % 20}`, index));
      for (const batch of chunks(sent, 50)) await broker.publish(batch);
      await eventually(async () => shared.messages.length >= 300 && other.messages.length >= 300, seconds(20));
      assert.deepEqual(firstTimes(shared.messages), byKey(sent));
      assert.deepEqual(firstTimes(other.messages), byKey(sent));
      await close(replica);
    });

    test('a group begins with what is published after it came, and gets what it missed since', async () => {
      const { channel, group } = names();
      await broker.publish([message(channel, 'K/1', 'too early')]);
      const replica = await open();
      const first = heard();
      await replica.subscribe({ group, channels: [channel], concurrency: 4, handle: first.handle });
      await broker.publish([message(channel, 'K/1', 1)]);
      await eventually(async () => first.messages.length > 0);
      await close(replica);
      await broker.publish([message(channel, 'K/1', 2), message(channel, 'K/1', 3)]);
      const second = heard();
      await broker.subscribe({ group, channels: [channel], concurrency: 4, handle: second.handle });
      await broker.publish([message(channel, 'K/1', 4)]);
      await eventually(async () => second.messages.some(({ payload }) => payload === 4), seconds(20));
      assert.deepEqual(payloads(first.messages), [1]);
      assert.deepEqual(
        payloads(second.messages).filter((payload) => payload !== 1),
        [2, 3, 4],
      );
    });

    test('what fails comes again after growing pauses, ahead of its key, while other keys go on', async () => {
      const { channel, group } = names();
      const tries: { readonly what: string; readonly at: number }[] = [];
      const handle = async ({ message: { payload }, attempt }: Delivery): Promise<Verdict> => {
        tries.push({ what: `${String(payload)}#${attempt}`, at: performance.now() });
        return { kind: payload === 'a1' && attempt < 3 ? 'retry' : 'done' };
      };
      await broker.subscribe({ group, channels: [channel], concurrency: 2, handle });
      await broker.publish([message(channel, 'K/a', 'a1'), message(channel, 'K/a', 'a2')]);
      await eventually(async () => tries.length > 0);
      const others = Array.from({ length: 6 }, (_, index) => message(channel, `K/b${index}`, `b${index}`));
      await broker.publish(others);
      await eventually(async () => tries.some(({ what }) => what === 'a2#1'), seconds(20));
      const order = tries.map(({ what }) => what);
      assert.deepEqual(
        order.filter((what) => what.startsWith('a')),
        ['a1#1', 'a1#2', 'a1#3', 'a2#1'],
      );
      assert.equal(order.filter((what) => what.startsWith('b')).length, 6);
      assert.ok(
        order.lastIndexOf(order.findLast((what) => what.startsWith('b')) ?? '') < order.indexOf('a1#3'),
        order.join(' '),
      );
      const [one = 0, two = 0, three = 0] = tries.filter(({ what }) => what.startsWith('a1')).map(({ at }) => at);
      assert.ok(
        two - one >= 450 && three - two >= 900,
        `pauses of ${Math.round(two - one)} and ${Math.round(three - two)} ms`,
      );
    });

    test('what is given up is set aside with its reason, and comes to its group once more when replayed', async () => {
      const { channel, group } = names();
      let isMended = false;
      const got = heard();
      const other = heard();
      const handle = async (delivery: Delivery): Promise<Verdict> => {
        await got.handle(delivery);
        if (isMended || delivery.message.payload === 'well') return { kind: 'done' };
        return delivery.attempt < 2 ? { kind: 'retry' } : { kind: 'dead', reason: 'no such wárehouse\n(twice)' };
      };
      await broker.subscribe({ group, channels: [channel], concurrency: 4, handle });
      await broker.subscribe({ group: `${group}-other`, channels: [channel], concurrency: 4, handle: other.handle });
      const sent = [
        message(channel, 'K/1', 'ill'),
        message(channel, 'K/1', 'well'),
        message(channel, 'K/2', 'ill too'),
      ];
      await broker.publish(sent);
      const letters = await eventually(async () => {
        const found = await broker.deadLetters(group);
        return found.length === 2 && found;
      }, seconds(20));
      const letter = letters.find(({ message: { payload } }) => payload === 'ill');
      assert.deepEqual(letter?.message, sent[0]);
      assert.equal(letter?.reason, 'no such wárehouse\n(twice)');
      assert.equal(letter?.attempts, 2);
      assert.ok(Math.abs(Date.now() - Number(letter?.diedAt)) < 20_000);
      await eventually(async () => payloads(got.messages).includes('well'));
      assert.deepEqual(await broker.deadLetters(`${group}-other`), []);
      isMended = true;
      assert.equal(await broker.replay(group, ['nobody']), 0);
      assert.equal(await broker.replay(group, [sent[0]?.id ?? '']), 1);
      await eventually(
        async () => payloads(got.messages).filter((payload) => payload === 'ill').length === 3,
        seconds(20),
      );
      assert.equal(got.deliveries.findLast(({ message: { payload } }) => payload === 'ill')?.attempt, 1);
      assert.deepEqual(
        (await broker.deadLetters(group)).map(({ message: { payload } }) => payload),
        ['ill too'],
      );
      assert.equal(await broker.replay(group), 1);
      await eventually(
        async () => payloads(got.messages).filter((payload) => payload === 'ill too').length === 3,
        seconds(20),
      );
      assert.deepEqual(await broker.deadLetters(group), []);
      assert.equal(other.messages.length, 3);
    });

    test('a message arrives as it was sent, trace headers and all', async () => {
      const { channel, group } = names();
      const got = heard();
      await broker.subscribe({ group, channels: [channel], concurrency: 4, handle: got.handle });
      const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', baggage: 'a=b,c=%20d' };
      const sent = {
        ...message(channel, 'Größe/ключ 1', { text: 'ß 漢 😀 "\n', list: [1, null], big: '9007199254740993' }),
        headers,
      };
      await broker.publish([sent]);
      await eventually(async () => got.messages.length > 0);
      assert.deepEqual(got.messages[0], sent);
    });

    test('a mailbox gets what is posted to it, as it was sent, and nothing else', async () => {
      const replica = await open();
      const got: Message[] = [];
      const other: Message[] = [];
      const mailbox = await replica.openMailbox('orders', (one) => void got.push(one));
      const neighbour = await broker.openMailbox('orders', (one) => void other.push(one));
      const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', status: 'OK' };
      const answered = (text: unknown) => ({ ...message('x.v1.Answered', 'K/ß', { text }), headers });
      const sent = [answered(1), answered('ß 漢 "\n'), answered(null)];
      for (const one of sent) await broker.post(mailbox.address, one);
      await eventually(async () => got.length === 3, seconds(20));
      const byId = (a: Message, b: Message) => a.id.localeCompare(b.id);
      assert.deepEqual(got.toSorted(byId), sent.toSorted(byId));
      assert.deepEqual(other, []);
      await mailbox.close();
      await broker.post(mailbox.address, message('x.v1.Answered', 'K/1', 'too late'));
      await assert.rejects(broker.post(neighbour.address, message('x.v1.Answered', 'K/1', 'x'.repeat(2_000_000))), MessageRejected);
      await broker.post(neighbour.address, message('x.v1.Answered', 'K/1', 'theirs'));
      await eventually(async () => other.length === 1, seconds(20));
      assert.equal(got.length, 3);
      await neighbour.close();
      await close(replica);
    });

    test('a message that is too large is rejected as such, and others pass', async () => {
      const { channel, group } = names();
      const got = heard();
      await broker.subscribe({ group, channels: [channel], concurrency: 4, handle: got.handle });
      await assert.rejects(broker.publish([message(channel, 'K/1', 'x'.repeat(2_000_000))]), MessageRejected);
      await broker.publish([message(channel, 'K/1', 'y'.repeat(900_000))]);
      await eventually(async () => got.messages.length > 0);
      assert.equal(String(got.messages[0]?.payload)[0], 'y');
    });

    test('a slow consumer takes no more than it can hold', async () => {
      const { channel, group } = names();
      const gate = Promise.withResolvers<void>();
      const got = heard();
      let busy = 0;
      let most = 0;
      const handle = async (delivery: Delivery): Promise<Verdict> => {
        most = Math.max(most, (busy += 1));
        await gate.promise;
        busy -= 1;
        return got.handle(delivery);
      };
      await broker.subscribe({ group, channels: [channel], concurrency: 4, handle });
      // Clients' own buffers are some 15 MB whatever waits, so more than twice that is sent.
      const used = heapAfterCollection();
      for (let batch = 0; batch < 40; batch += 1) {
        const large = Array.from({ length: 100 }, (_, index) =>
          message(channel, `K/${index}`, `${batch} ${'x'.repeat(10_000)}`),
        );
        await broker.publish(large);
      }
      // What sending left behind goes in its own time; what the consumer holds would stay.
      let grown = 0;
      const settles = eventually(async () => (grown = (heapAfterCollection() - used) / 1e6) < 24, seconds(20));
      await settles.catch(() => assert.fail(`holds ${grown.toFixed(1)} of 40 MB`));
      await pause(1000);
      const atOnce = most;
      gate.resolve();
      assert.equal(atOnce, 4);
      await eventually(async () => new Set(got.messages.map(({ id }) => id)).size === 4000, seconds(90));
      assert.equal(most, 4);
    });

    test('draining finishes what is in hand and leaves the rest to others', async () => {
      const { channel, group } = names();
      const replica = await open();
      const begun: Message[] = [];
      const gate = Promise.withResolvers<void>();
      const ended: Message[] = [];
      const handle = async ({ message: one }: Delivery): Promise<Verdict> => {
        begun.push(one);
        await gate.promise;
        ended.push(one);
        return { kind: 'done' };
      };
      await replica.subscribe({ group, channels: [channel], concurrency: 2, handle });
      const sent = Array.from({ length: 40 }, (_, index) => message(channel, `K/${index % 4}`, index));
      await broker.publish(sent);
      await eventually(async () => begun.length === 2);
      const drained = replica.drain();
      await pause(200);
      gate.resolve();
      await drained;
      // At most one of each key had been taken; what was taken and not begun may end, too.
      assert.ok(ended.length <= 4 && begun.length === ended.length, `${begun.length} begun, ${ended.length} ended`);
      const before = ended.length;
      await close(replica);
      const rest = heard();
      await broker.subscribe({ group, channels: [channel], concurrency: 4, handle: rest.handle });
      await eventually(async () => new Set([...ended, ...rest.messages].map(({ id }) => id)).size === 40, seconds(20));
      assert.deepEqual(firstTimes([...ended, ...rest.messages]), byKey(sent));
      assert.equal(rest.messages.length, 40 - before);
    });

    test('a replica that is killed is replaced, and its keys stay in order', async () => {
      const { channel, group } = names();
      const victim = await startReplica(server.url, { group, channel });
      const sent = Array.from({ length: 400 }, (_, index) => message(channel, `K/${index % 10}`, index));
      await broker.publish(sent.slice(0, 200));
      await eventually(async () => victim.heard.length > 50, seconds(20));
      const survivor = heard();
      await broker.subscribe({ group, channels: [channel], concurrency: 4, handle: survivor.handle });
      await victim.kill();
      await broker.publish(sent.slice(200));
      const all = () => [...victim.heard, ...payloads(survivor.messages).map(Number)];
      await eventually(async () => new Set(all()).size === 400, seconds(tookOverWithin));
      const known = sent.map(({ key, payload }) => [Number(payload), key] as const);
      const keys = new Map(known);
      const firsts = [...new Set(all())].map((payload) => ({ key: keys.get(payload) ?? '', payload }));
      assert.deepEqual(firstTimes(firsts), byKey(sent));
    });

    test('nothing is lost or reordered when the broker is killed under load, and mailboxes are reached again', async () => {
      const { channel, group } = names();
      const got = heard();
      const replica = await open();
      const handle = async (delivery: Delivery) => {
        await pause(1);
        return got.handle(delivery);
      };
      await broker.subscribe({ group, channels: [channel], concurrency: 8, handle });
      await replica.subscribe({ group, channels: [channel], concurrency: 8, handle });
      const posted: Message[] = [];
      const mailbox = await replica.openMailbox('orders', (one) => void posted.push(one));
      const sent = Array.from({ length: 2000 }, (_, index) => message(channel, `K/${index % 50}`, index));
      let isOver = false;
      let failures = 0;
      const publishing = (async () => {
        for (const batch of chunks(sent, 50)) {
          // As the relay does: the same batch again until it is stored.
          for (;;) {
            const isStored = await broker.publish(batch).then(
              () => true,
              () => false,
            );
            if (isStored) break;
            failures += 1;
            await pause(200);
          }
          await pause(20);
        }
        isOver = true;
      })();
      for (let round = 0; round < 2; round += 1) {
        await pause(300);
        await server.kill();
        assert.equal(await broker.isReachable(), false);
        await pause(300);
        await server.restart();
        await eventually(() => broker.isReachable(), seconds(30));
      }
      await publishing;
      assert.ok(isOver && failures > 0);
      await eventually(async () => new Set(got.messages.map(({ id }) => id)).size === 2000, seconds(90));
      assert.deepEqual(firstTimes(got.messages), byKey(sent));
      // At most once: what is posted while the mailbox comes back may be lost, what is posted then is not.
      await eventually(async () => {
        await broker.post(mailbox.address, message('x.v1.Answered', 'K/1', 'again')).catch(() => {});
        await pause(100);
        return posted.length > 0;
      }, seconds(30));
      await mailbox.close();
      await close(replica);
    });
  });
}

let count = 0;
export function names() {
  count += 1;
  const id = `${process.pid}-${count}`;
  return { channel: `suite${count}.v1.Happened`, group: `group-${id}` };
}

export function message(channel: string, key: string, payload: unknown): Message {
  return { id: eventId(), channel, key, payload, occurredAt: new Date().toISOString(), headers: {} };
}

function heard() {
  const deliveries: Delivery[] = [];
  return {
    deliveries,
    get messages() {
      return deliveries.map((delivery) => delivery.message);
    },
    handle: async (delivery: Delivery): Promise<Verdict> => {
      deliveries.push(delivery);
      return { kind: 'done' };
    },
  };
}

type Keyed = Pick<Message, 'key' | 'payload'>;

const payloads = (messages: readonly Message[]): unknown[] => messages.map(({ payload }) => payload);

/** By key, what came, each message counted where it came first: at least once means that some come again. */
export function firstTimes(messages: readonly Keyed[]): Record<string, unknown[]> {
  const known = new Set<string>();
  return byKey(
    messages.filter(({ key, payload }) => {
      const one = `${key} ${String(payload)}`;
      if (known.has(one)) return false;
      return known.add(one);
    }),
  );
}

export function byKey(messages: readonly Keyed[]): Record<string, unknown[]> {
  const keys: Record<string, unknown[]> = {};
  for (const { key, payload } of messages) (keys[key] ??= []).push(payload);
  return Object.fromEntries(Object.entries(keys).toSorted(([a], [b]) => a.localeCompare(b)));
}

export function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

function heapAfterCollection(): number {
  collect();
  // Those of array buffers are among the external ones.
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
