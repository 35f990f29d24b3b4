import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf } from '../workspace.ts';
import { between, both } from './between.ts';

const edge = ['orders -> billing async rabbitmq rabbitmq:shop/order.placed'];
const toQueue = ['orders -> billing async rabbitmq rabbitmq:orders'];

const publish = `import amqp from 'amqplib';
  const connection = await amqp.connect(process.env.RABBITMQ_URL);
  const channel = await connection.createChannel();
  await channel.assertExchange('shop', 'topic', { durable: true });
  channel.publish('shop', 'order.placed', Buffer.from(JSON.stringify({})), { persistent: true });`;

const handles = `await fetch('https://mail.example.com');`;

describe('amqplib', () => {
  test('with callbacks', () => {
    const model = both(
      `const amqp = require('amqplib/callback_api');
       amqp.connect('amqp://localhost', function (error0, connection) {
         connection.createChannel(function (error1, channel) {
           var exchange = 'logs';
           channel.assertExchange(exchange, 'fanout', { durable: false });
           channel.publish(exchange, '', Buffer.from('Hello'));
         });
       });`,
      `var amqp = require('amqplib/callback_api');
       amqp.connect('amqp://localhost', function (error0, connection) {
         connection.createChannel(function (error1, channel) {
           var exchange = 'logs';
           channel.assertExchange(exchange, 'fanout', { durable: false });
           channel.assertQueue('', { exclusive: true }, function (error2, q) {
             channel.bindQueue(q.queue, exchange, '');
             channel.consume(q.queue, function (msg) { fetch('https://mail.example.com'); }, { noAck: true });
           });
         });
       });`,
    );
    expect(edgesIn(model)).toEqual(['orders -> billing async rabbitmq rabbitmq:logs']);
    expect(model.operations.find(({ trigger }) => trigger === 'message')?.delivery).toMatchObject({
      redelivers: false,
    });
  });

  test('binds a queue whose options are given the name that the broker confirms', () => {
    const subscriber = `import * as amqp from 'amqplib';
      class Subscriber {
        private readonly options: { queue?: string; exchange: string; key: string };
        constructor(private readonly url: string, options: { queue: string; exchange: string; key: string }) {
          this.options = { ...options };
        }
        private async open() { return (await amqp.connect(this.url)).createChannel(); }
        async initialize() {
          const channel = await this.open();
          const queueName = this.options.queue || '';
          const queue = await channel.assertQueue(queueName, { durable: true });
          this.options.queue = queue.queue;
          await channel.bindQueue(queue.queue, this.options.exchange, this.options.key);
        }
        async subscribe(handle: (text: string) => Promise<void>) {
          await this.initialize();
          const channel = await this.open();
          await channel.consume(this.options.queue!, async (message) => { if (message) await handle(String(message.content)); });
        }
      }
      const subscriber = new Subscriber('amqp://rabbit', { queue: 'billing', exchange: 'shop', key: 'order.*' });
      await subscriber.subscribe(async () => { ${handles} });`;
    expect(between(publish, subscriber)).toEqual(edge);
  });

  test.each([
    ['order.*', edge],
    ['order.#', edge],
    ['order.placed.#', edge],
    ['#', edge],
    ['*', []],
    ['order', []],
  ])('a topic exchange routes by %s', (pattern, wanted) => {
    const billing = `import * as amqp from 'amqplib';
      export class Consumer {
        constructor(private readonly url: string) {}
        async start() {
          const connection = await amqp.connect(this.url);
          const channel = await connection.createChannel();
          const { queue } = await channel.assertQueue('billing.orders', { durable: true, deadLetterExchange: 'dlx' });
          await channel.bindQueue(queue, 'shop', '${pattern}');
          await channel.prefetch(10);
          await channel.consume(queue, async (message) => { ${handles} channel.ack(message); });
        }
      }
      await new Consumer(process.env.RABBITMQ_URL).start();`;
    expect(between(publish, billing)).toEqual(wanted);
  });

  test('several routing keys bind in a loop', () => {
    const billing = `const amqp = require('amqplib');
      async function main() {
        const channel = await (await amqp.connect('amqp://mq')).createChannel();
        const q = await channel.assertQueue('billing');
        for (const key of ['payment.*', 'order.placed']) await channel.bindQueue(q.queue, 'shop', key);
        channel.consume('billing', (message) => {});
      }
      main();`;
    expect(between(publish, billing)).toEqual(edge);
  });

  test('an exchange feeds another', () => {
    const billing = `import amqp from 'amqplib';
      const channel = await (await amqp.connect('amqp://mq')).createChannel();
      await channel.bindExchange('billing', 'shop', 'order.*');
      await channel.bindQueue('invoices', 'billing', '#');
      await channel.consume('invoices', (message) => {});`;
    expect(between(publish, billing)).toEqual(edge);
    expect(between(publish, billing.replace('order.*', 'payment.*'))).toEqual([]);
  });

  test('a request that names where to reply waits for its answer', () => {
    const model = both(
      `import amqp from 'amqplib'; import { randomUUID } from 'node:crypto';
       const channel = await (await amqp.connect('amqp://mq')).createChannel();
       const q = await channel.assertQueue('', { exclusive: true });
       const correlationId = randomUUID();
       channel.consume(q.queue, (msg) => { if (msg.properties.correlationId === correlationId) console.log(msg.content.toString()); }, { noAck: true });
       channel.sendToQueue('rpc_queue', Buffer.from('30'), { correlationId, replyTo: q.queue });`,
      `import amqp from 'amqplib';
       const channel = await (await amqp.connect('amqp://mq')).createChannel();
       await channel.assertQueue('rpc_queue', { durable: false });
       channel.consume('rpc_queue', function reply(msg) {
         channel.sendToQueue(msg.properties.replyTo, Buffer.from('x'), { correlationId: msg.properties.correlationId });
         channel.ack(msg);
       });`,
    );
    expect(edgesIn(model)).toEqual(['orders -> billing sync rabbitmq rpc_queue']);
    expect(model.unresolved).toEqual([]);
    expect(model.channels.map(({ id }) => id)).toEqual(['rabbitmq:rpc_queue']);
  });
});

describe('amqp-connection-manager', () => {
  test('sets queues up in callbacks', () => {
    const billing = `import amqp, { ChannelWrapper } from 'amqp-connection-manager';
      import { ConfirmChannel } from 'amqplib';
      const connection = amqp.connect(['amqp://mq']);
      const wrapper: ChannelWrapper = connection.createChannel({
        json: true,
        setup: async (channel: ConfirmChannel) => {
          await channel.assertQueue('billing', { durable: true });
          await channel.bindQueue('billing', 'shop', 'order.*');
          await channel.consume('billing', async (message) => { ${handles} });
        },
      });
      await wrapper.waitForConnect();`;
    const orders = `import { connect } from 'amqp-connection-manager';
      const wrapper = connect(['amqp://mq']).createChannel({ json: true });
      wrapper.addSetup((channel) => channel.assertExchange('shop', 'topic'));
      await wrapper.publish('shop', 'order.placed', { id: 1 }, { contentType: 'application/json' });`;
    expect(between(orders, billing)).toEqual(edge);
    expect(between(publish, billing)).toEqual(edge);
  });

  test('consumes through the wrapper', () => {
    const orders = `import amqp from 'amqp-connection-manager';
      class Queue {
        private channel = amqp.connect([process.env.AMQP]).createChannel({ json: true });
        send(queue: string, body: unknown) { return this.channel.sendToQueue(queue, body); }
      }
      new Queue().send('orders', {});`;
    const billing = `import amqp from 'amqp-connection-manager';
      const wrapper = amqp.connect(['amqp://mq']).createChannel();
      await wrapper.consume('orders', (message) => { wrapper.ack(message); });`;
    expect(between(orders, billing)).toEqual(toQueue);
  });
});

describe('rabbitmq-client', () => {
  const consumer = `import { Connection } from 'rabbitmq-client';
    const rabbit = new Connection('amqp://guest:guest@localhost:5672');
    const sub = rabbit.createConsumer({
      queue: 'billing', queueOptions: { durable: true }, qos: { prefetchCount: 2 },
      exchanges: [{ exchange: 'shop', type: 'topic' }],
      queueBindings: [{ exchange: 'shop', routingKey: 'order.*' }],
    }, async (msg) => { ${handles} });
    sub.on('error', (err) => { console.log(err); });`;

  test('publishes to an exchange or to a queue', () => {
    const orders = (envelope: string) => `import { Connection } from 'rabbitmq-client';
      const rabbit = new Connection(process.env.RABBIT);
      const pub = rabbit.createPublisher({ confirm: true, maxAttempts: 2, exchanges: [{ exchange: 'shop', type: 'topic' }] });
      await pub.send(${envelope}, { id: 1 });`;
    expect(between(orders(`{ exchange: 'shop', routingKey: 'order.placed' }`), consumer)).toEqual(edge);
    expect(between(orders(`'billing'`), consumer)).toEqual(['orders -> billing async rabbitmq rabbitmq:billing']);
    expect(between(orders(`{ exchange: 'shop', routingKey: 'payment.made' }`), consumer)).toEqual([]);
  });

  test('asks over a queue and waits', () => {
    const orders = `import { Connection } from 'rabbitmq-client';
      const client = new Connection('amqp://mq').createRPCClient({ confirm: true });
      const response = await client.send('billing.rpc', 'ping');`;
    const billing = `import Connection from 'rabbitmq-client';
      new Connection('amqp://mq').createConsumer({ queue: 'billing.rpc' }, async (req, reply) => { await reply('pong'); });`;
    expect(between(orders, billing)).toEqual(['orders -> billing sync rabbitmq billing.rpc']);
  });
});

describe('rascal', () => {
  const config = `const config = {
    vhosts: { v1: {
      connection: { url: process.env.RABBIT },
      exchanges: { shop: { type: 'topic' } },
      queues: ['billing', 'audit'],
      bindings: ['shop[order.#,payment.made] -> billing', { source: 'shop', destination: 'audit', bindingKey: 'audit.*' }],
      publications: { placed: { exchange: 'shop', routingKey: 'order.placed' }, direct: { queue: 'billing' } },
      subscriptions: { onOrder: { queue: 'billing', prefetch: 3 }, onAudit: { queue: 'audit' } },
    } },
  };`;
  const orders = (call: string) => `import { BrokerAsPromised as Broker, withDefaultConfig } from 'rascal';
    ${config}
    const broker = await Broker.create(withDefaultConfig(config));
    const publication = await broker.publish(${call});
    publication.on('error', console.error);`;
  const billing = (name: string) => `const Broker = require('rascal').BrokerAsPromised;
    ${config}
    (async () => {
      const broker = await Broker.create(config);
      const subscription = await broker.subscribe('${name}');
      subscription.on('message', (message, content, ackOrNack) => { fetch('https://mail.example.com'); ackOrNack(); })
        .on('error', console.error);
    })();`;

  test('publications and subscriptions meet over bindings', () => {
    const model = both(orders(`'placed', {}`), billing('onOrder'));
    expect(edgesIn(model)).toEqual(edge);
    expect(effectsOf(model, 'billing billing')).toEqual(['call ?']);
    expect(between(orders(`'placed', {}`), billing('onAudit'))).toEqual([]);
    expect(between(orders(`'direct', {}`), billing('onOrder'))).toEqual([
      'orders -> billing async rabbitmq rabbitmq:billing',
    ]);
    expect(between(orders(`'placed', {}, 'audit.order'`), billing('onAudit'))).toEqual([
      'orders -> billing async rabbitmq rabbitmq:shop/audit.order',
    ]);
  });
});

describe('@golevelup/nestjs-rabbitmq', () => {
  const orders = (call: string) => `import { Injectable, Module } from '@nestjs/common';
    import { AmqpConnection, RabbitMQModule } from '@golevelup/nestjs-rabbitmq';
    @Injectable() export class Orders {
      constructor(private readonly amqpConnection: AmqpConnection) {}
      async onModuleInit() { await this.amqpConnection.${call}; }
    }
    @Module({ imports: [RabbitMQModule.forRoot(RabbitMQModule, { exchanges: [{ name: 'shop', type: 'topic' }], uri: 'amqp://mq' })], providers: [Orders] })
    export class App {}`;
  const billing = (decorator: string) => `import { Injectable } from '@nestjs/common';
    import { RabbitSubscribe, RabbitRPC, Nack } from '@golevelup/nestjs-rabbitmq';
    @Injectable() export class Billing {
      @${decorator} public async handle(msg: {}) { ${handles} }
    }`;

  test('publishes to the subscriber of the routing key', () => {
    const publishes = orders(`publish('shop', 'order.placed', { id: 1 })`);
    const subscribes = (key: string) =>
      billing(`RabbitSubscribe({ exchange: 'shop', routingKey: ${key}, queue: 'billing-orders' })`);
    expect(between(publishes, subscribes(`'order.placed'`))).toEqual(edge);
    expect(between(publishes, subscribes(`['payment.made', 'order.*']`))).toEqual(edge);
    expect(between(publishes, subscribes(`'payment.made'`))).toEqual([]);
  });

  test('publishes to each subscriber of a service on one exchange', () => {
    const publishes = orders(`publish('shop', 'order.placed', { id: 1 })`);
    const two = (queue: string) =>
      billing(`RabbitSubscribe({ exchange: 'shop', routingKey: 'payment.made', queue: 'a' })`).replace(
        '}\n    }',
        `}\n      @RabbitSubscribe({ exchange: 'shop', routingKey: 'order.*', queue: '${queue}' }) async other() {}\n    }`,
      );
    expect(between(publishes, two('b'))).toEqual(edge);
    const same = two('b').replaceAll('payment.made', 'order.*');
    const hears = both(publishes, same).messaging.hears.map(({ operation }) => operation);
    expect(hears).toEqual(['billing shop/order.*', 'billing shop/order.* 2']);
  });

  test('publishes what an aggregate has recorded, as its list is declared', () => {
    const publishes = `import { Injectable, Module } from '@nestjs/common';
      import { AmqpConnection, RabbitMQModule } from '@golevelup/nestjs-rabbitmq';
      abstract class DomainEvent { abstract name(): string; }
      class OrderPlaced extends DomainEvent { name() { return 'order.placed'; } }
      class Root { protected events: DomainEvent[] = [];
        pull(): DomainEvent[] { const events = this.events; this.events = []; return events; } }
      class Order extends Root { static place() { return new Order(); } }
      @Injectable() class Bus { constructor(private readonly amqp: AmqpConnection) {}
        async publish(events: DomainEvent[]) {
          await Promise.all(events.map((event) => this.amqp.publish('shop', \`\${event.name()}\`, event))); } }
      @Injectable() class Orders { constructor(private readonly bus: Bus) {}
        async onModuleInit() { await this.bus.publish(Order.place().pull()); } }
      @Module({ imports: [RabbitMQModule.forRoot(RabbitMQModule, { uri: 'amqp://mq' })], providers: [Bus, Orders] })
      export class App {}`;
    const subscribes = billing(`RabbitSubscribe({ exchange: 'shop', routingKey: 'order.placed', queue: 'q' })`);
    expect(between(publishes, subscribes)).toEqual(edge);
  });

  test('asks the one that answers its routing key', () => {
    const asks = orders(`request<{}>({ exchange: 'rpc', routingKey: 'invoice.get', payload: {}, timeout: 2000 })`);
    const answers = (key: string) => billing(`RabbitRPC({ exchange: 'rpc', routingKey: '${key}', queue: 'q' })`);
    expect(between(asks, answers('invoice.get'))).toEqual(['orders -> billing sync rabbitmq rpc/invoice.get']);
    expect(between(asks, answers('invoice.list'))).toEqual([]);
  });

  test('answers through a decorator of the workspace’s own', () => {
    const asks = orders(`request<{}>({ exchange: 'rpc', routingKey: 'invoice.get', payload: {}, timeout: 2000 })`);
    const answers = billing(`handles('rpc')({ routingKey: KEYS.invoice })`).replace(
      '@Injectable()',
      `
      const KEYS = { invoice: 'invoice.get' } as const;
      const handles = (exchange: string) => (options: { routingKey: string; queue?: string }) =>
        RabbitRPC({ exchange, routingKey: options.routingKey, queue: options.queue ?? options.routingKey + '-queue' });
      @Injectable()`,
    );
    expect(between(asks, answers)).toEqual(['orders -> billing sync rabbitmq rpc/invoice.get']);
  });

  test('is registered once by a decorator of the workspace’s own that has a name that is known', () => {
    const model = both(
      '',
      `import { SetMetadata } from '@nestjs/common';
       const RabbitRPC = (options: { exchange: string; routingKey: string; queue: string }) => SetMetadata('RPC', { ...options, type: 'rpc' });
       @Controller() export class Invoices {
         @RabbitRPC({ exchange: 'rpc', routingKey: 'invoice.get', queue: 'invoices' }) async get() { ${handles} }
       }
       @Module({ controllers: [Invoices] }) export class App {}`,
    );
    expect(model.operations.map(({ name }) => name)).toHaveLength(1);
  });
});
