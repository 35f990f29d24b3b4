import { expect, test } from 'vitest';
import { storesOf } from './opened.ts';

const nest = (
  imports: string,
  options: string,
) => `import { Module } from '@nestjs/common'; import { NestFactory } from '@nestjs/core';
  import { CacheModule } from '@nestjs/cache-manager'; ${imports}
  @Module({ imports: [CacheModule.${options}] }) export class AppModule {} await NestFactory.create(AppModule);`;

test.each([
  [
    'cache-manager-redis-yet',
    nest(
      `import { redisStore } from 'cache-manager-redis-yet';`,
      `registerAsync({ useFactory: async () => { const store = await redisStore({ socket: { host: process.env.REDIS_HOST, port: 6379 } }); return { store }; } })`,
    ),
  ],
  [
    'cache-manager-redis-store, handed over',
    nest(
      `import * as redisStore from 'cache-manager-redis-store';`,
      `register({ store: redisStore, host: process.env.REDIS_HOST, port: 6379 })`,
    ),
  ],
  [
    'cache-manager-ioredis, handed over by a factory',
    nest(
      `import redisStore from 'cache-manager-ioredis';`,
      `registerAsync({ useFactory: () => ({ store: redisStore, host: process.env.REDIS_HOST, ttl: 60 }) })`,
    ),
  ],
  [
    '@keyv/redis',
    nest(
      `import { createKeyv } from '@keyv/redis';`,
      `registerAsync({ useFactory: async () => ({ stores: [createKeyv(process.env.REDIS_URL || 'redis://localhost:6379')] }) })`,
    ),
  ],
  [
    '@keyv/redis by hand',
    `import Keyv from 'keyv'; import KeyvRedis from '@keyv/redis'; const cache = new Keyv({ store: new KeyvRedis(process.env.REDIS_URL) });`,
  ],
])('Redis behind %s is a cache', (_, main) => {
  expect(storesOf(main, { REDIS_HOST: 'redis', REDIS_URL: 'redis://redis:6379' })).toEqual(['redis:redis (cache)']);
});
