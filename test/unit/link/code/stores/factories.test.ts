import { expect, test } from 'vitest';
import { modelOf, services } from '../workspace.ts';
import { storesOf } from './opened.ts';

test('what the factory of a provider in a shared library opens is opened by who mounts its module', () => {
  const model = modelOf(services({ orders: { REDIS_HOST: 'cache' }, billing: { REDIS_HOST: 'cache' } }), {
    'libs/redis/redis.module.ts': `import { Module, FactoryProvider } from '@nestjs/common'; import { ConfigModule, ConfigService } from '@nestjs/config'; import { Redis } from 'ioredis';
      export const REDIS = 'Redis';
      const provider: FactoryProvider<Redis> = { provide: REDIS, inject: [ConfigService], useFactory: (config: ConfigService) => new Redis({ host: config.get('REDIS_HOST'), port: config.get('REDIS_PORT') }) };
      @Module({ imports: [ConfigModule.forRoot()], providers: [provider], exports: [REDIS] }) export class RedisModule {}`,
    'orders/src/main.ts': `import { Module } from '@nestjs/common'; import { RedisModule } from '../../libs/redis/redis.module'; @Module({ imports: [RedisModule] }) export class App {}`,
    'billing/src/main.ts': `import { Module } from '@nestjs/common'; @Module({}) export class App {}`,
  });
  expect(model.stores.map(({ id, usedBy }) => [id, usedBy])).toEqual([['redis:cache', ['orders']]]);
});

test('an address that waits to be filled in is none, where another is there', () => {
  const main = `import Redis from 'ioredis'; new Redis(process.env.REDIS_ADDR);`;
  const files = {
    'k8s/base/orders.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: orders\nspec:\n  template:\n    spec:\n      containers:\n        - name: orders\n          image: orders\n          env:\n            - name: REDIS_ADDR\n              value: "REDIS_CONNECTION_STRING"\n`,
  };
  expect(storesOf(main, { REDIS_ADDR: 'redis-cart:6379' }, files)).toEqual(['redis:redis-cart (cache)']);
});
