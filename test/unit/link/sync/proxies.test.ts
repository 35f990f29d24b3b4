import { describe, expect, test } from 'vitest';
import { edgesIn, modelOf, services } from '../code/workspace.ts';

type Tree = Readonly<Record<string, string>>;

const SERVER = `import express from 'express'; const app = express(); app.get('/orders/:id', (req, res) => {}); app.listen(3000);`;
const world = [
  services({ gateway: { UPSTREAM: 'http://orders:3000' }, orders: {}, users: {} }),
  { 'orders/src/main.ts': SERVER, 'users/src/main.ts': SERVER.replaceAll('orders', 'users') },
] as const;

const CASES: readonly (readonly [title: string, edges: readonly string[], main: string, more?: Tree])[] = [
  [
    'http-proxy-middleware with a path and a rewrite',
    ['gateway -> orders sync http ANY /'],
    `import express from 'express'; import { createProxyMiddleware } from 'http-proxy-middleware'; const app = express();
     app.use('/api/orders', createProxyMiddleware({ target: process.env.UPSTREAM, changeOrigin: true, pathRewrite: { '^/api': '' } })); app.listen(80);`,
  ],
  [
    'http-proxy-middleware from a table of routes',
    ['gateway -> orders sync http ANY /', 'gateway -> users sync http ANY /'],
    `const express = require('express'); const { createProxyMiddleware } = require('http-proxy-middleware'); const { ROUTES } = require('./routes'); const app = express();
     const setup = (app, routes) => { routes.forEach((r) => { app.use(r.url, createProxyMiddleware(r.proxy)); }); }; setup(app, ROUTES); app.listen(80);`,
    {
      'gateway/src/routes.js': `const ROUTES = [{ url: '/orders', auth: true, proxy: { target: process.env.UPSTREAM, changeOrigin: true } }, { url: '/users', proxy: { target: 'http://users:3000' } }]; module.exports = { ROUTES };`,
    },
  ],
  [
    'http-proxy-middleware from an object of services',
    ['gateway -> orders sync http ANY /', 'gateway -> users sync http ANY /'],
    `import express from 'express'; import { createProxyMiddleware, Options } from 'http-proxy-middleware'; const app = express();
     const targets: Record<string, string> = { '/orders': process.env.UPSTREAM!, '/users': 'http://users:3000' };
     for (const [path, target] of Object.entries(targets)) { const options: Options = { target, changeOrigin: true }; app.use(path, createProxyMiddleware(options)); } app.listen(80);`,
  ],
  [
    'http-proxy-middleware with a router',
    ['gateway -> orders sync http ANY /', 'gateway -> users sync http ANY /'],
    `import { createProxyMiddleware } from 'http-proxy-middleware'; import express from 'express'; express().use(createProxyMiddleware({ target: 'http://users:3000', router: { '/orders': process.env.UPSTREAM } }));`,
  ],
  [
    'http-proxy, per request',
    ['gateway -> orders sync http ANY /', 'gateway -> users sync http ANY /'],
    `const http = require('http'); const httpProxy = require('http-proxy'); const proxy = httpProxy.createProxyServer({});
     http.createServer((req, res) => { if (req.url.startsWith('/orders')) { proxy.web(req, res, { target: process.env.UPSTREAM }); } else { proxy.web(req, res, { target: 'http://users:3000' }); } }).listen(80);`,
  ],
  [
    'http-proxy, in a route of Express',
    ['gateway -> orders sync http ANY /'],
    `import express from 'express'; import httpProxy from 'http-proxy'; const app = express(); const proxy = httpProxy.createProxyServer(); app.all('/orders/*', (req, res) => { proxy.web(req, res, { target: process.env.UPSTREAM }, (err) => res.sendStatus(502)); }); app.listen(80);`,
  ],
  [
    'express-http-proxy',
    ['gateway -> orders sync http ANY /'],
    `import express from 'express'; import proxy from 'express-http-proxy'; const app = express(); app.use('/orders', auth, proxy(process.env.UPSTREAM!, { proxyReqPathResolver: (req) => req.originalUrl })); app.listen(80);`,
  ],
  [
    'express-http-proxy, with a host that a function gives',
    ['gateway -> orders sync http ANY /'],
    `const proxy = require('express-http-proxy'); const app = require('express')(); app.use('/orders', proxy(() => process.env.UPSTREAM)); app.listen(80);`,
  ],
  [
    'proxies by the dozen in a class',
    ['gateway -> orders sync http ANY /', 'gateway -> users sync http ANY /'],
    `import proxy from 'express-http-proxy'; import express, { Application } from 'express'; import { config } from './config';
     class Gateway { constructor(private app: Application) {} routes() { this.app.use('/orders', proxy(config.orders)); this.app.use('/users', proxy(config.users)); } } new Gateway(express()).routes();`,
    {
      'gateway/src/config.ts': `export const config = { orders: process.env.UPSTREAM || 'http://localhost:3001', users: process.env.USERS || 'http://users:3000' };`,
    },
  ],
  [
    'the proxy of Fastify',
    ['gateway -> orders sync http ANY /'],
    `import Fastify from 'fastify'; import proxy from '@fastify/http-proxy'; const app = Fastify(); app.register(proxy, { upstream: process.env.UPSTREAM!, prefix: '/orders', rewritePrefix: '/orders', http2: false }); app.listen({ port: 80 });`,
  ],
  [
    'reply-from of Fastify',
    ['gateway -> orders sync http ANY /'],
    `const fastify = require('fastify')(); fastify.register(require('@fastify/reply-from'), { base: process.env.UPSTREAM }); fastify.get('/orders/:id', (request, reply) => { reply.from('/orders/' + request.params.id); }); fastify.listen({ port: 80 });`,
  ],
  [
    'koa-proxies',
    ['gateway -> orders sync http ANY /'],
    `import Koa from 'koa'; import proxy from 'koa-proxies'; const app = new Koa(); app.use(proxy('/orders', { target: process.env.UPSTREAM, changeOrigin: true, logs: true })); app.listen(80);`,
  ],
  [
    'fast-gateway',
    ['gateway -> orders sync http ANY /', 'gateway -> users sync http ANY /'],
    `const gateway = require('fast-gateway'); gateway({ routes: [{ prefix: '/orders', target: process.env.UPSTREAM }, { prefix: '/users', target: 'http://users:3000' }] }).start(80);`,
  ],
  [
    'Nest and http-proxy-middleware in a consumer of middleware',
    ['gateway -> orders sync http ANY /'],
    `import { MiddlewareConsumer, Module, NestModule, RequestMethod } from '@nestjs/common'; import { createProxyMiddleware } from 'http-proxy-middleware';
     @Module({}) export class AppModule implements NestModule { configure(consumer: MiddlewareConsumer) { consumer.apply(createProxyMiddleware({ target: process.env.UPSTREAM })).forRoutes({ path: '/orders*', method: RequestMethod.ALL }); } }`,
  ],
  [
    'a route that is passed on by hand',
    ['gateway -> orders sync http GET /orders/:id'],
    `import express from 'express'; import axios from 'axios'; const app = express(); app.get('/orders/:id', async (req, res) => { const { data } = await axios({ method: 'get', url: \`\${process.env.UPSTREAM}/orders/\${req.params.id}\` }); res.json(data); }); app.listen(80);`,
  ],
  [
    'the proxy of Vite, which serves nothing but development',
    [],
    `export {};`,
    {
      'gateway/vite.config.ts': `import { defineConfig } from 'vite'; export default defineConfig({ server: { proxy: { '/orders': 'http://orders:3000' } } });`,
    },
  ],
];

describe('what is passed on is seen', () => {
  test.each(CASES.map(([title, edges, ...trees]) => [title, edges, trees] as const))(
    'by %s',
    (_, edges, [main, more]) => {
      expect(edgesIn(modelOf(...world, { 'gateway/src/main.ts': main, ...more }))).toEqual(edges);
    },
  );

  test('and chains go on behind a mounted proxy and a proxied route', () => {
    const model = modelOf(services({ gateway: {}, orders: {}, users: {} }), {
      'gateway/src/main.ts': `import express from 'express'; import proxy from 'express-http-proxy'; const app = express(); const router = express.Router(); router.use('/orders', proxy('http://orders:3000')); app.use('/api', router); app.listen(80);`,
      'orders/src/main.ts': `import express from 'express'; const app = express(); app.get('/orders/:id', async (req, res) => { await fetch('http://users:3000/users/1'); }); app.listen(3000);`,
      'users/src/main.ts': SERVER.replaceAll('orders', 'users'),
    });
    expect(model.chains.map(({ path }) => path)).toContainEqual([
      'gateway ANY /api/orders/*',
      'orders GET /orders/:id',
      'users GET /users/:id',
    ]);
  });
});
