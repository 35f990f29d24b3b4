import { describe, expect, test } from 'vitest';
import { edgesIn, modelOf, services } from './workspace.ts';

const storesOf = (...trees: readonly Readonly<Record<string, string>>[]) =>
  modelOf(services({ orders: {} }), ...trees).stores.map(({ id }) => id);
const ormconfig = { type: 'postgres', host: 'db', port: 5432, username: 'a', password: 'b', database: 'erp' };
const connects = {
  'orders/src/main.ts': `import { createConnection } from 'typeorm'; export const connect = () => createConnection().then((c) => c); connect();`,
};

describe('TypeORM without options', () => {
  test.each([
    ['ormconfig.json', { 'orders/ormconfig.json': JSON.stringify(ormconfig) }],
    [
      'several in ormconfig.json',
      { 'orders/ormconfig.json': JSON.stringify([{ name: 'x', type: 'mysql' }, ormconfig]) },
    ],
    ['ormconfig.js', { 'orders/ormconfig.js': `module.exports = ${JSON.stringify(ormconfig)};` }],
    ['ormconfig.ts', { 'orders/src/ormconfig.ts': `export default ${JSON.stringify(ormconfig)};` }],
    ['one above', { 'ormconfig.json': JSON.stringify(ormconfig) }],
    [
      'variables',
      { 'orders/.env': 'TYPEORM_CONNECTION=postgres\nTYPEORM_HOST=db\nTYPEORM_PORT=5432\nTYPEORM_DATABASE=erp\n' },
    ],
  ])('connects to what stands in %s', (_, files) => {
    expect(storesOf(connects, files)).toEqual(['postgres:db/erp']);
  });

  test('takes the options of a file and adds to them', () => {
    const main = `import { createConnection, getConnectionOptions } from 'typeorm';
      const run = async () => { const options = await getConnectionOptions(); await createConnection({ ...options, database: 'shop' }); }; run();`;
    expect(storesOf({ 'orders/src/main.ts': main, 'orders/ormconfig.json': JSON.stringify(ormconfig) })).toEqual([
      'postgres:db/shop',
    ]);
  });

  test('opens each connection of the file', () => {
    const main = `import { createConnections } from 'typeorm'; createConnections();`;
    const both = [ormconfig, { ...ormconfig, name: 'second', database: 'log' }];
    expect(storesOf({ 'orders/src/main.ts': main, 'orders/ormconfig.json': JSON.stringify(both) })).toEqual([
      'postgres:db/erp',
      'postgres:db/log',
    ]);
  });

  test('shares a database with whoever has the same file', () => {
    const model = modelOf(services({ orders: {}, stock: {} }), connects, {
      'orders/ormconfig.json': JSON.stringify(ormconfig),
      'stock/ormconfig.json': JSON.stringify(ormconfig),
      'stock/src/main.ts': connects['orders/src/main.ts'],
    });
    expect(model.stores.map(({ id, usedBy }) => `${id} ${usedBy.join()}`)).toEqual(['postgres:db/erp orders,stock']);
  });
});

describe('settings that hang on the environment', () => {
  const opened = (text: string) => storesOf({ 'orders/src/main.ts': `import { Pool } from 'pg'; ${text}` });

  test.each([
    ['=== test', `const host = process.env.NODE_ENV === 'test' ? 'localhost' : 'db';`],
    ['!== test', `const host = process.env.NODE_ENV !== 'test' ? 'db' : 'localhost';`],
    [
      'a name for it',
      `const isTestEnv = process.env.NODE_ENV === 'test'; const host = isTestEnv ? 'localhost' : 'db';`,
    ],
    ['its opposite', `const isTest = process.env.NODE_ENV === 'test'; const host = !isTest ? 'db' : 'localhost';`],
    ['a lookup', `const host = { test: 'localhost', development: 'db', production: 'db' }[process.env.NODE_ENV];`],
  ])('are not those of tests: %s', (_, text) => {
    expect(opened(`${text} new Pool({ host, database: 'shop' });`)).toEqual(['postgres:db/shop']);
  });

  test('are all asked for that a key may be, and those that are set count', () => {
    const main = `import { ConfigService } from '@nestjs/config'; import { Pool } from 'pg'; import { flag } from './flag';
      const config = new ConfigService(); new Pool({ host: config.get(flag ? 'OTHER_HOST' : 'DB_HOST'), database: 'shop' });`;
    expect(
      modelOf(services({ orders: { DB_HOST: 'db' } }), { 'orders/src/main.ts': main }).stores.map(({ id }) => id),
    ).toEqual(['postgres:db/shop']);
  });
});

describe('settings that a module of Nest imports for itself', () => {
  test('are loaded, and what is spread over a literal does not hide it', () => {
    const main = `import { Module } from '@nestjs/common'; import { ConfigModule, ConfigService, registerAs } from '@nestjs/config';
      import { TypeOrmModule } from '@nestjs/typeorm';
      const dbConfig = registerAs('database', () => ({ host: process.env.DB_HOST, database: 'shop' }));
      @Module({ imports: [TypeOrmModule.forRootAsync({
        imports: [ConfigModule.forRoot({ load: [dbConfig] })],
        useFactory: (config: ConfigService) => ({ type: 'postgres', ...config.get('database') }),
        inject: [ConfigService],
      })] }) export class AppModule {}`;
    const model = modelOf(services({ orders: { DB_HOST: 'db' } }), { 'orders/src/main.ts': main });
    expect(model.stores.map(({ id }) => id)).toEqual(['postgres:db/shop']);
  });

  test.each([
    [
      'a setting that nobody loads',
      `import { ConfigService } from '@nestjs/config'; const more = new ConfigService().get('nothing');`,
    ],
    ['what a package gives', `import { optionsFor } from 'somewhere'; const more = optionsFor('orders');`],
    ['the whole environment', `const more = process.env;`],
  ])('a spread of %s leaves the fields beside it', (_, text) => {
    const main = `import { createConnection } from 'typeorm'; ${text}
      createConnection({ type: 'postgres', host: 'db', database: 'shop', ...more });`;
    expect(storesOf({ 'orders/src/main.ts': main })).toEqual(['postgres:db/shop']);
  });
});

describe('settings of node-config', () => {
  const files = {
    'orders/config/default.json': '{ "db": { "host": "localhost", "name": "shop" } }',
    'orders/config/production.json': '{ "db": { "host": "db" } }',
  };

  test.each([
    ['by key', `const host = config.get('db.host'); const database = config.get('db.name');`],
    ['by member', `const { host } = config.get('db'); const database = config.get('db.name');`],
  ])('are asked for %s', (_, text) => {
    const main = `import config from 'config'; import { Pool } from 'pg'; ${text} new Pool({ host, database });`;
    expect(storesOf(files, { 'orders/src/main.ts': main })).toEqual(['postgres:db/shop']);
  });

  test('are variables where the environment sets them', () => {
    const main = `const config = require('config'); const { Pool } = require('pg'); new Pool({ host: config.get('db.host'), database: config.get('db.name') });`;
    const more = { 'orders/config/custom-environment-variables.json': '{ "db": { "host": "DB_HOST" } }' };
    const model = modelOf(services({ orders: { DB_HOST: 'cluster' } }), files, more, { 'orders/src/main.ts': main });
    expect(model.stores.map(({ id }) => id)).toEqual(['postgres:cluster/shop']);
  });
});

describe('settings in JSON', () => {
  test.each([
    ['imported', `import config from '../config/config.json'; const { host } = config.db;`],
    ['required', `const { host } = require('../config/config.json').db;`],
    [
      'required by folder',
      `const path = require('path'); const { host } = require(path.join(__dirname, '../config/config.json')).db;`,
    ],
  ])('hold addresses, %s', (_, text) => {
    const main = `${text} import { Pool } from 'pg'; new Pool({ host, database: 'shop' });`;
    expect(storesOf({ 'orders/src/main.ts': main, 'orders/config/config.json': '{ "db": { "host": "db" } }' })).toEqual(
      ['postgres:db/shop'],
    );
  });

  test('are chosen by the environment, as Sequelize’s own template does', () => {
    const main = `const Sequelize = require('sequelize');
      const env = process.env.NODE_ENV || 'development';
      const config = require(__dirname + '/../config/config.json')[env];
      const sequelize = new Sequelize(config.database, config.username, config.password, config);`;
    const config = {
      test: { database: 'shop_test', host: 'localhost', dialect: 'postgres' },
      development: { database: 'shop', host: 'db', dialect: 'postgres', password: 'x' },
    };
    expect(storesOf({ 'orders/src/main.ts': main, 'orders/config/config.json': JSON.stringify(config) })).toEqual([
      'postgres:db/shop',
    ]);
  });

  test('name whom a service calls', () => {
    const model = modelOf(services({ orders: {}, stock: {} }), {
      'orders/src/main.ts': `import urls from './services.json'; await fetch(urls.stock + '/items');`,
      'orders/src/services.json': '{ "stock": "http://stock:3000" }',
      'stock/src/main.ts': `import express from 'express'; const app = express(); app.get('/items', (req, res) => res.send([])); app.listen(3000);`,
    });
    expect(edgesIn(model)).toEqual(['orders -> stock sync http GET /items']);
  });
});

describe('settings that are held against a schema', () => {
  const given = '{ host: process.env.DB_HOST, name: process.env.DB_NAME }';
  const main = (checked: string) => `import { Pool } from 'pg'; import { z } from 'zod'; import * as v from 'valibot';
    import Joi from 'joi'; import * as yup from 'yup'; import { create, object } from 'superstruct';
    const Schema = z.object({ host: z.string(), name: z.string() });
    ${checked}
    export const pool = new Pool({ host: settings.host, database: settings.name });
    pool.query('select 1');`;

  test.each([
    `const settings = Schema.parse(${given});`,
    `const result = Schema.safeParse(${given}); if (!result.success) throw result.error; const settings = result.data;`,
    `const { data: settings } = z.object({}).safeParse(${given});`,
    `const settings = v.parse(v.object({ host: v.string() }), ${given});`,
    `const { error, value: settings } = Joi.object({ host: Joi.string() }).validate(${given});`,
    `const settings = yup.object({ host: yup.string() }).validateSync(${given});`,
    `const settings = create(${given}, object({}));`,
  ])('%s', (checked) => {
    const env = services({ orders: { DB_HOST: 'db', DB_NAME: 'shop' } });
    const { stores } = modelOf(env, { 'orders/src/main.ts': main(checked) });
    expect(stores.map(({ id }) => id)).toEqual(['postgres:db/shop']);
  });

  describe('and given nowhere: what the schema says stands for it', () => {
    const exchange = (config: string) => ({
      'orders/src/main.ts': `import amqp from 'amqplib'; import { z } from 'zod'; import * as v from 'valibot';
        import Joi from 'joi'; import { cleanEnv, str } from 'envalid'; import { createEnv } from '@t3-oss/env-core';
        ${config}
        const channel = await (await amqp.connect('amqp://rabbit')).createChannel();
        channel.publish(settings.rabbit.exchange, 'order.placed', Buffer.from('{}'));`,
    });
    const published = (config: string, env = {}) =>
      modelOf(services({ orders: env }), exchange(config)).channels.map(({ id }) => id);
    const raw = '{ rabbit: { exchange: process.env.EXCHANGE } }';

    test.each([
      `const settings = z.object({ rabbit: z.object({ exchange: z.string().min(1).default('shop') }) }).parse(${raw});`,
      `const Base = z.object({ port: z.number() });
       const settings = Base.extend({ rabbit: z.object({ exchange: z.string().default(() => 'shop') }) }).parse(${raw});`,
      `const checked = (schema: z.Schema, data: unknown) => { const result = schema.safeParse(data);
         if (!result.success) throw new Error(); return result.data; };
       const settings = Object.assign(checked(z.object({ rabbit: z.object({ exchange: z.string().default('shop') }) }), ${raw}), { x: 1 });`,
      `const env = z.object({ EXCHANGE: z.string().default('shop') }).parse(process.env); const settings = { rabbit: { exchange: env.EXCHANGE } };`,
      `const { data: env } = z.object({ EXCHANGE: z.string().default('shop') }).safeParse(process.env); const settings = { rabbit: { exchange: env.EXCHANGE } };`,
      `const env = v.parse(v.object({ EXCHANGE: v.optional(v.string(), 'shop') }), process.env); const settings = { rabbit: { exchange: env.EXCHANGE } };`,
      `const { value: env } = Joi.object().keys({ EXCHANGE: Joi.string().default('shop') }).validate(process.env); const settings = { rabbit: { exchange: env.EXCHANGE } };`,
      `const env = cleanEnv(process.env, { EXCHANGE: str({ default: 'shop' }) }); const settings = { rabbit: { exchange: env.EXCHANGE } };`,
      `const env = createEnv({ server: { EXCHANGE: z.string().default('shop') }, runtimeEnv: process.env }); const settings = { rabbit: { exchange: env.EXCHANGE } };`,
    ])('%s', (config) => {
      expect(published(config)).toEqual(['rabbitmq:shop/order.placed']);
      expect(published(config, { EXCHANGE: 'other' })).toEqual(['rabbitmq:other/order.placed']);
    });

    test.each([
      `ConfigModule.forRoot({ validationSchema: Joi.object({ DB_HOST: Joi.string().default('db'), DB_NAME: Joi.string().required() }) })`,
      `ConfigModule.forRoot({ validate: (config) => z.object({ DB_HOST: z.string().default('db'), DB_NAME: z.string() }).parse(config) })`,
    ])('%s', (loading) => {
      const main = `import { NestFactory } from '@nestjs/core'; import { Module } from '@nestjs/common'; import Joi from 'joi'; import { z } from 'zod';
        import { ConfigModule, ConfigService } from '@nestjs/config'; import { TypeOrmModule } from '@nestjs/typeorm';
        @Module({ imports: [${loading}, TypeOrmModule.forRootAsync({ inject: [ConfigService], useFactory: (config: ConfigService) =>
          ({ type: 'postgres', host: config.get('DB_HOST'), database: config.get('DB_NAME') }) })] })
        class AppModule {}
        NestFactory.create(AppModule).then((app) => app.listen(3000));`;
      const ids = (env: Record<string, string>) =>
        modelOf(services({ orders: env }), { 'orders/src/main.ts': main }).stores.map(({ id }) => id);
      expect(ids({ DB_NAME: 'shop' })).toEqual(['postgres:db/shop']);
      expect(ids({ DB_NAME: 'shop', DB_HOST: 'other' })).toEqual(['postgres:other/shop']);
    });
  });
});
