import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf } from '../workspace.ts';
import { between, both } from './between.ts';

const edge = ['orders -> billing async redis redis:order:placed'];
const handles = `fetch('https://mail.example.com');`;

describe('Redis pub/sub', () => {
  test.each([
    [
      'ioredis',
      `import Redis from 'ioredis'; const pub = new Redis(process.env.REDIS_URL); await pub.publish('order:placed', JSON.stringify({}));`,
    ],
    [
      'node-redis',
      `import { createClient } from 'redis'; const client = createClient({ url: process.env.REDIS_URL }); await client.connect();
       const publisher = client.duplicate(); await publisher.connect(); await publisher.publish('order:placed', '{}');`,
    ],
    [
      'a service of Nest',
      `import { Injectable } from '@nestjs/common'; import { InjectRedis } from '@nestjs-modules/ioredis'; import Redis from 'ioredis';
       @Injectable() export class Bus { constructor(@InjectRedis() private readonly redis: Redis) {}
         async onModuleInit() { await this.redis.publish('order:placed', ''); } }`,
    ],
  ])('is published to with %s', (_, orders) => {
    const billing = `const Redis = require('ioredis'); const sub = new Redis(); sub.subscribe('order:placed', (err, count) => {});
      sub.on('message', (channel, message) => { ${handles} });`;
    const model = both(orders, billing);
    expect(edgesIn(model)).toEqual(edge);
    expect(effectsOf(model, 'billing order:placed')).toEqual(['call ?']);
  });

  test.each([
    ['node-redis', `await client.subscribe('order:placed', (message, channel) => { ${handles} });`, true],
    ['node-redis, by pattern', `await client.pSubscribe('order:*', (message, channel) => { ${handles} });`, true],
    ['node-redis, by another pattern', `await client.pSubscribe('payment:*', (message, channel) => {});`, false],
    [
      'node-redis, several',
      `await client.subscribe(['order:placed', 'order:paid'], listener); function listener() {}`,
      true,
    ],
    [
      'node-redis, old',
      `client.on('message', (channel, message) => { ${handles} }); client.subscribe('order:placed');`,
      true,
    ],
  ])('is heard with %s', (_, listen, isHeard) => {
    const billing = `import { createClient } from 'redis'; const base = createClient(); const client = base.duplicate(); await client.connect(); ${listen}`;
    const orders = `import Redis from 'ioredis'; new Redis().publish('order:placed', '');`;
    expect(between(orders, billing)).toEqual(isHeard ? edge : []);
  });

  test('is heard with ioredis, by pattern', () => {
    const orders = `import Redis from 'ioredis'; new Redis().publish('order:placed', '');`;
    const billing = `import { Redis } from 'ioredis'; const sub = new Redis();
      sub.psubscribe('order:*'); sub.on('pmessage', (pattern, channel, message) => { ${handles} });`;
    const model = both(orders, billing);
    expect(edgesIn(model)).toEqual(edge);
    expect(effectsOf(model, 'billing order:*')).toEqual(['call ?']);
  });
});

describe('Redis streams', () => {
  const add = `import { createClient } from 'redis'; const client = createClient(); await client.connect();
    await client.xAdd('orders', '*', { id: '1', total: '3' });`;
  const toOrders = ['orders -> billing async redis redis:orders'];

  test.each([
    [
      'node-redis',
      `import { createClient, commandOptions } from 'redis'; const client = createClient(); await client.connect();
       try { await client.xGroupCreate('orders', 'billing', '0', { MKSTREAM: true }); } catch {}
       while (true) {
         const response = await client.xReadGroup(commandOptions({ isolated: true }), 'billing', 'c1', [{ key: 'orders', id: '>' }], { COUNT: 1, BLOCK: 5000 });
         if (response) { ${handles} await client.xAck('orders', 'billing', response[0].messages[0].id); }
       }`,
    ],
    [
      'node-redis, one stream',
      `import { createClient } from 'redis'; const client = createClient();
       const STREAM = process.env.STREAM || 'orders';
       const response = await client.xRead({ key: STREAM, id: '0-0' }, { BLOCK: 0 });`,
    ],
    [
      'ioredis',
      `import Redis from 'ioredis'; const redis = new Redis();
       const results = await redis.xreadgroup('GROUP', 'billing', 'c1', 'COUNT', 10, 'BLOCK', 5000, 'STREAMS', 'orders', '>');`,
    ],
    [
      'ioredis, reading on',
      `import Redis from 'ioredis'; const redis = new Redis();
       async function listenForMessage(lastId = '$') {
         const results = await redis.xread('BLOCK', 0, 'STREAMS', 'orders', lastId);
         await listenForMessage(results[0][1].at(-1)[0]);
       }
       listenForMessage();`,
    ],
  ])('are read with %s', (_, billing) => {
    expect(between(add, billing)).toEqual(toOrders);
    expect(between(`const Redis = require('ioredis'); new Redis().xadd('orders', '*', 'id', '1');`, billing)).toEqual(
      toOrders,
    );
  });
});

describe('streams whose messages say their kind', () => {
  const shared = {
    'shared/streams.ts': `
      import { createClient } from 'redis';
      export const REDIS_STREAMS = { STREAMS: { ORDERS: 'ORDERS_STREAM', LOG: 'LOG_STREAM' }, GROUPS: { ORDERS: 'orders', BILLING: 'billing' } };
      export enum MessageType { PLACED = 'PLACED', PAID = 'PAID' }
      const client = createClient();
      interface ListenConfig { streams: { streamKeyName: string; eventHandlers: { [k: string]: (message: any) => Promise<void> } }[]; groupName: string; consumerName: string }
      const listen = async (options: ListenConfig) => {
        const idInitial = '>';
        const streams: { key: string; id: string }[] = [];
        for (const stream of options.streams) {
          await client.xGroupCreate(stream.streamKeyName, options.groupName, '0', { MKSTREAM: true });
          streams.push({ key: stream.streamKeyName, id: idInitial });
        }
        while (true) {
          const data = await client.xReadGroup(options.groupName, options.consumerName, streams, { BLOCK: 0, COUNT: 1 });
          for (const item of data) {
            const handler = options.streams.find((s) => s.streamKeyName == item.name)?.eventHandlers[item.messages[0].message.action];
            if (handler) await handler(item.messages[0].message);
          }
        }
      };
      export const add = async (key: string, message: any) => client.xAdd(key, '*', message);
      export { listen };`,
  };
  const billing = `import { listen, REDIS_STREAMS, MessageType } from '../../shared/streams';
    const onPlaced = async (message: any) => { ${handles} };
    listen({ streams: [{ streamKeyName: REDIS_STREAMS.STREAMS.ORDERS, eventHandlers: { [MessageType.PLACED]: onPlaced } }], groupName: REDIS_STREAMS.GROUPS.BILLING, consumerName: 'c' });`;

  test('meet where the publisher tells the kind, in whatever way it puts the message together', () => {
    const orders = (kind: string) => `import { add, REDIS_STREAMS, MessageType } from '../../shared/streams';
      const send = async (order: any) => { const entry = { action: MessageType.${kind}, ...order }; await add(REDIS_STREAMS.STREAMS.ORDERS, entry); };
      send({});`;
    expect(between(orders('PLACED'), billing, shared)).toEqual([
      'orders -> billing async redis redis:ORDERS_STREAM/PLACED',
    ]);
    expect(between(orders('PAID'), billing, shared)).toEqual([]);
  });
});
