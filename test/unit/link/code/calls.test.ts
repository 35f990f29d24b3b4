import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf, modelOf, services } from './workspace.ts';

const stock = {
  'stock/src/main.ts': `
    import express from 'express';
    import { router } from './routes';
    const app = express();
    app.use('/api', router);
    app.listen(3000);`,
  'stock/src/routes.ts': `
    import { Router } from 'express';
    export const router = Router();
    router.get('/stock/:sku', (req, res) => res.send({}));
    router.post('/stock/reserve', (req, res) => res.send({}));`,
};
const two = services({ orders: { STOCK_URL: 'http://stock:3000' }, stock: {} });

/** The same call in different hands. */
const STYLES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'fetch with a template',
    { 'orders/src/main.ts': 'await fetch(`${process.env.STOCK_URL}/api/stock/reserve`, { method: "POST" });' },
  ],
  [
    'an axios instance from another file',
    {
      'orders/src/http.ts': `import axios from 'axios'; export const http = axios.create({ baseURL: process.env.STOCK_URL + '/api' });`,
      'orders/src/main.ts': `import { http } from './http'; http.post('/stock/reserve', {});`,
    },
  ],
  [
    'a class around the client, behind a barrel',
    {
      'orders/src/lib/client.ts': `import axios from 'axios';
        export class Client { constructor(private base: string) {} reserve() { return axios.post([this.base, 'stock', 'reserve'].join('/')); } }`,
      'orders/src/lib/index.ts': `export * from './client';`,
      'orders/src/main.ts': `import { Client } from './lib'; const config = { url: process.env.STOCK_URL || 'http://localhost:9' };
        new Client(config.url + '/api').reserve();`,
    },
  ],
  [
    'what a package exports, behind barrels in a circle',
    {
      'orders/src/lib/other.ts': `export * from './index'; export const other = 1;`,
      'orders/src/lib/outside.ts': `export * from 'undici';`,
      'orders/src/lib/index.ts': `export * from './other'; export * from './outside';`,
      'orders/src/main.ts': `import { request } from './lib'; request(process.env.STOCK_URL + '/api/stock/reserve', { method: 'POST' });`,
    },
  ],
  [
    'a package of the workspace that names what is built of it, for each way of loading it',
    {
      'libs/http/package.json': `{ "name": "@shop/http", "exports": { "./client": { "require": "./dist/commonjs/http/index.js" } } }`,
      'libs/http/src/http/index.ts': `import axios from 'axios'; export const reserve = (base: string) => axios.post(base + '/api/stock/reserve');`,
      'orders/src/main.js': `const { reserve } = require('@shop/http/client'); reserve(process.env.STOCK_URL);`,
    },
  ],
  [
    'a part of one exported value, behind a barrel',
    {
      'orders/src/lib/other.ts': `export const other = 1;`,
      'orders/src/lib/client.js': `const axios = require('axios');
        module.exports = { reserve: () => axios.post(process.env.STOCK_URL + '/api/stock/reserve') };`,
      'orders/src/lib/index.ts': `export * from './other'; export * from './client';`,
      'orders/src/main.ts': `import { reserve } from './lib'; reserve();`,
    },
  ],
  [
    'a client kept in a static field, as a singleton',
    {
      'orders/src/client.ts': `import axios from 'axios';
        export class Client {
          private static instance: Client | null = null;
          static getInstance(base?: string) { if (!Client.instance) Client.instance = new Client(base); return Client.instance; }
          constructor(private base: string) {}
          reserve() { return axios.post(this.base + '/stock/reserve'); }
        }`,
      'orders/src/main.ts': `import { Client } from './client'; Client.getInstance(process.env.STOCK_URL + '/api'); function run() { Client.getInstance().reserve(); } run();`,
    },
  ],
  [
    'a name that a class makes in its static fields, by itself',
    {
      'orders/src/paths.ts': `export class Paths {
          private static root = 'stock';
          private static named = (name: string) => \`/\${this.root}/\${name}\`;
          static Reserve = this.named('reserve');
        }`,
      'orders/src/main.ts': `import axios from 'axios'; import { Paths } from './paths'; axios.post(process.env.STOCK_URL + '/api' + Paths.Reserve);`,
    },
  ],
  [
    'a singleton that is asked for before it is made',
    {
      'orders/src/client.ts': `import axios from 'axios';
        export class Client {
          private static instance: Client | null = null;
          static getInstance(base?: string) { if (!Client.instance) Client.instance = new Client(base); return Client.instance; }
          constructor(private base?: string) {}
          reserve() { return axios.post(this.base + '/stock/reserve'); }
          stop() { return axios.post(this.base + '/stop'); }
        }
        process.on('SIGINT', () => Client.getInstance().stop());`,
      'orders/src/main.ts': `import { Client } from './client'; Client.getInstance(process.env.STOCK_URL + '/api'); const run = () => Client.getInstance().reserve(); run();`,
    },
  ],
  [
    'a function that is bound to what it needs',
    {
      'orders/src/routes.js': `const got = require('got'); module.exports = ({ base }, path) => got.post(base + path);`,
      'orders/src/main.ts': `const call = require('./routes'); const bound = call.bind(null, { base: process.env.STOCK_URL }); bound('/api/stock/reserve');`,
    },
  ],
  [
    'supertest, taken for a client',
    {
      'orders/src/main.ts': `const supertest = require('supertest'); supertest('http://stock:3000').post('/api/stock/reserve').send({}).end(() => {});`,
    },
  ],
  [
    'CommonJS and a helper with parameters',
    {
      'orders/src/call.js': `const got = require('got'); module.exports = { call: (host, path) => got.post(host + path) };`,
      'orders/src/main.ts': `const { call } = require('./call'); const HOST = 'http://stock:3000'; call(HOST, '/api/stock/reserve');`,
    },
  ],
  [
    'Nest: HttpService and ConfigService, injected',
    {
      'orders/src/main.ts': `
        import { HttpService } from '@nestjs/axios'; import { ConfigService } from '@nestjs/config'; import { Controller, Get } from '@nestjs/common';
        @Controller('orders') export class Orders {
          private readonly url: string;
          constructor(private readonly http: HttpService, config: ConfigService) { this.url = config.get('STOCK_URL'); }
          @Get() list() { return this.http.post(this.url + '/api/stock/reserve'); }
        }`,
    },
  ],
];

describe('calls over HTTP', () => {
  test.each(STYLES)('are seen through %s', (_, tree) => {
    expect(edgesIn(modelOf(two, stock, tree))).toEqual(['orders -> stock sync http POST /api/stock/reserve']);
  });

  test('to public hosts are outside and resolved; to unknown ones unresolved, with their place', () => {
    const { edges, unresolved, coverage } = modelOf(two, stock, {
      'orders/src/main.ts': `fetch('https://api.example.com/x');\nfetch(process.env.NOBODY_KNOWS + '/y');`,
    });
    expect(edges).toEqual([]);
    expect(coverage.calls).toEqual({ found: 2, resolved: 1 });
    expect(unresolved).toMatchObject([
      { service: 'orders', kind: 'call', evidence: [{ file: 'orders/src/main.ts', line: 2 }] },
    ]);
  });

  test('go where the name of a variable points that nobody sets, whatever port its default has', () => {
    const three = services({ orders: {}, stock: {}, mail: {} });
    const listens = (port: number) =>
      `import express from 'express'; const app = express(); app.get('/health', () => {}); app.listen(${port});`;
    const tree = (line: string) => ({ ...servers, 'orders/src/main.ts': line });
    const servers = { 'stock/src/main.ts': listens(4001), 'mail/src/main.ts': listens(4002) };
    const reached = (line: string, env = three) => modelOf(env, tree(line)).edges.map(({ to }) => to);
    expect(reached(`fetch((process.env.STOCK_URL || 'http://localhost:4002') + '/health');`)).toEqual(['stock']);
    expect(reached(`fetch((process.env.STOCK_URL ?? 'http://mail:4002') + '/health');`)).toEqual(['mail']);
    expect(reached(`fetch((process.env.PEER_URL ?? 'http://localhost:4002') + '/health');`)).toEqual(['mail']);
    expect(reached(`fetch('http://localhost:4002/health');`)).toEqual(['mail']);
    const set = services({ orders: { STOCK_URL: 'http://mail:4002' }, stock: {}, mail: {} });
    expect(reached(`fetch((process.env.STOCK_URL || 'http://localhost:4001') + '/health');`, set)).toEqual(['mail']);
    const nest = `import { ConfigService } from '@nestjs/config'; import { Injectable } from '@nestjs/common';
      @Injectable() export class Orders { constructor(private readonly config: ConfigService) {}
        onModuleInit() { return fetch(this.config.get('STOCK_URL', 'http://localhost:4002') + '/health'); } }`;
    expect(reached(nest)).toEqual(['stock']);
  });

  test('in shared code belong to the service that imports it', () => {
    const model = modelOf(two, stock, {
      'package.json': JSON.stringify({ workspaces: ['orders', 'stock', 'shared'] }),
      'shared/package.json': JSON.stringify({ name: '@acme/shared', main: 'dist/index.js' }),
      'shared/src/index.ts': `export const reserve = (base: string) => fetch(base + '/api/stock/reserve', { method: 'POST' });`,
      'orders/src/main.ts': `import { reserve } from '@acme/shared'; reserve('http://stock:3000');`,
    });
    expect(edgesIn(model)).toEqual(['orders -> stock sync http POST /api/stock/reserve']);
    expect(model.edges[0]?.evidence[0].file).toBe('shared/src/index.ts');
  });

  test('forwarded by a proxy are edges, and chains go on behind it', () => {
    const model = modelOf(services({ gateway: {}, orders: { STOCK_URL: 'http://stock:3000' }, stock: {} }), stock, {
      'gateway/src/main.ts': `
        import express from 'express'; import { createProxyMiddleware } from 'http-proxy-middleware';
        const app = express(); app.use('/orders', createProxyMiddleware({ target: 'http://orders:3000' }));`,
      'orders/src/main.ts': `
        import express from 'express';
        const app = express(); app.post('/orders', async (req, res) => { await fetch(process.env.STOCK_URL + '/api/stock/reserve', { method: 'POST' }); });`,
    });
    expect(edgesIn(model)).toEqual([
      'gateway -> orders sync http ANY /',
      'orders -> stock sync http POST /api/stock/reserve',
    ]);
    expect(effectsOf(model, 'orders POST /orders')).toEqual(['call stock']);
    expect(model.chains.map(({ path }) => path)).toContainEqual([
      'gateway ANY /orders/*',
      'orders POST /orders',
      'stock POST /api/stock/reserve',
    ]);
  });
});

describe('what is no call', () => {
  test('a guess from a path, where another alternative of it names its host', () => {
    const model = modelOf(services({ shop: { EDGE_URL: 'http://edge:3000' }, edge: {}, stock: {} }), stock, {
      'edge/src/main.ts': '',
      'shop/src/main.ts': `import axios from 'axios';
        const base = typeof window === 'undefined' ? process.env.EDGE_URL : document.location.origin;
        axios.post(base + '/api/stock/reserve');`,
    });
    expect(edgesIn(model)).toEqual(['shop -> edge sync http POST /api/stock/reserve']);
  });

  test('what another service does, whose file is imported for a type', () => {
    const model = modelOf(services({ shop: {}, orders: { STOCK_URL: 'http://stock:3000' }, stock: {} }), stock, {
      'orders/src/main.ts': `import './router';`,
      'orders/src/router.ts': `export type Router = {}; await fetch(process.env.STOCK_URL + '/api/stock/reserve', { method: 'POST' });`,
      'shop/src/main.ts': `import { Router } from '../../orders/src/router'; export const routes: Router = {};`,
    });
    expect(edgesIn(model).filter((edge) => edge.includes(' sync '))).toEqual([
      'orders -> stock sync http POST /api/stock/reserve',
    ]);
  });
});

describe('calls over gRPC', () => {
  test.each([
    [
      'proto-loader',
      `import grpc from '@grpc/grpc-js'; import loader from '@grpc/proto-loader';
       const shop = grpc.loadPackageDefinition(loader.loadSync('shop.proto')).shop;
       const client = new shop.Stock(process.env.STOCK_URL, grpc.credentials.createInsecure());
       client.reserve({}, () => {});`,
    ],
    [
      'stubs whose code is generated',
      `import { StockClient } from './gen/shop_grpc_pb';
       const client = new StockClient('stock:50051'); client.reserve({});`,
    ],
    [
      'Connect',
      `import { createClient } from '@connectrpc/connect'; import { createGrpcTransport } from '@connectrpc/connect-node';
       import { Stock } from './gen/shop_pb';
       createClient(Stock, createGrpcTransport({ baseUrl: 'http://stock:50051' })).reserve({});`,
    ],
  ])('are seen with %s', (_, main) => {
    const model = modelOf(services({ orders: { STOCK_URL: 'stock:50051' }, stock: {} }), {
      'proto/shop.proto':
        'syntax = "proto3"; package shop; service Stock { rpc Reserve(Ask) returns (Answer); } message Ask {} message Answer {}',
      'orders/src/main.ts': main,
      'stock/src/main.ts': `
        import grpc from '@grpc/grpc-js'; import loader from '@grpc/proto-loader';
        const shop = grpc.loadPackageDefinition(loader.loadSync('shop.proto')).shop;
        new grpc.Server().addService(shop.Stock.service, { reserve: (call, done) => done(null, {}) });`,
    });
    expect(edgesIn(model)).toHaveLength(1);
    expect(model.edges[0]).toMatchObject({ from: 'orders', to: 'stock', kind: 'sync', protocol: 'grpc' });
    expect(model.edges[0]?.operation).toMatch(/Stock\/Reserve$/);
  });
});

test('a path behind an empty default is for the service that the variable names, not for the server itself', () => {
  const gateway = (kind: string): string => `
    import express from 'express'; import axios from 'axios';
    const app = express();
    app.post('/stock/reserve', async (req, res) => { await axios.${kind}((process.env.STOCK_SERVICE_URL || '') + '/stock/reserve', {}); });
    app.listen(3000);`;
  const model = modelOf(services({ orders: {}, stock: {} }), {
    'orders/src/main.ts': gateway('post'),
    'stock/src/main.ts': gateway('get').replace('await axios', '// await axios'),
  });
  expect(edgesIn(model)).toEqual(['orders -> stock sync http POST /stock/reserve']);
});
