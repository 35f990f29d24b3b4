import { describe, expect, test } from 'vitest';
import { modelOf, services } from '../code/workspace.ts';

type Tree = Readonly<Record<string, string>>;
type Case = readonly [title: string, routes: readonly string[], main: string, more?: Tree];

const CASES: readonly Case[] = [
  [
    'Express: routers in routers, from other files',
    ['GET /api/v1/orders', 'GET /api/v1/orders/:id', 'GET /api/v1/orders/:id/lines/:line', 'POST /api/v1/orders'],
    `import express from 'express'; import routes from './routes'; const app = express(); app.use(express.json()); app.use('/api/v1', routes); app.listen(3000);`,
    {
      'stock/src/routes/index.ts': `import { Router } from 'express'; import orders from './orders'; const router = Router(); router.use('/orders', orders); export default router;`,
      'stock/src/routes/orders.ts': `import { Router } from 'express'; import * as controller from '../controller'; import { lines } from './lines'; const router = Router({ mergeParams: true });
        router.get('/', controller.list); router.post('/', auth, validate(schema), asyncHandler(controller.create)); router.route('/:id').get(controller.one); router.use('/:id/lines', lines); export default router;`,
      'stock/src/routes/lines.ts': `import express from 'express'; export const lines = express.Router(); lines.get('/:line', (req, res) => res.json({}));`,
      'stock/src/controller.ts': `export const list = async (req, res) => res.json([]); export const create = async (req, res) => res.json({}); export const one = async (req, res) => res.json({});`,
    },
  ],
  [
    'Express: a route with several verbs, and lists',
    ['DELETE /users/:id', 'GET /a', 'GET /b', 'GET /users/:id', 'PUT /users/:id'],
    `const app = require('express')(); app.route('/users/:id').get((req, res) => {}).put(guard, (req, res) => {}).delete((req, res) => {}); app.get(['/a', '/b'], [guard, (req, res) => {}]);`,
  ],
  [
    'Express: an application put together by a function',
    ['GET /health', 'GET /internal/stock'],
    `import express, { Express } from 'express';
     const register = (app: Express) => { app.get('/health', (req, res) => { res.send('ok'); }); };
     export class App { private app: express.Application; constructor() { this.app = express(); this.routes(); register(this.app); }
       private routes() { const router = express.Router(); router.get('/stock', this.list.bind(this)); this.app.use('/internal', cors(), router); }
       private list(req: express.Request, res: express.Response) { res.json([]); } listen() { this.app.listen(3000); } }
     new App().listen();`,
  ],
  [
    'Express: middleware and routers in a list',
    ['GET /api/stock'],
    `import express from 'express'; import { router } from './r'; const app = express(); app.use('/api', [auth, router]);`,
    {
      'stock/src/r.ts': `import { Router } from 'express'; export const router = Router(); router.get('/stock', (req, res) => {});`,
    },
  ],
  [
    'Express: a router that a function makes of what it is given',
    ['GET /stock/:sku'],
    `import express from 'express'; import { makeRouter } from './r'; const app = express(); app.use('/stock', makeRouter({ repo: {} })); app.listen(1);`,
    {
      'stock/src/r.ts': `import { Router } from 'express'; export function makeRouter({ repo }) { const router = Router(); router.get('/:sku', async (req, res) => { res.json(await repo.get()); }); return router; }`,
    },
  ],
  [
    'Express: routes from a table',
    ['GET /a', 'POST /b'],
    `import express from 'express'; const app = express(); const routes = [{ method: 'get', path: '/a', handler: (req, res) => {} }, { method: 'post', path: '/b', handler: (req, res) => {} }];
     routes.forEach(({ method, path, handler }) => { app[method](path, handler); });`,
  ],
  [
    'Fastify: plugins with prefixes, and route objects',
    ['GET /api/users', 'GET /api/users/:id', 'GET /ping', 'POST /api/users'],
    `import Fastify from 'fastify'; import users from './users'; const app = Fastify({ logger: true });
     app.get('/ping', async () => 'pong'); app.register(users, { prefix: '/api/users' }); app.listen({ port: 3000 });`,
    {
      'stock/src/users.ts': `import { FastifyInstance, FastifyPluginAsync } from 'fastify'; import fp from 'fastify-plugin';
        const users: FastifyPluginAsync = async (fastify) => { fastify.get('/', { schema: {} }, async (request, reply) => []); fastify.get<{ Params: { id: string } }>('/:id', async (request) => ({}));
          fastify.route({ method: 'POST', url: '/', schema: {}, handler: async (request, reply) => ({}) }); };
        export default users;`,
    },
  ],
  [
    'Fastify: plugins in plugins, and several methods',
    ['GET /v1/stock/items', 'HEAD /v1/stock/items'],
    `const fastify = require('fastify')(); fastify.register(require('./v1'), { prefix: 'v1' });`,
    {
      'stock/src/v1.js': `module.exports = async function (fastify, opts) { fastify.register(async (inner) => { inner.route({ method: ['GET', 'HEAD'], url: '/items', handler: (req, reply) => reply.send([]) }); }, { prefix: '/stock' }); };`,
    },
  ],
  [
    'Fastify: loaded by folder',
    ['GET /', 'GET /users', 'GET /users/:id', 'POST /v2/orders'],
    `import path from 'node:path'; import AutoLoad from '@fastify/autoload'; import Fastify from 'fastify';
     const app = Fastify(); app.register(AutoLoad, { dir: path.join(__dirname, 'plugins') }); app.register(AutoLoad, { dir: path.join(__dirname, 'routes'), options: {} }); app.listen({ port: 1 });`,
    {
      'stock/src/plugins/sensible.ts': `import fp from 'fastify-plugin'; export default fp(async (fastify) => { fastify.decorate('x', 1); });`,
      'stock/src/routes/root.ts': `export default async function root(fastify, opts) { fastify.get('/', async () => ({ root: true })); }`,
      'stock/src/routes/users/index.ts': `import { FastifyPluginAsync } from 'fastify'; const users: FastifyPluginAsync = async (fastify) => { fastify.get('/', async () => []); fastify.get('/:id', async () => []); }; export default users;`,
      'stock/src/routes/orders.ts': `export const autoPrefix = '/v2/orders'; export default async function (fastify) { fastify.post('/', async () => ({})); }`,
    },
  ],
  [
    'Koa: routers with prefixes, nested',
    ['DELETE /api/users/:id', 'GET /api/users', 'GET /api/users/:id'],
    `import Koa from 'koa'; import Router from '@koa/router'; import { users } from './users'; const app = new Koa(); const api = new Router({ prefix: '/api' });
     api.use(users.routes(), users.allowedMethods()); app.use(api.routes()).use(api.allowedMethods()); app.listen(3000);`,
    {
      'stock/src/users.ts': `import Router from '@koa/router'; export const users = new Router({ prefix: '/users' }); users.get('/', async (ctx) => { ctx.body = []; }); users.get('user', '/:id', async (ctx, next) => {}).del('/:id', async (ctx) => {});`,
    },
  ],
  [
    'Koa: a prefix that is set later, and a path in front',
    ['GET /v1/stock/items'],
    `const Koa = require('koa'); const Router = require('koa-router'); const app = new Koa(); const items = new Router(); items.get('/items', async (ctx) => {}); const main = new Router(); main.prefix('/v1'); main.use('/stock', items.routes()); app.use(main.routes());`,
  ],
  [
    'Hono: routes and base paths',
    ['GET /api/books/:id', 'GET /health', 'POST /api/books', 'PUT /v2/x'],
    `import { serve } from '@hono/node-server'; import { Hono } from 'hono'; import books from './books';
     const app = new Hono(); app.get('/health', (c) => c.text('ok')); const api = app.basePath('/api'); api.route('/books', books); const v2 = new Hono().basePath('/v2'); v2.on('PUT', '/x', (c) => c.text('x')); app.route('/', v2); serve({ fetch: app.fetch, port: 3000 });`,
    {
      'stock/src/books.ts': `import { Hono } from 'hono'; const books = new Hono().get('/:id', (c) => c.json({})).post('/', async (c) => c.json({})); export default books;`,
    },
  ],
  [
    'Hono: a factory and OpenAPI routes',
    ['GET /users/{id}', 'POST /users'],
    `import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi'; import { createFactory } from 'hono/factory';
     const route = createRoute({ method: 'get', path: '/users/{id}', request: {}, responses: {} }); const app = new OpenAPIHono(); app.openapi(route, (c) => c.json({}));
     const factory = createFactory(); const handlers = factory.createHandlers(logger(), async (c) => c.json({})); app.post('/users', ...handlers);`,
  ],
  [
    'Nest: prefixes, versions, a global prefix',
    ['GET /api/v1/stock/:id', 'GET /api/v2/stock', 'POST /api/v1/stock/reserve'],
    `import { NestFactory } from '@nestjs/core'; import { VersioningType } from '@nestjs/common'; import { AppModule } from './app.module';
     async function bootstrap() { const app = await NestFactory.create(AppModule); app.setGlobalPrefix('api'); app.enableVersioning({ type: VersioningType.URI }); await app.listen(3000); } bootstrap();`,
    {
      'stock/src/app.module.ts': `import { Module, Controller, Get, Post, Version, Param } from '@nestjs/common';
        @Controller({ path: 'stock', version: '1' }) export class StockController { @Get(':id') one(@Param('id') id: string) { return {}; } @Post('reserve') reserve() { return {}; } @Version('2') @Get() all() { return []; } }
        @Module({ controllers: [StockController] }) export class AppModule {}`,
    },
  ],
  [
    'Nest: a global prefix with exceptions, versions in headers',
    ['GET /api/stock', 'GET /health'],
    `import { NestFactory } from '@nestjs/core'; import { VersioningType, Module, Controller, Get } from '@nestjs/common';
     @Controller('health') export class Health { @Get() check() {} } @Controller({ path: 'stock', version: '1' }) export class Stock { @Get() all() {} } @Module({ controllers: [Health, Stock] }) export class AppModule {}
     async function bootstrap() { const app = await NestFactory.create(AppModule); app.setGlobalPrefix('/api', { exclude: ['health'] }); app.enableVersioning({ type: VersioningType.HEADER, header: 'v' }); await app.listen(3000); } bootstrap();`,
  ],
  [
    'Nest: modules under a path',
    ['GET /admin/stats', 'GET /admin/users/list'],
    `import { Module, Controller, Get } from '@nestjs/common'; import { NestFactory, RouterModule } from '@nestjs/core';
     @Controller('stats') export class Stats { @Get() get() {} } @Module({ controllers: [Stats] }) export class AdminModule {}
     @Controller('list') export class Users { @Get() get() {} } @Module({ controllers: [Users] }) export class UsersModule {}
     @Module({ imports: [AdminModule, UsersModule, RouterModule.register([{ path: 'admin', module: AdminModule, children: [{ path: 'users', module: UsersModule }] }])] }) export class AppModule {}
     NestFactory.create(AppModule).then((app) => app.listen(3000));`,
  ],
  [
    'Nest: controllers and routes under decorators that are put together elsewhere, some of them inherited',
    ['GET /v1/stock', 'GET /v1/stock/:id', 'POST /v1/stock'],
    `import { NestFactory } from '@nestjs/core'; import { Module } from '@nestjs/common'; import { ApiController, Read } from './decorators'; import { Base } from './base';
     @ApiController('stock') export class Stock extends Base { @Read(':id') one() {} @Read() all() {} } @Module({ controllers: [Stock] }) export class AppModule {}
     NestFactory.create(AppModule).then((app) => app.listen(3000));`,
    {
      'stock/src/decorators.ts': `import { applyDecorators, Controller, Get, UseGuards } from '@nestjs/common'; import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
        export const ApiController = (path: string) => applyDecorators(ApiTags(path), Controller('v1/' + path));
        export function Read(path = '') { return applyDecorators(UseGuards(Guard), Get(path), ApiOkResponse()); }`,
      'stock/src/base.ts': `import { Post } from '@nestjs/common'; import { ROOT } from './paths'; export abstract class Base { @Post(ROOT) add() {} }`,
      'stock/src/paths.ts': `export const ROOT = '';`,
    },
  ],
  [
    'routing-controllers',
    ['GET /api/users/:id', 'POST /api/users'],
    `import { createExpressServer, JsonController, Get, Post, Param, Body } from 'routing-controllers';
     @JsonController('/users') export class UserController { @Get('/:id') one(@Param('id') id: number) {} @Post('/') add(@Body() user: any) {} }
     createExpressServer({ routePrefix: '/api', controllers: [UserController] }).listen(3000);`,
  ],
  [
    'tsoa',
    ['GET /users/{id}', 'POST /users'],
    `import { Controller, Get, Path, Post, Route, Body } from 'tsoa';
     @Route('users') export class UsersController extends Controller { @Get('{id}') public async one(@Path() id: number) { return {}; } @Post() public async add(@Body() body: any) {} }`,
  ],
  [
    'hapi',
    ['GET /users/{id}', 'POST /stock/reserve', 'PUT /stock/reserve'],
    `import Hapi from '@hapi/hapi'; const init = async () => { const server = Hapi.server({ port: 3000 });
       server.route({ method: 'GET', path: '/users/{id}', handler: (request, h) => 'x', options: {} }); server.route([{ method: ['POST', 'PUT'], path: '/stock/reserve', options: { handler: async () => ({}) } }]); await server.start(); }; init();`,
  ],
  [
    'hapi: plugins with a prefix',
    ['GET /api/users'],
    `const Hapi = require('@hapi/hapi'); const users = require('./users'); const server = Hapi.server({}); server.register({ plugin: users, routes: { prefix: '/api' } });`,
    {
      'stock/src/users.js': `module.exports = { name: 'users', register: async (server, options) => { server.route({ method: 'GET', path: '/users', handler: async () => [] }); } };`,
    },
  ],
  [
    'restify',
    ['DELETE /stock/:id', 'GET /stock'],
    `const restify = require('restify'); const server = restify.createServer(); server.use(restify.plugins.queryParser()); server.get('/stock', (req, res, next) => next()); server.del('/stock/:id', (req, res, next) => next()); server.listen(8080);`,
  ],
  [
    'Elysia',
    ['GET /api/stock', 'POST /api/stock/reserve'],
    `import { Elysia } from 'elysia'; const stock = new Elysia({ prefix: '/stock' }).get('/', () => []).post('/reserve', ({ body }) => ({})); new Elysia({ prefix: '/api' }).use(stock).listen(3000);`,
  ],
  [
    'Elysia: a group',
    ['GET /api/stock'],
    `import { Elysia } from 'elysia'; new Elysia().group('/api', (app) => app.get('/stock', () => [])).listen(3000);`,
  ],
  [
    'polka and itty-router',
    ['GET /a/:id', 'GET /b'],
    `import polka from 'polka'; import { Router } from 'itty-router'; polka().get('/a/:id', (req, res) => {}).listen(3000); const router = Router(); router.get('/b', () => new Response()); export default { fetch: router.fetch };`,
  ],
  [
    'ts-rest on Express',
    ['GET /posts/:id', 'POST /posts'],
    `import express from 'express'; import { createExpressEndpoints, initServer } from '@ts-rest/express'; import { contract } from './contract'; const app = express(); const s = initServer();
     const router = s.router(contract, { one: async ({ params }) => ({ status: 200, body: {} }), create: async () => ({ status: 201, body: {} }) }); createExpressEndpoints(contract, router, app); app.listen(3000);`,
    {
      'stock/src/contract.ts': `import { initContract } from '@ts-rest/core'; const c = initContract(); export const contract = c.router({ one: { method: 'GET', path: '/posts/:id', responses: {} }, create: { method: 'POST', path: '/posts', body: null, responses: {} } });`,
    },
  ],
];

describe('routes are seen of', () => {
  test.each(CASES.map(([title, routes, ...trees]) => [title, routes, trees] as const))(
    '%s',
    (_, routes, [main, more]) => {
      const model = modelOf(services({ stock: {} }), { 'stock/src/main.ts': main, ...more });
      const found = model.operations.filter(({ protocol }) => protocol === 'http').map(({ name }) => name);
      expect(found.toSorted()).toEqual(routes);
    },
  );
});

const FILES: readonly (readonly [title: string, dependency: string, routes: readonly string[], tree: Tree])[] = [
  [
    'Next.js',
    'next',
    ['ANY /api/orders', 'ANY /api/legacy/:id', 'GET /api/users/:id', 'POST /api/users/:id', 'POST /checkout'],
    {
      'app/api/users/[id]/route.ts': `import { NextRequest } from 'next/server'; export async function GET(req: NextRequest, { params }) { return Response.json({}); } export const POST = async (req: Request) => Response.json({});`,
      'app/(shop)/checkout/route.ts': `export async function POST() { return Response.json({}); }`,
      'app/page.tsx': `export default function Page() { return null; }`,
      'pages/api/orders/index.ts': `import type { NextApiRequest, NextApiResponse } from 'next'; export default async function handler(req: NextApiRequest, res: NextApiResponse) { res.status(200).json({}); }`,
      'pages/api/legacy/[id].ts': `export default function handler(req, res) { if (req.method !== 'GET') return res.status(405).end(); res.json({}); }`,
    },
  ],
  [
    'Nuxt',
    'nuxt',
    ['ANY /api/hello', 'GET /api/users/:id', 'POST /api/users', 'GET /feed'],
    {
      'server/api/hello.ts': `export default defineEventHandler(async (event) => ({ hello: 'world' }));`,
      'server/api/users/[id].get.ts': `export default defineEventHandler((event) => ({}));`,
      'server/api/users/index.post.ts': `export default eventHandler(async (event) => { const body = await readBody(event); return {}; });`,
      'server/routes/feed.get.ts': `export default defineEventHandler(() => 'x');`,
    },
  ],
  [
    'SvelteKit',
    '@sveltejs/kit',
    ['DELETE /api/users/:id', 'GET /api/users/:id'],
    {
      'src/routes/api/users/[id]/+server.ts': `import { json } from '@sveltejs/kit'; import type { RequestHandler } from './$types'; export const GET: RequestHandler = async ({ params }) => json({}); export const DELETE: RequestHandler = async () => json({});`,
    },
  ],
  [
    'Remix',
    '@remix-run/node',
    ['GET /users/:id', 'POST /users/:id'],
    {
      'app/routes/users.$id.tsx': `import type { LoaderFunctionArgs } from '@remix-run/node'; export async function loader({ params }: LoaderFunctionArgs) { return {}; } export const action = async () => ({}); export default function User() { return null; }`,
    },
  ],
];

describe('routes by file are seen of', () => {
  test.each(FILES)('%s', (_, dependency, routes, tree) => {
    const model = modelOf(
      { 'compose.yaml': 'services:\n  web:\n    build: ./web\n' },
      {
        'web/package.json': JSON.stringify({ name: 'web', dependencies: { [dependency]: '1.0.0' } }),
        'web/Dockerfile': 'FROM node\nCOPY . .\nCMD ["npm", "start"]\n',
      },
      Object.fromEntries(Object.entries(tree).map(([file, text]) => [`web/${file}`, text])),
    );
    const found = model.operations.filter(({ protocol }) => protocol === 'http').map(({ name }) => name);
    expect(found.toSorted()).toEqual(routes.toSorted());
  });
});
