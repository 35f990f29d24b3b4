import { describe, expect, test } from 'vitest';
import { modelOf, services } from '../workspace.ts';
import { storesOf } from './opened.ts';

const open = `import { createClient } from 'redis'; const client = createClient({ url: process.env.REDIS_URL }); await client.connect();`;
const env = { REDIS_URL: 'redis://redis:6379' };

describe('Redis is', () => {
  test.each([
    [
      'a cache where what is set expires',
      `await client.set('k', 'v', { EX: 60 }); await client.get('k');`,
      'redis:redis (cache)',
    ],
    [
      'a cache where nothing is known of it but its keys',
      `await client.set('k', 'v'); await client.hSet('h', 'f', 'v');`,
      'redis:redis (cache)',
    ],
    [
      'a database of JSON documents',
      `await client.json.set('order:1', '$', {}); await client.ft.search('idx', '*');`,
      'redis:redis',
    ],
    [
      'a cache of JSON documents that expire',
      `await client.json.set('order:1', '$', {}); await client.expire('order:1', 60);`,
      'redis:redis (cache)',
    ],
    [
      'a database of Redis OM',
      `const { Schema, Repository } = await import('redis-om'); const orders = new Repository(new Schema('orders', {}), client); await orders.save({}); await orders.search().where('a').eq(1).return.all();`,
      'redis:redis orders:r orders:w',
    ],
  ])('%s', (_, uses, wanted) => {
    expect(storesOf(`${open} ${uses}`, env)).toEqual([wanted]);
  });

  test('data to who keeps keys in it without an expiry, once others have made it a database; but no broker is', () => {
    const model = modelOf(services({ orders: env, history: env, gateway: env, payments: env, rates: env }), {
      'shared/orders.ts': `import { Repository, Schema } from 'redis-om'; import { createClient } from 'redis';
        export const client = createClient({ url: process.env.REDIS_URL }); export const orders = () => new Repository(new Schema('orders', {}), client);`,
      'orders/src/main.ts': `import { orders } from '../../shared/orders'; await orders().save('1', {});`,
      'history/src/main.ts': `import { orders } from '../../shared/orders'; await orders().search().return.all();`,
      'gateway/src/main.ts': `${open} await client.set('session', '{}');`,
      'payments/src/main.ts': `${open} await client.xAdd('payments', '*', {});`,
      'rates/src/main.ts': `${open} await client.setEx('rate', 60, '1');`,
    });
    expect(model.stores.map(({ id, role, usedBy }) => [id, role, usedBy])).toEqual([
      ['redis:redis', 'data', ['gateway', 'history', 'orders']],
    ]);
  });

  test.each([
    ['ioredis by URL', `import Redis from 'ioredis'; const r = new Redis(process.env.REDIS_URL); await r.get('a');`],
    ['ioredis by port and host', `const Redis = require('ioredis'); const r = new Redis(6379, 'redis'); r.get('a');`],
    [
      'ioredis by options',
      `import { Redis } from 'ioredis'; const r = new Redis({ host: 'redis', port: 6379 }); r.get('a');`,
    ],
    [
      'node-redis by socket',
      `import { createClient } from 'redis'; const r = createClient({ socket: { host: 'redis', port: 6379 } }); r.get('a');`,
    ],
    [
      'Nest',
      `import { Module } from '@nestjs/common'; import { RedisModule } from '@nestjs-modules/ioredis'; @Module({ imports: [RedisModule.forRoot({ type: 'single', url: process.env.REDIS_URL })] }) export class App {}`,
    ],
  ])('found where it is: %s', (_, main) => {
    expect(storesOf(main, env)).toEqual(['redis:redis (cache)']);
  });

  test('told apart by its numbered databases', () => {
    expect(
      storesOf(`import Redis from 'ioredis'; new Redis('redis://redis/1'); new Redis({ host: 'redis', db: 2 });`),
    ).toEqual(['redis:redis/1 (cache)', 'redis:redis/2 (cache)']);
  });
});
