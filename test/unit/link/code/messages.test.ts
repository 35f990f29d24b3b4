import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf, modelOf, services } from './workspace.ts';

const two = services({ orders: {}, billing: {} });
const both = (orders: string, billing: string, more: Readonly<Record<string, string>> = {}) =>
  modelOf(two, { 'orders/src/main.ts': orders, 'billing/src/main.ts': billing, ...more });

describe('messages', () => {
  test('meet on a Kafka topic that both take from a shared enum', () => {
    const model = both(
      `import { Kafka } from 'kafkajs'; import { Topic } from '../../shared/topics';
       const producer = new Kafka({ brokers: [] }).producer();
       export const place = () => producer.send({ topic: Topic.Placed, messages: [] }); place();`,
      `import { Kafka } from 'kafkajs'; import { Topic } from '../../shared/topics';
       const consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'billing' });
       await consumer.subscribe({ topics: [Topic.Placed] });
       await consumer.run({ eachMessage: async ({ message }) => { console.log(message); } });`,
      { 'shared/topics.ts': `export enum Topic { Placed = 'order.placed' }` },
    );
    expect(edgesIn(model)).toEqual(['orders -> billing async kafka kafka:order.placed']);
    expect(model.channels).toMatchObject([
      { id: 'kafka:order.placed', publishedBy: ['orders'], consumedBy: ['billing'] },
    ]);
  });

  test('meet on a RabbitMQ exchange through the queue that is bound to it, by routing key', () => {
    const consume = (key: string) => `import amqp from 'amqplib';
      const channel = await (await amqp.connect('amqp://mq')).createChannel();
      const q = await channel.assertQueue('');
      await channel.bindQueue(q.queue, 'shop', '${key}');
      await channel.consume(q.queue, (message) => {});`;
    const send = `import amqp from 'amqplib';
      const channel = await (await amqp.connect('amqp://mq')).createChannel();
      channel.publish('shop', 'order.placed', Buffer.from(''));`;
    expect(edgesIn(both(send, consume('order.*')))).toEqual([
      'orders -> billing async rabbitmq rabbitmq:shop/order.placed',
    ]);
    expect(edgesIn(both(send, consume('payment.*')))).toEqual([]);
  });

  test('are followed into a base class whose subject its heirs name', () => {
    const shared = {
      'shared/base.ts': `
        import { Stan } from 'node-nats-streaming';
        export abstract class Publisher { abstract subject: string; constructor(protected client: Stan) {}
          publish(data: unknown) { return new Promise((done) => this.client.publish(this.subject, data, done)); } }
        export abstract class Listener { abstract subject: string; abstract onMessage(data: unknown): void; constructor(protected client: Stan) {}
          listen() { const s = this.client.subscribe(this.subject, 'g'); s.on('message', (m) => this.onMessage(m)); } }`,
    };
    const model = both(
      `import nats from 'node-nats-streaming'; import { Publisher } from '../../shared/base';
       class Placed extends Publisher { subject = 'order:placed'; }
       new Placed(nats.connect('a', 'b')).publish({});`,
      `import nats from 'node-nats-streaming'; import { Listener } from '../../shared/base';
       class OnPlaced extends Listener { subject = 'order:placed'; onMessage(data: unknown) { fetch('https://mail.example.com'); } }
       new OnPlaced(nats.connect('a', 'b')).listen();`,
      shared,
    );
    expect(edgesIn(model)).toEqual(['orders -> billing async nats nats:order:placed']);
    expect(effectsOf(model, 'billing order:placed')).toEqual(['call ?']);
  });

  test('sent with Nest are requests, emitted ones are events', () => {
    const model = both(
      `import { Controller, Post, Module } from '@nestjs/common'; import { ClientProxy, ClientsModule, Transport } from '@nestjs/microservices'; import { Inject } from '@nestjs/common';
       const BILLING = 'BILLING';
       @Controller('orders') export class Orders { constructor(@Inject(BILLING) private client: ClientProxy) {}
         @Post() place() { this.client.emit('order_placed', {}); return this.client.send({ cmd: 'charge' }, {}); } }
       @Module({ imports: [ClientsModule.register([{ name: BILLING, transport: Transport.RMQ, options: {} }])], controllers: [Orders] }) export class App {}`,
      `import { Controller } from '@nestjs/common'; import { EventPattern, MessagePattern } from '@nestjs/microservices';
       @Controller() export class Billing { @MessagePattern({ cmd: 'charge' }) charge() {} @EventPattern('order_placed') placed() {} }`,
    );
    expect(edgesIn(model)).toEqual([
      'orders -> billing async rabbitmq rabbitmq:order_placed',
      'orders -> billing sync rabbitmq cmd:charge',
    ]);
    // A pattern that is asked and answered is a call and no topic.
    expect(model.channels.map(({ id }) => id)).toEqual(['rabbitmq:order_placed']);
  });

  test('put into an outbox go to the channel that the row names', () => {
    const model = both(
      `import { Kysely } from 'kysely'; const db = new Kysely<any>({} as any);
       export async function place() { await db.transaction().execute(async (tx) => {
         await tx.insertInto('orders').values({ id: '1' }).execute();
         await tx.insertInto('outbox').values({ type: 'order.placed' }).execute(); }); }
       place();`,
      `import { PgBoss } from 'pg-boss'; const boss = new PgBoss('');
       await boss.subscribe('order.placed', 'billing'); await boss.work('billing', async () => {});`,
    );
    expect(edgesIn(model)).toEqual(['orders -> billing async outbox message:order.placed']);
    expect(effectsOf(model, 'orders start')).toEqual([
      'insert orders in transaction',
      'insert outbox in transaction',
      'publish message:order.placed',
    ]);
  });

  test('pass through a broker library that fans out to groups, which are no channels, and park in dead-letter queues', () => {
    const shared = {
      'shared/broker.ts': `
        import { PgBoss } from 'pg-boss';
        const boss = new PgBoss('postgres://db/broker');
        export const publish = async (messages: { channel: string }[]) => {
          const { rows } = await boss.getDb().executeSql('select name from pgboss.subscription where event = any($1)', [messages]);
          for (const group of new Set(rows.map((row) => String(row.name)))) await boss.insert(group, messages);
        };
        export const subscribe = async (group: string, channels: string[]) => {
          for (const channel of channels) await boss.subscribe(channel, group);
          await boss.work(group, async ([job]) => { if (job.stuck) await boss.send(group + '.dead', job.data); });
        };`,
    };
    const model = both(
      `import { publish } from '../../shared/broker'; await publish([{ channel: 'order.placed' }]);`,
      `import { subscribe } from '../../shared/broker'; await subscribe('billing', ['order.placed', 'order.lost']);`,
      shared,
    );
    expect(model.unresolved).toEqual([]);
    expect(model.channels).toMatchObject([
      { id: 'pg-boss:order.placed', publishedBy: [], consumedBy: ['billing'] },
      { id: 'pg-boss:order.lost', publishedBy: [], consumedBy: ['billing'] },
    ]);
  });

  test('to a queue whose name a caller gives stay unresolved', () => {
    const model = both(
      `import { PgBoss } from 'pg-boss';
       const boss = new PgBoss('postgres://db/broker');
       export const send = (queue: string) => boss.send(queue, {});`,
      '',
    );
    expect(model.unresolved).toMatchObject([{ service: 'orders', kind: 'channel', what: 'queue ?' }]);
  });

  test('of Nest are heard over the transport and at the queue that they are sent to', () => {
    const client = (options: string) => `
      import { Inject, Injectable, Module } from '@nestjs/common'; import { NestFactory } from '@nestjs/core';
      import { ClientProxy, ClientsModule, Transport } from '@nestjs/microservices';
      @Injectable() class Orders { constructor(@Inject('BILLING') private readonly billing: ClientProxy) {}
        place() { this.billing.emit('placed', {}); return this.billing.send('pay', {}); } }
      @Module({ imports: [ClientsModule.register([{ name: 'BILLING', ${options} }])], providers: [Orders] }) class App {}
      NestFactory.create(App);`;
    const server = (options: string) => `
      import { Controller, Module } from '@nestjs/common'; import { NestFactory } from '@nestjs/core';
      import { EventPattern, MessagePattern, Transport } from '@nestjs/microservices';
      @Controller() class Billing { @EventPattern('placed') placed() {} @MessagePattern('pay') pay() { return 1; } }
      @Module({ controllers: [Billing] }) class App {}
      NestFactory.createMicroservice(App, { ${options} });`;
    const queue = (name: string) => `transport: Transport.RMQ, options: { urls: ['amqp://mq'], queue: ${name} }`;
    const meets = (sent: string, heard: string) => edgesIn(both(client(sent), server(heard))).length > 0;
    expect(meets('transport: Transport.REDIS', 'transport: Transport.REDIS')).toBe(true);
    expect(meets('transport: Transport.REDIS', 'transport: Transport.TCP')).toBe(false);
    expect(meets('transport: Transport.REDIS', 'strategy: new Own()')).toBe(true);
    expect(meets(queue("'billing'"), queue("'billing'"))).toBe(true);
    expect(meets(queue("'billing'"), queue("'mail'"))).toBe(false);
    expect(meets(queue('process.env.QUEUE'), queue("'mail'"))).toBe(true);
    const injected = (name: string) =>
      `useFactory: (own: Own) => own.options(${name}), inject: [Own] });
      class Own { options(queue) { return { ${queue('queue')} }; } } void ({`;
    expect(meets(queue("'billing'"), injected("'billing'"))).toBe(true);
    expect(meets(queue("'billing'"), injected("'mail'"))).toBe(false);
    expect(meets(`${queue("'billing'").slice(0, -1)}, wildcards: true }`, queue("'mail'"))).toBe(true);
  });
  test('requests of Nest that reach the service behind a queue, though none of its handlers has the name', () => {
    const client = `
      import { Inject, Injectable, Module } from '@nestjs/common'; import { NestFactory } from '@nestjs/core';
      import { ClientProxy, ClientsModule, Transport } from '@nestjs/microservices';
      @Injectable() class Orders { constructor(@Inject('BILLING') private readonly billing: ClientProxy) {}
        place() { return this.billing.send('pay', {}); } }
      @Module({ imports: [ClientsModule.register([{ name: 'BILLING', transport: Transport.RMQ, options: { urls: ['amqp://mq'], queue: 'billing' } }])], providers: [Orders] }) class App {}
      NestFactory.create(App);`;
    const server = (pattern: string, queue: string) => `
      import { Controller, Module } from '@nestjs/common'; import { NestFactory } from '@nestjs/core';
      import { MessagePattern, Transport } from '@nestjs/microservices';
      @Controller() class Billing { @MessagePattern(${pattern}) charge() { return 1; } }
      @Module({ controllers: [Billing] }) class App {}
      NestFactory.createMicroservice(App, { transport: Transport.RMQ, options: { urls: ['amqp://mq'], queue: '${queue}' } });`;
    const takers = (pattern: string, queue: string) => {
      const model = both(client, server(pattern, queue));
      return model.messaging.sends.map(({ takenBy, reaches }) => [...takenBy, reaches.length].join(' '));
    };
    expect(takers("'charge'", 'billing')).toEqual(['billing 0']);
    expect(takers("'pay'", 'billing')).toEqual(['1']);
    expect(takers("'charge'", 'mail')).toEqual(['0']);
    expect(edgesIn(both(client, server("'charge'", 'billing')))).toEqual(['orders -> billing sync rabbitmq pay']);
    const untold = both(client, server('process.env.PATTERN', 'billing'));
    expect(untold.messaging.hears.map(({ names, protocol }) => [protocol, ...names])).toEqual([['nest-request']]);
    expect(untold.unresolved.map(({ what }) => what)).toEqual(['listens to nest-request ?']);
  });
  test('requests of Nest that only the service itself answers reach it, and are no edge', () => {
    const model = both(
      `import { Controller, Inject, Module } from '@nestjs/common'; import { NestFactory } from '@nestjs/core';
      import { ClientProxy, ClientsModule, MessagePattern, Transport } from '@nestjs/microservices';
      @Controller() class Players { constructor(@Inject('NEXT') private readonly next: ClientProxy) {}
        @MessagePattern('play') play() { return this.next.send('play', {}); } }
      @Module({ imports: [ClientsModule.register([{ name: 'NEXT', transport: Transport.NATS }])], controllers: [Players] }) class App {}
      NestFactory.createMicroservice(App, { transport: Transport.NATS });`,
      '',
    );
    expect(edgesIn(model)).toEqual([]);
    expect(model.unresolved).toEqual([]);
  });
});
