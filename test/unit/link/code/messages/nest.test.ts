import { describe, expect, test } from 'vitest';
import { edgesIn } from '../workspace.ts';
import { between, both } from './between.ts';

const handler = `import { Controller } from '@nestjs/common'; import { EventPattern, MessagePattern, Payload, Ctx } from '@nestjs/microservices';
  @Controller() export class Billing {
    @EventPattern('order.placed') async placed(@Payload() data: {}) {}
    @MessagePattern('invoice.get') get(@Payload() id: string) {} }`;

const orders = (module: string, more = '') => `
  import { Controller, Inject, Module, Post } from '@nestjs/common';
  import { ClientProxy, ClientKafka, ClientsModule, Transport, Client, ClientProxyFactory } from '@nestjs/microservices';
  import { ConfigModule, ConfigService } from '@nestjs/config'; import { lastValueFrom, firstValueFrom } from 'rxjs';
  ${more}
  @Controller('orders') export class Orders {
    constructor(@Inject('BILLING') private readonly client: ClientProxy) {}
    @Post() async place() { this.client.emit('order.placed', {}); return await firstValueFrom(this.client.send('invoice.get', '1').pipe()); }
  }
  @Module({ ${module}, controllers: [Orders] }) export class App {}`;

describe('clients of Nest over every transport', () => {
  test.each([
    ['TCP', 'tcp'],
    ['REDIS', 'redis'],
    ['NATS', 'nats'],
    ['MQTT', 'mqtt'],
    ['RMQ', 'rabbitmq'],
    ['KAFKA', 'kafka'],
  ])('%s', (transport, protocol) => {
    const model = both(
      orders(
        `imports: [ClientsModule.register([{ name: 'BILLING', transport: Transport.${transport}, options: {} }])]`,
      ),
      handler,
    );
    expect(edgesIn(model)).toEqual([
      `orders -> billing async ${protocol} ${protocol}:order.placed`,
      `orders -> billing sync ${protocol} invoice.get`,
    ]);
  });

  test.each([
    [
      'registered asynchronously',
      `imports: [ClientsModule.registerAsync([{ name: 'BILLING', imports: [ConfigModule], inject: [ConfigService],
         useFactory: (config: ConfigService) => ({ transport: Transport.RMQ, options: { urls: [config.get('RMQ')], queue: 'billing' } }) }])]`,
    ],
    [
      'registered for many',
      `imports: [ClientsModule.registerAsync({ isGlobal: true, clients: [{ name: 'BILLING', useFactory: () => ({ transport: Transport.RMQ, options: {} }) }] })]`,
    ],
    [
      'made by a factory',
      `providers: [{ provide: 'BILLING', inject: [ConfigService], useFactory: (config: ConfigService) => ClientProxyFactory.create({ transport: Transport.RMQ, options: { urls: [config.get('RMQ')] } }) }]`,
    ],
  ])('%s', (_, module) => {
    expect(between(orders(module), handler)).toEqual([
      'orders -> billing async rabbitmq rabbitmq:order.placed',
      'orders -> billing sync rabbitmq invoice.get',
    ]);
  });

  test('injected by decorator', () => {
    const main = `import { Controller, Post } from '@nestjs/common'; import { Client, ClientKafka, Transport } from '@nestjs/microservices';
      const options = { transport: Transport.KAFKA, options: { client: { brokers: [] } } };
      @Controller() export class Orders { @Client(options as any) client: ClientKafka;
        onModuleInit() { this.client.subscribeToResponseOf('invoice.get'); }
        @Post() place() { this.client.emit('order.placed', {}); return this.client.send('invoice.get', {}); } }`;
    expect(between(main, handler)).toEqual([
      'orders -> billing async kafka kafka:order.placed',
      'orders -> billing sync kafka invoice.get',
    ]);
  });

  test('behind a service of a shared library, by enums', () => {
    const shared = {
      'shared/bus.ts': `import { Injectable, Inject } from '@nestjs/common'; import { ClientProxy } from '@nestjs/microservices';
        export enum Events { OrderPlaced = 'order.placed', OrderPaid = 'order.paid' } export const PATTERNS = { invoice: { get: 'invoice.get' } } as const;
        @Injectable() export class Bus { constructor(@Inject('BILLING') private client: ClientProxy) {}
          publish<T>(event: Events, data: T) { return this.client.emit<void, T>(event, data); }
          ask(cmd: string, data: unknown) { return this.client.send({ cmd }, data).toPromise(); } }`,
    };
    const main = `import { Controller, Module, Post } from '@nestjs/common'; import { ClientsModule, Transport } from '@nestjs/microservices'; import { Bus, Events, PATTERNS } from '../../shared/bus';
      @Controller() export class Orders { constructor(private bus: Bus) {} @Post() place() { this.bus.publish(Events.OrderPlaced, {}); return this.bus.ask(PATTERNS.invoice.get, 1); } }
      @Module({ imports: [ClientsModule.register([{ name: 'BILLING', transport: Transport.NATS }])], controllers: [Orders], providers: [Bus] }) export class App {}`;
    const billing = `import { Controller } from '@nestjs/common'; import { EventPattern, MessagePattern } from '@nestjs/microservices'; import { Events, PATTERNS } from '../../shared/bus';
      @Controller() export class Billing { @EventPattern(Events.OrderPlaced) a() {} @MessagePattern({ cmd: PATTERNS.invoice.get }) b() {} @EventPattern(Events.OrderPaid) c() {} }`;
    expect(between(main, billing, shared)).toEqual([
      'orders -> billing async nats nats:order.placed',
      'orders -> billing sync nats cmd:invoice.get',
    ]);
  });

  test('patterns with wildcards hear what they match', () => {
    const billing = handler.replace("'order.placed'", "'order.*'");
    const module = `imports: [ClientsModule.register([{ name: 'BILLING', transport: Transport.NATS }])]`;
    expect(between(orders(module), billing)).toContain('orders -> billing async nats nats:order.placed');
  });

  test('handlers under decorators that are put together elsewhere', () => {
    const shared = {
      'shared/on.ts': `import { applyDecorators, UseFilters } from '@nestjs/common'; import { EventPattern, MessagePattern } from '@nestjs/microservices';
        export const On = (event: string) => applyDecorators(UseFilters(Failures), EventPattern(event));
        export function Answers(pattern: string) { return applyDecorators(MessagePattern(pattern)); }`,
    };
    const billing = `import { Controller } from '@nestjs/common'; import { Answers, On } from '../../shared/on';
      @Controller() export class Billing { @On('order.placed') async placed() {} @Answers('invoice.get') get() {} }`;
    const module = `imports: [ClientsModule.register([{ name: 'BILLING', transport: Transport.NATS }])]`;
    expect(between(orders(module), billing, shared)).toEqual([
      'orders -> billing async nats nats:order.placed',
      'orders -> billing sync nats invoice.get',
    ]);
  });
});
