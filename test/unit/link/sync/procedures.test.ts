import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf, modelOf, services } from '../code/workspace.ts';

type Tree = Readonly<Record<string, string>>;
const world = services({ orders: { UPSTREAM: 'http://stock:3000' }, stock: {}, depot: {} });

const TRPC_ROUTER: Tree = {
  'stock/src/trpc.ts': `import { initTRPC, TRPCError } from '@trpc/server'; import superjson from 'superjson'; import type { Context } from './context';
    const t = initTRPC.context<Context>().create({ transformer: superjson }); export const router = t.router; export const publicProcedure = t.procedure;
    const isAuthed = t.middleware(({ ctx, next }) => next({ ctx })); export const protectedProcedure = t.procedure.use(isAuthed); export const mergeRouters = t.mergeRouters;`,
  'stock/src/items.ts': `import { z } from 'zod'; import { router, publicProcedure, protectedProcedure } from './trpc';
    export const itemsRouter = router({ byId: publicProcedure.input(z.object({ id: z.string() })).query(async ({ input, ctx }) => ctx.db.item.findUnique({ where: { id: input.id } })),
      reserve: protectedProcedure.input(z.string()).mutation(async ({ input }) => { await fetch('http://depot:3000/ship', { method: 'POST' }); return {}; }) });`,
  'stock/src/router.ts': `import { router, publicProcedure, mergeRouters } from './trpc'; import { itemsRouter } from './items';
    const health = router({ ping: publicProcedure.query(() => 'pong') }); const nested = router({ items: itemsRouter, admin: router({ stats: publicProcedure.query(() => 1) }) });
    export const appRouter = mergeRouters(health, nested); export type AppRouter = typeof appRouter;`,
};
const DEPOT: Tree = {
  'depot/src/main.ts': `import express from 'express'; const app = express(); app.post('/ship', (req, res) => {}); app.listen(3000);`,
};

const MOUNTS: readonly (readonly [string, string, Tree?])[] = [
  [
    'Express',
    `import express from 'express'; import * as trpcExpress from '@trpc/server/adapters/express'; import { appRouter } from './router'; const app = express();
     app.use('/trpc', trpcExpress.createExpressMiddleware({ router: appRouter, createContext: () => ({}) })); app.listen(3000);`,
  ],
  [
    'Fastify',
    `import { fastifyTRPCPlugin, FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'; import fastify from 'fastify'; import { appRouter, type AppRouter } from './router'; import { createContext } from './context';
     const server = fastify({ maxParamLength: 5000 }); server.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: { router: appRouter, createContext } satisfies FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] }); server.listen({ port: 3000 });`,
  ],
  [
    'the standalone adapter',
    `import { createHTTPServer } from '@trpc/server/adapters/standalone'; import cors from 'cors'; import { appRouter } from './router'; createHTTPServer({ middleware: cors(), router: appRouter, createContext() { return {}; } }).listen(3000);`,
  ],
  [
    'fetch',
    `import { fetchRequestHandler } from '@trpc/server/adapters/fetch'; import { appRouter } from './router';
     const handler = (req: Request) => fetchRequestHandler({ endpoint: '/api/trpc', req, router: appRouter, createContext: () => ({}) }); export { handler as GET, handler as POST };`,
  ],
  [
    'Next.js',
    `import { createNextApiHandler } from '@trpc/server/adapters/next'; import { appRouter } from './router'; export default createNextApiHandler({ router: appRouter, createContext: () => ({}) });`,
  ],
  [
    'Hono',
    `import { Hono } from 'hono'; import { trpcServer } from '@hono/trpc-server'; import { appRouter } from './router'; const app = new Hono(); app.use('/trpc/*', trpcServer({ router: appRouter })); export default app;`,
  ],
];

describe('procedures of tRPC are seen', () => {
  test.each(MOUNTS.map(([title, main]) => [title, main] as const))('served by %s', (_, main) => {
    const model = modelOf(world, TRPC_ROUTER, DEPOT, { 'stock/src/main.ts': main });
    const found = model.operations.filter(({ protocol }) => protocol === 'trpc').map(({ name }) => name);
    expect(found.toSorted()).toEqual(['admin.stats', 'items.byId', 'items.reserve', 'ping']);
    expect(effectsOf(model, 'stock items.reserve')).toEqual(['call depot']);
    expect(effectsOf(model, 'stock start')).toEqual([]);
  });

  const CLIENTS: readonly (readonly [string, string, Tree?])[] = [
    [
      'with links',
      `import { createTRPCProxyClient, httpBatchLink } from '@trpc/client'; import type { AppRouter } from '../../stock/src/router';
       const trpc = createTRPCProxyClient<AppRouter>({ links: [httpBatchLink({ url: process.env.UPSTREAM + '/trpc' })] }); await trpc.items.reserve.mutate('1');`,
    ],
    [
      'with links that split',
      `import { createTRPCClient, httpBatchLink, loggerLink, splitLink, createWSClient, wsLink } from '@trpc/client';
       const wsClient = createWSClient({ url: 'ws://stock:3001' }); export const trpc = createTRPCClient({ links: [loggerLink(), splitLink({ condition: (op) => op.type === 'subscription', true: wsLink({ client: wsClient }), false: httpBatchLink({ url: \`\${process.env.UPSTREAM}/trpc\` }) })] });
       export class Stock { reserve(id: string) { return trpc.items.reserve.mutate(id); } } new Stock().reserve('1');`,
    ],
    [
      'by name',
      `import { createTRPCClient } from '@trpc/client'; const client = createTRPCClient({ url: process.env.UPSTREAM + '/trpc' }); await client.mutation('items.reserve', '1');`,
    ],
    [
      'from a page',
      `import { trpc } from './trpc'; export const Page = () => { const reserve = trpc.items.reserve.useMutation(); return null; };`,
      {
        'orders/src/trpc.ts': `import { createTRPCReact, httpBatchLink } from '@trpc/react-query'; export const trpc = createTRPCReact<any>(); export const client = trpc.createClient({ links: [httpBatchLink({ url: '/api/trpc' })] });`,
      },
    ],
  ];
  test.each(CLIENTS.map(([title, ...trees]) => [title, trees] as const))('called %s', (_, [main, more]) => {
    const server = MOUNTS[0]?.[1] ?? '';
    const model = modelOf(world, TRPC_ROUTER, DEPOT, {
      'stock/src/main.ts': server,
      'orders/src/main.ts': main,
      ...more,
    });
    expect(edgesIn(model).filter((edge) => !edge.includes(' import '))).toEqual([
      'orders -> stock sync trpc items.reserve',
      'stock -> depot sync http POST /ship',
    ]);
    expect(
      model.chains.some(({ path }) => path.slice(-2).join(' > ') === 'stock items.reserve > depot POST /ship'),
    ).toBe(true);
  });
});

test('a client of tRPC asks the service that the type of its router is from, not whoever has the procedure', () => {
  const model = modelOf(services({ page: {}, gateway: {}, stock: {} }), TRPC_ROUTER, {
    'stock/src/main.ts': MOUNTS[0]?.[1] ?? '',
    'gateway/src/router.ts': `export type { AppRouter } from '../../stock/src/router';`,
    'gateway/src/main.ts': `import express from 'express'; const app = express(); app.listen(80);`,
    'page/src/main.ts': `import { createTRPCClient, httpBatchLink } from '@trpc/client'; import type { AppRouter } from '../../gateway/src/router';
      const trpc = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/api/events' })] }); await trpc.items.reserve.mutate('1');`,
  });
  expect(edgesIn(model).filter((edge) => edge.startsWith('page') && edge.includes('sync'))).toEqual([
    'page -> gateway sync trpc items.reserve',
  ]);
});

describe('Moleculer', () => {
  const bus = services({ api: {}, orders: {}, stock: {} });
  const served: Tree = {
    'api/src/services/api.service.js': `const ApiGateway = require('moleculer-web'); module.exports = { name: 'api', mixins: [ApiGateway], settings: { port: 3000, routes: [{ path: '/api', aliases: { 'POST /orders': 'orders.place',\n 'REST stock': 'stock', 'GET health': 'api.health' } }] }, actions: { health() { return 'ok'; } } };`,
    'orders/src/services/orders.service.js': `module.exports = { name: 'orders', version: 1, settings: {}, dependencies: ['stock'],
      actions: { place: { params: { sku: 'string' }, async handler(ctx) { const held = await ctx.call('stock.reserve', { sku: ctx.params.sku }, { timeout: 500 }); return this.save(ctx, held); } }, list(ctx) { return []; } },
      methods: { async save(ctx, held) { await ctx.broadcast('order.placed', held); return held; } } };`,
    'stock/src/main.ts': `import { ServiceBroker, Service, Context } from 'moleculer'; const broker = new ServiceBroker({ transporter: 'NATS' });
      class StockService extends Service { constructor(broker: ServiceBroker) { super(broker); this.parseServiceSchema({ name: 'stock', actions: { reserve: this.reserve, list: { handler: this.list } }, events: { 'order.placed': { handler(ctx: Context) {} } } }); } reserve(ctx: Context) { return {}; } list(ctx) { return []; } }
      broker.createService(StockService); broker.start();`,
  };

  test('actions are called and events are sent by name', () => {
    const model = modelOf(bus, {
      ...served,
      'orders/src/main.ts': `const { ServiceBroker } = require('moleculer'); const broker = new ServiceBroker(); broker.loadServices('./services');`,
      'api/src/main.ts': `const { ServiceBroker } = require('moleculer'); new ServiceBroker().loadServices('./services');`,
      'api/src/services/job.service.js': `module.exports = { name: 'job', started() { this.broker.call('v1.orders.list'); } };`,
    });
    expect(edgesIn(model)).toEqual([
      'api -> orders sync moleculer v1.orders.list',
      'api -> stock sync moleculer stock.list',
      'orders -> stock async moleculer moleculer:order.placed',
      'orders -> stock sync moleculer stock.reserve',
    ]);
    expect(model.unresolved.map(({ what }) => what)).toContain('moleculer orders.place');
    expect(effectsOf(model, 'orders v1.orders.place')).toEqual(['call stock', 'publish moleculer:order.placed']);
  });

  test('actions of mixins, and gateways that take every action with a route', () => {
    const model = modelOf(services({ api: {}, users: {}, jobs: {} }), {
      'api/src/main.ts': `const { ServiceBroker } = require('moleculer'); const Web = require('moleculer-web'); new ServiceBroker().createService({ name: 'api', mixins: [Web], settings: { routes: [{ path: '/api', whitelist: ['**'], autoAliases: true }] } });`,
      'users/src/main.ts': `const { ServiceBroker } = require('moleculer'); const DbService = require('moleculer-db'); new ServiceBroker().createService({ name: 'users', mixins: [DbService], actions: { login: { rest: 'POST /login', async handler(ctx) { return ctx.call('users.find'); } } } });`,
      'jobs/src/main.ts': `const { ServiceBroker } = require('moleculer'); const broker = new ServiceBroker(); broker.start().then(() => broker.call('users.find', { query: {} }));`,
    });
    expect(edgesIn(model)).toEqual([
      'api -> users sync moleculer-rest REST users.login',
      'jobs -> users sync moleculer users.*',
    ]);
    expect(model.unresolved).toEqual([]);
  });

  test('several calls at once, and services made by hand', () => {
    const model = modelOf(services({ orders: {}, stock: {} }), {
      'stock/src/main.ts': `const { ServiceBroker } = require('moleculer'); const broker = new ServiceBroker({}); broker.createService({ name: 'stock', actions: { reserve: (ctx) => ({}), release: { rest: 'POST /release', handler: async (ctx) => ({}) } } }); broker.start();`,
      'orders/src/main.ts': `import { ServiceBroker } from 'moleculer'; const broker = new ServiceBroker(); broker.createService({ name: 'orders', actions: { async all(ctx) { return ctx.mcall([{ action: 'stock.reserve' }, { action: 'stock.release' }]); } } });`,
    });
    expect(edgesIn(model)).toEqual([
      'orders -> stock sync moleculer stock.release',
      'orders -> stock sync moleculer stock.reserve',
    ]);
  });
});

const DAPR: readonly (readonly [string, string])[] = [
  [
    'the client',
    `import { DaprClient, HttpMethod } from '@dapr/dapr'; const client = new DaprClient({ daprHost: '127.0.0.1', daprPort: '3500' }); await client.invoker.invoke('stock-app', 'stock/reserve', HttpMethod.POST, {});`,
  ],
  [
    'the sidecar by its URL',
    `import axios from 'axios'; const DAPR_HOST = process.env.DAPR_HOST || 'http://localhost'; const PORT = process.env.DAPR_HTTP_PORT || '3500'; await axios.post(\`\${DAPR_HOST}:\${PORT}/v1.0/invoke/stock-app/method/stock/reserve\`, {});`,
  ],
  [
    'the sidecar and a header',
    `import axios from 'axios'; const base = \`\${process.env.DAPR_HOST ?? 'http://localhost'}:\${process.env.DAPR_HTTP_PORT ?? '3500'}\`; const config = { headers: { 'dapr-app-id': 'stock-app' } }; await axios.post(\`\${base}/stock/reserve\`, {}, config);`,
  ],
  [
    'the sidecar, a header and fetch',
    `await fetch('http://localhost:3500/stock/reserve', { method: 'POST', headers: { 'dapr-app-id': 'stock-app', 'content-type': 'application/json' } });`,
  ],
];
const KUBERNETES: Tree = {
  'k8s/stock.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: stock\nspec:\n  selector:\n    matchLabels: { app: stock }\n  template:\n    metadata:\n      labels: { app: stock }\n      annotations:\n        dapr.io/enabled: "true"\n        dapr.io/app-id: "stock-app"\n        dapr.io/app-port: "3000"\n    spec:\n      containers:\n        - name: stock\n          image: stock:latest\n`,
};
const SIDECAR: Tree = {
  'compose.dapr.yaml': `services:\n  stock-dapr:\n    image: daprio/daprd:1.14\n    command: ["./daprd", "--app-id", "stock-app", "--app-port", "3000"]\n    depends_on: [stock]\n    network_mode: "service:stock"\n`,
};

describe('Dapr', () => {
  const server: Tree = {
    'stock/src/main.ts': `import { DaprServer, HttpMethod } from '@dapr/dapr'; const server = new DaprServer({ serverHost: '127.0.0.1', serverPort: '3000' });
      await server.invoker.listen('stock/reserve', async (data) => ({}), { method: HttpMethod.POST }); await server.pubsub.subscribe('pubsub', 'orders', async (data) => {}); await server.start();`,
  };
  const alike: Tree = {
    'depot/src/main.ts': `import express from 'express'; const app = express(); app.post('/stock/reserve', (req, res) => {}); app.listen(3000);`,
  };
  describe.each([
    ['Kubernetes', KUBERNETES],
    ['compose', SIDECAR],
  ])('with the id in %s', (_, manifests) => {
    test.each(DAPR)('is called through %s', (__, main) => {
      const model = modelOf(services({ orders: {}, stock: {}, depot: {} }), alike, manifests, server, {
        'orders/src/main.ts': main,
      });
      expect(edgesIn(model)).toEqual(['orders -> stock sync http POST /stock/reserve']);
    });
  });

  test('runs applications by their ids, which publish and subscribe through the sidecar', () => {
    const model = modelOf({
      'dapr.yaml': `version: 1\napps:\n  - appID: order-processor\n    appDirPath: ./processor/\n    command: ["npm", "start"]\n  - appID: checkout\n    appDirPath: ./checkout/\n    command: ["npm", "start"]\n`,
      'processor/package.json': JSON.stringify({
        name: 'processor',
        scripts: { start: 'node index.js' },
        dependencies: { express: '*' },
      }),
      'processor/index.js': `import express from 'express'; const app = express(); app.get('/dapr/subscribe', (_req, res) => { res.json([{ pubsubname: 'orderpubsub', topic: 'orders', route: 'orders' }]); }); app.post('/orders', (req, res) => {}); app.listen(5001);`,
      'checkout/package.json': JSON.stringify({
        name: 'checkout',
        scripts: { start: 'node index.js' },
        dependencies: { axios: '*' },
      }),
      'checkout/index.js': `import axios from 'axios'; const HOST = process.env.DAPR_HOST || 'http://localhost'; const PORT = process.env.DAPR_HTTP_PORT || '3500'; const config = { headers: { 'dapr-app-id': 'order-processor' } };
        await axios.post(\`\${HOST}:\${PORT}/orders\`, {}, config); await axios.post(\`\${HOST}:\${PORT}/v1.0/publish/orderpubsub/orders\`, {});`,
    });
    expect(edgesIn(model)).toEqual([
      'checkout -> processor async dapr dapr:orderpubsub/orders',
      'checkout -> processor sync http POST /orders',
    ]);
  });

  test('publishes and subscribes', () => {
    const model = modelOf(services({ orders: {}, stock: {} }), server, {
      'orders/src/main.ts': `import { DaprClient } from '@dapr/dapr'; const client = new DaprClient(); await client.pubsub.publish('pubsub', 'orders', { id: 1 });`,
    });
    expect(edgesIn(model)).toEqual(['orders -> stock async dapr dapr:pubsub/orders']);
  });
});
