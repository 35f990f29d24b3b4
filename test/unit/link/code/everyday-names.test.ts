import { describe, expect, test } from 'vitest';
import { modelOf, services } from './workspace.ts';

const NAMES = ['toString', 'valueOf', 'constructor', 'hasOwnProperty', 'isPrototypeOf', '__proto__'];
const VERBS = new Set(['read', 'insert', 'update', 'increment', 'upsert', 'delete', 'unknown']);

/** One file that takes everything it can from a library under names that every object has. */
const mainOf = (library: string): string => `import lib, { named, createClient, Client } from '${library}';
  import express from 'express';
  const one = new Client(process.env.DB_URL); const other = createClient({ url: 'x' }); const called = lib(process.env.DB_URL);
  express().get('/', async () => {
    ${NAMES.map((name) => `named.${name}(1); await one.${name}({ a: 1 }); other.x().${name}('a'); called.${name}().then(() => 1); lib.${name}; one.${name}.data;`).join('\n    ')}
  }).listen(3000);
  class Box { @lib.toString() a() {} @named.constructor('x') b() {} }`;

describe('names that every object has', () => {
  test.each([
    'drizzle-orm/node-postgres',
    'kysely',
    'knex',
    'redis-om',
    'mongoose',
    'typeorm',
    'dynamodb-toolbox',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-sqs',
    'aws-sdk',
    'zod',
    'joi',
    'kafkajs',
    'amqplib',
    'bullmq',
    'axios',
    'lodash',
    '@nestjs/common',
    '@nestjs/microservices',
    'moleculer',
  ])('say nothing of %s', (library) => {
    const model = modelOf(services({ orders: { DB_URL: 'postgres://db/orders' } }), {
      'orders/src/main.ts': mainOf(library),
    });
    const effects = model.operations.flatMap(({ effects: all }) => all);
    expect(effects.flatMap((one) => (one.kind === 'data' && !VERBS.has(one.verb) ? [one.verb] : []))).toEqual([]);
    expect(JSON.stringify(model)).not.toMatch(/native code|\[object/);
    expect(model.operations.map(({ name }) => name)).toContain('GET /');
  });
});
