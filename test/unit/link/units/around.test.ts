import { describe, expect, it } from 'vitest';
import { modelOf, server, valuesIn, type Tree } from './workspace.ts';

const main = `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
void NestFactory.create(AppModule).then((app) => app.listen(3000));
`;
const module = (options: string) => `import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
@Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres', ${options} })] })
export class AppModule {}
`;
const byUrl = module('url: process.env.DATABASE_URL');

/** Applications of one package, as `nest generate app` leaves them. */
const monorepo = (apps: Readonly<Record<string, string>>): Tree => ({
  'package.json': JSON.stringify({
    name: 'shop',
    scripts: { start: 'nest start' },
    dependencies: { '@nestjs/core': '11' },
  }),
  'nest-cli.json': JSON.stringify({
    monorepo: true,
    projects: Object.fromEntries(
      Object.keys(apps).map((name) => [
        name,
        { type: 'application', root: `apps/${name}`, entryFile: 'main', sourceRoot: `apps/${name}/src` },
      ]),
    ),
  }),
  ...Object.fromEntries(
    Object.entries(apps).flatMap(([name, text]) => [
      [`apps/${name}/src/main.ts`, main],
      [`apps/${name}/src/app.module.ts`, text],
    ]),
  ),
});
const both = monorepo({ orders: byUrl, billing: byUrl });
const storesIn = (files: Tree) => modelOf(files).stores.map(({ id, usedBy }) => `${id} ${usedBy.join('+')}`);

describe('applications of one package', () => {
  it('are given what the .env at the root says', () => {
    expect(storesIn({ ...both, '.env': 'DATABASE_URL=postgres://localhost:5432/shop\n' })).toEqual([
      'postgres:localhost/shop billing+orders',
    ]);
  });
  it('keep what their own .env says', () => {
    const files = {
      ...both,
      '.env': 'DATABASE_URL=postgres://localhost/shop\n',
      'apps/orders/.env': 'DATABASE_URL=postgres://localhost/orders\n',
    };
    expect(storesIn(files)).toEqual(['postgres:localhost/orders orders', 'postgres:localhost/shop billing']);
  });
  it('may be told something else by files of their own that are not here', () => {
    const loads = (path: string) => (name: string) =>
      `import { join } from 'path';
import { ConfigModule } from '@nestjs/config';
const config = ConfigModule.forRoot({ envFilePath: [join(process.cwd(), '${path.replace('*', name)}'), '.env'] });
${byUrl}`;
    const apps = (path: string) => monorepo({ orders: loads(path)('orders'), billing: loads(path)('billing') });
    expect(storesIn(apps('apps/*/.env'))).toEqual([
      'postgres:$DATABASE_URL (billing) billing',
      'postgres:$DATABASE_URL (orders) orders',
    ]);
    expect(storesIn(apps('envs/.env'))).toEqual(['postgres:$DATABASE_URL billing+orders']);
  });
  it('keep what compose says', () => {
    const service = (name: string) =>
      `  ${name}:\n    build: { context: ., args: { APP: ${name} } }\n    command: node dist/apps/${name}/main\n    environment: { DATABASE_URL: "postgres://${name}-db/${name}" }\n`;
    const files = {
      ...both,
      '.env': 'DATABASE_URL=postgres://localhost/shop\n',
      Dockerfile: 'FROM node\nCOPY . .\n',
      'compose.yaml': `services:\n${service('orders')}${service('billing')}`,
    };
    expect(storesIn(files)).toEqual(['postgres:billing-db/billing billing', 'postgres:orders-db/orders orders']);
  });
  it('read a variable that nobody sets from one environment', () => {
    expect(storesIn(both)).toEqual(['postgres:$DATABASE_URL billing+orders']);
    const parts = module('host: process.env.DB_HOST, port: +process.env.DB_PORT, database: process.env.DB_NAME');
    expect(storesIn(monorepo({ orders: parts, billing: parts }))).toEqual([
      'postgres:$DB_HOST/$DB_NAME billing+orders',
    ]);
    expect(storesIn({ ...both, '.env.example': 'DATABASE_URL=\n' })).toEqual(['postgres:$DATABASE_URL billing+orders']);
  });
  it('are told apart by what the code adds to the variable', () => {
    const named = (name: string) => module(`url: process.env.DATABASE_URL, database: '${name}'`);
    expect(storesIn(monorepo({ orders: named('orders'), billing: named('billing') }))).toEqual([
      'postgres:$DATABASE_URL/billing billing',
      'postgres:$DATABASE_URL/orders orders',
    ]);
    const computed = (name: string) => module(`url: process.env.DATABASE_URL + '/${name}'`);
    expect(storesIn(monorepo({ orders: computed('orders'), billing: computed('billing') }))).toHaveLength(2);
  });
  it('have environments of their own with an image, an env file or a package each', () => {
    const apart = ['postgres:$DATABASE_URL (billing) billing', 'postgres:$DATABASE_URL (orders) orders'];
    const each = (file: string, text: (name: string) => string): Tree => ({
      [`apps/orders/${file}`]: text('orders'),
      [`apps/billing/${file}`]: text('billing'),
    });
    expect(storesIn({ ...both, ...each('Dockerfile', () => 'FROM node\nCOPY . .\nCMD node main\n') })).toEqual(apart);
    expect(storesIn({ ...both, ...each('.env.example', () => 'DATABASE_URL=\nPORT=3000\n') })).toEqual(apart);
    expect(storesIn({ ...both, ...each('package.json', (name) => server(name)) })).toEqual(apart);
  });
  it('share the env file that compose gives to both', () => {
    const service = (name: string, file: string) =>
      `  ${name}: { build: ., command: node dist/apps/${name}/main, env_file: ${file} }\n`;
    const files = (orders: string, billing: string): Tree => ({
      ...both,
      Dockerfile: 'FROM node\nCOPY . .\n',
      'compose.yaml': `services:\n${service('orders', orders)}${service('billing', billing)}`,
    });
    expect(storesIn(files('.env', '.env'))).toEqual(['postgres:$DATABASE_URL (.env) billing+orders']);
    expect(storesIn(files('orders.env', 'billing.env'))).toHaveLength(2);
  });
});

describe('env files that code loads by their path', () => {
  const loads = (line: string, more: Tree): Tree => ({
    'services/orders/package.json': server('orders'),
    'services/orders/src/main.js': `const path = require('path');\n${line}\nrequire('express')().listen(3000);\n`,
    ...more,
  });
  it.each([
    ["require('dotenv').config({ path: '../../.env' });", '.env'],
    ["require('dotenv').config({ path: path.resolve(__dirname, '../../../envs/shop.env') });", 'envs/shop.env'],
    ["require('dotenv').config({ path: `${__dirname}/../../../.env.local` });", '.env.local'],
    [
      "const { ConfigModule } = require('@nestjs/config');\nConfigModule.forRoot({ envFilePath: ['../../.env'] });",
      '.env',
    ],
  ])('%s', (line, file) => {
    const files = loads(line, { [file]: 'PAY_URL=http://pay:3000\n' });
    expect(valuesIn(files, 'orders', 'PAY_URL')).toEqual([`${file.slice(file.lastIndexOf('/') + 1)}=http://pay:3000`]);
  });
  it('and none that it does not', () => {
    const files = loads("require('dotenv').config({ path: '.env' });", { '.env': 'PAY_URL=http://pay:3000\n' });
    expect(valuesIn(files, 'orders', 'PAY_URL')).toEqual([]);
  });
});

describe('variables that are set to nothing', () => {
  const orders = (line: string): Tree => ({
    'orders/package.json': server('orders', { dependencies: { express: '5', mongoose: '8' } }),
    'orders/src/main.js': `const mongoose = require('mongoose');\n${line}\nrequire('express')().listen(3000);\n`,
  });
  const withDefault = orders("mongoose.connect(process.env.MONGO_URI || 'mongodb://localhost/orders');");
  it('leave it to the default of the code', () => {
    expect(storesIn({ ...withDefault, 'orders/.env.example': 'MONGO_URI=\n' })).toEqual([
      'mongo:localhost/orders orders',
    ]);
    expect(storesIn({ ...withDefault, 'orders/.env': 'MONGO_URI=""\n' })).toEqual(['mongo:localhost/orders orders']);
  });
  it('leave it to the next deployment', () => {
    const files = {
      ...withDefault,
      'orders/.env': 'MONGO_URI=\n',
      'compose.yaml': 'services:\n  orders: { build: orders, environment: { MONGO_URI: "mongodb://db/orders" } }\n',
    };
    expect(storesIn(files)).toEqual(['mongo:db/orders orders']);
  });
  it('keep their names', () => {
    const files = { ...orders('mongoose.connect(process.env.MONGO_URI);'), 'orders/.env.example': 'MONGO_URI=\n' };
    expect(storesIn(files)).toEqual(['mongo:$MONGO_URI (orders) orders']);
    expect(
      storesIn({
        ...files,
        'compose.yaml': 'services:\n  orders: { build: orders, environment: { MONGO_URI: "" } }\n',
      }),
    ).toEqual(['mongo:$MONGO_URI (orders) orders']);
  });
});

it('an env file for this machine beside a whole deployment makes no further store', () => {
  const service = (name: string): Tree => ({
    [`${name}/package.json`]: server(name, { dependencies: { express: '5', mongoose: '8' } }),
    [`${name}/src/main.js`]:
      "require('mongoose').connect(process.env.MONGO_URI);\nrequire('express')().listen(3000);\n",
    [`${name}/.env`]: "MONGO_URI = 'mongodb://localhost:27017'\n",
  });
  const services = { ...service('orders'), ...service('billing') };
  const run = (name: string) =>
    `  ${name}: { build: ${name}, environment: { MONGO_URI: "mongodb://${name}-db/${name}" } }\n`;
  const files = { ...services, 'compose.yaml': `services:\n${run('orders')}${run('billing')}` };
  expect(storesIn(files)).toEqual(['mongo:billing-db/billing billing', 'mongo:orders-db/orders orders']);
  expect(storesIn(services)).toEqual(['mongo:localhost billing+orders']);
});

describe('env files that start scripts load', () => {
  const started = (name: string, start: string): Tree => ({
    [`apps/${name}/package.json`]: JSON.stringify({
      name,
      scripts: { start },
      dependencies: { pg: '8', express: '5' },
    }),
    [`apps/${name}/src/main.js`]:
      "const { Pool } = require('pg');\nnew Pool({ connectionString: process.env.DATABASE_URL });\nrequire('express')().listen(3000);\n",
  });
  const settings: Tree = {
    'settings/shop.env': 'DATABASE_URL=postgres://localhost/shop\n',
    'settings/.env.dev': 'DATABASE_URL=postgres://localhost/dev\n',
  };

  it.each([
    ['dotenv -e ../../settings/shop.env -- nest start'],
    ['env-cmd -f ../../settings/shop.env node src/main.js'],
    ['dotenvx run -f ../../settings/shop.env -- node src/main.js'],
    ['node --env-file=../../settings/shop.env src/main.js'],
    ['node --env-file-if-exists ../../settings/shop.env src/main.js'],
  ])('%s', (script) => {
    const files = { ...settings, ...started('orders', script), ...started('billing', script) };
    expect(storesIn(files)).toEqual(['postgres:localhost/shop billing+orders']);
  });

  it('are each service’s own, and none is taken from its tests', () => {
    const script = (file: string) => `node --env-file=../../settings/${file} src/main.js`;
    const files = {
      ...settings,
      ...started('orders', script('shop.env')),
      ...started('billing', script('.env.dev')),
    };
    expect(storesIn(files)).toEqual(['postgres:localhost/dev billing', 'postgres:localhost/shop orders']);
    const tested = JSON.stringify({ name: 'orders', scripts: { test: script('shop.env') }, dependencies: { pg: '8' } });
    const only = { ...settings, ...started('orders', 'node src/main.js') };
    expect(storesIn({ ...only, 'apps/orders/package.json': tested })).not.toContain('postgres:localhost/shop orders');
  });

  it('but not what lies beside a service for its migrations', () => {
    const files = {
      ...started('orders', 'node src/main.js'),
      'apps/orders/.env.local': 'DATABASE_URL=postgres://orders-db/orders\n',
      'apps/orders/.env.migrate': 'DATABASE_URL=postgres://localhost:5434/orders\n',
    };
    expect(storesIn(files)).toEqual(['postgres:orders-db/orders orders']);
  });
});
