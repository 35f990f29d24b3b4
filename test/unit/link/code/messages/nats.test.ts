import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf } from '../workspace.ts';
import { between, both } from './between.ts';

const edge = ['orders -> billing async nats nats:order.placed'];

const publish = `import { connect, JSONCodec } from 'nats';
  const nc = await connect({ servers: process.env.NATS_URL });
  const codec = JSONCodec();
  nc.publish('order.placed', codec.encode({ id: 1 }));
  await nc.drain();`;

describe('NATS', () => {
  test.each([
    [
      'a queue group with a callback',
      `nc.subscribe('order.placed', { queue: 'billing', callback: (err, msg) => { fetch('https://mail.example.com'); } });`,
    ],
    [
      'an iterator',
      `const sub = nc.subscribe('order.placed', { queue: 'billing' });
       for await (const m of sub) { await fetch('https://mail.example.com'); }`,
    ],
    [
      'an iterator behind a function',
      `const listen = async (subject: string, handle: (data: unknown) => Promise<void>) => {
         const subscription = nc.subscribe(subject);
         (async () => { for await (const message of subscription) await handle(JSONCodec().decode(message.data)); })();
       };
       await listen('order.*', async () => { await fetch('https://mail.example.com'); });`,
    ],
    ['a wildcard for the rest', `nc.subscribe('order.>', { callback() {} });`],
  ])('is heard by %s', (_, rest) => {
    const billing = `import { connect, JSONCodec } from 'nats'; const nc = await connect({ servers: 'nats://nats' }); ${rest}`;
    expect(between(publish, billing)).toEqual(edge);
  });

  test('a request waits for who answers', () => {
    const model = both(
      `import { connect, StringCodec } from 'nats';
       const nc = await connect();
       const sc = StringCodec();
       const m = await nc.request('billing.charge', sc.encode('x'), { timeout: 1000 });`,
      `import { connect, StringCodec } from '@nats-io/transport-node';
       const nc = await connect();
       const sub = nc.subscribe('billing.charge');
       for await (const m of sub) m.respond('ok');`,
    );
    expect(edgesIn(model)).toEqual(['orders -> billing sync nats billing.charge']);
  });

  test.each([
    [
      'a durable consumer',
      `const js = nc.jetstream(); const jsm = await nc.jetstreamManager();
       await jsm.streams.add({ name: 'ORDERS', subjects: ['order.*'] });
       await jsm.consumers.add('ORDERS', { durable_name: 'billing', ack_policy: AckPolicy.Explicit, filter_subject: 'order.placed' });
       const consumer = await js.consumers.get('ORDERS', 'billing');
       const messages = await consumer.consume();
       for await (const m of messages) { await fetch('https://mail.example.com'); m.ack(); }`,
    ],
    [
      'a consumer of a whole stream',
      `const jsm = await nc.jetstreamManager();
       await jsm.streams.add({ name: 'ORDERS', subjects: ['order.>'] });
       const consumer = await nc.jetstream().consumers.get('ORDERS', 'billing');
       await consumer.consume({ callback: async (m) => { m.ack(); } });`,
    ],
    [
      'a push subscription',
      `const opts = consumerOpts(); opts.durable('me'); opts.manualAck(); opts.deliverTo(createInbox());
       const sub = await nc.jetstream().subscribe('order.placed', opts);
       for await (const m of sub) m.ack();`,
    ],
    [
      'a pull subscription',
      `const psub = await nc.jetstream().pullSubscribe('order.placed', { config: { durable_name: 'c' } });
       psub.pull({ batch: 10 });`,
    ],
  ])('JetStream: is heard by %s', (_, rest) => {
    const orders = `import { connect } from 'nats';
      const nc = await connect(); const js = nc.jetstream();
      const pa = await js.publish('order.placed', new Uint8Array(), { msgID: 'a' });`;
    const billing = `import { connect, AckPolicy, consumerOpts, createInbox } from 'nats'; const nc = await connect(); ${rest}`;
    expect(between(orders, billing)).toEqual(edge);
  });

  test('JetStream of its own package', () => {
    const orders = `import { connect } from '@nats-io/transport-node'; import { jetstream, jetstreamManager } from '@nats-io/jetstream';
      const js = jetstream(await connect());
      await js.publish('order.placed', JSON.stringify({}));`;
    const billing = `import { connect } from '@nats-io/transport-node'; import { jetstream, jetstreamManager } from '@nats-io/jetstream';
      const nc = await connect(); const js = jetstream(nc); const jsm = await jetstreamManager(nc);
      await jsm.consumers.add('ORDERS', { durable_name: 'billing', filter_subjects: ['order.placed', 'order.paid'] });
      const c = await js.consumers.get('ORDERS', 'billing');
      for await (const m of await c.consume()) m.ack();`;
    expect(between(orders, billing)).toEqual(edge);
  });
});

describe('NATS Streaming', () => {
  const base = `import nats, { Message, Stan } from 'node-nats-streaming';
    export enum Subjects { OrderPlaced = 'order:placed', OrderPaid = 'order:paid' }
    interface Event { subject: Subjects; data: any }
    export interface OrderPlaced extends Event { subject: Subjects.OrderPlaced; data: { id: string } }
    export abstract class Publisher<T extends Event> {
      abstract subject: T['subject'];
      protected client: Stan;
      constructor(client: Stan) { this.client = client; }
      publish(data: T['data']): Promise<void> {
        return new Promise((resolve, reject) => this.client.publish(this.subject, JSON.stringify(data), (err) => (err ? reject(err) : resolve())));
      }
    }
    export abstract class Listener<T extends Event> {
      abstract subject: T['subject'];
      abstract queueGroupName: string;
      abstract onMessage(data: T['data'], msg: Message): void;
      constructor(protected client: Stan) {}
      subscriptionOptions() { return this.client.subscriptionOptions().setManualAckMode(true).setDurableName(this.queueGroupName); }
      listen() {
        const subscription = this.client.subscribe(this.subject, this.queueGroupName, this.subscriptionOptions());
        subscription.on('message', (msg: Message) => { this.onMessage(JSON.parse(msg.getData() as string), msg); });
      }
    }
    class NatsWrapper { private _client?: Stan; get client() { if (!this._client) throw new Error(); return this._client; }
      connect(cluster: string, id: string, url: string) { this._client = nats.connect(cluster, id, { url }); } }
    export const natsWrapper = new NatsWrapper();`;
  const shared = {
    'package.json': '{ "workspaces": ["*"] }',
    'common/package.json': '{ "name": "@shop/common", "main": "./build/index.js" }',
    'common/src/index.ts': base,
  };

  test('publishers and listeners of a shared package meet', () => {
    const model = both(
      `import { Publisher, OrderPlaced, Subjects, natsWrapper } from '@shop/common';
       export class OrderPlacedPublisher extends Publisher<OrderPlaced> { readonly subject = Subjects.OrderPlaced; }
       natsWrapper.connect('a', 'b', 'http://nats');
       await new OrderPlacedPublisher(natsWrapper.client).publish({ id: '1' });`,
      `import { Listener, OrderPlaced, Subjects, natsWrapper } from '@shop/common'; import { Message } from 'node-nats-streaming';
       export class OrderPlacedListener extends Listener<OrderPlaced> {
         subject: Subjects.OrderPlaced = Subjects.OrderPlaced; queueGroupName = 'billing';
         async onMessage(data: OrderPlaced['data'], msg: Message) { await fetch('https://mail.example.com'); msg.ack(); } }
       new OrderPlacedListener(natsWrapper.client).listen();`,
      shared,
    );
    expect(edgesIn(model)).toEqual(['orders -> billing async nats nats:order:placed']);
    expect(effectsOf(model, 'billing order:placed')).toEqual(['call ?']);
  });
});

describe('MQTT', () => {
  const orders = `import mqtt from 'mqtt';
    const client = mqtt.connect('mqtt://broker');
    client.on('connect', () => { client.publish('shop/orders/placed', JSON.stringify({}), { qos: 1 }); });`;
  const billing = (topic: string) => `import * as mqtt from 'mqtt';
    const client = mqtt.connect(process.env.MQTT_URL!);
    client.on('connect', () => { client.subscribe(${topic}, { qos: 1 }); });
    client.on('message', (topic, payload) => { fetch('https://mail.example.com'); });`;

  test.each([
    [`'shop/orders/placed'`, true],
    [`'shop/+/placed'`, true],
    [`'shop/#'`, true],
    [`['other', 'shop/orders/+']`, true],
    [`'$share/billing/shop/orders/#'`, true],
    [`'shop/+'`, false],
    [`'orders/#'`, false],
  ])('a subscription to %s', (topic, isHeard) => {
    expect(between(orders, billing(topic))).toEqual(
      isHeard ? ['orders -> billing async mqtt mqtt:shop/orders/placed'] : [],
    );
  });

  test('the handler of all messages runs for what is subscribed to', () => {
    const model = both(orders, billing(`'shop/orders/placed'`));
    expect(effectsOf(model, 'billing shop/orders/placed')).toEqual(['call ?']);
  });
});
