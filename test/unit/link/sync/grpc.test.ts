import { describe, expect, test } from 'vitest';
import { edgesIn, modelOf, services } from '../code/workspace.ts';

const PROTO = {
  'proto/shop/v1/shop.proto': `syntax = "proto3"; package shop.v1;
    service Stock { rpc Reserve(Ask) returns (Answer); rpc Watch(Ask) returns (stream Answer); rpc Release(Ask) returns (Answer); }
    service Depot { rpc Reserve(Ask) returns (Answer); }
    message Ask {} message Answer {}`,
};
const world = [services({ orders: { UPSTREAM: 'stock:50051' }, stock: {}, depot: {} }), PROTO] as const;

const SERVER = `
  import grpc from '@grpc/grpc-js'; import loader from '@grpc/proto-loader';
  const shop = grpc.loadPackageDefinition(loader.loadSync('shop.proto')).shop;
  new grpc.Server().addService(shop.v1.Stock.service, { Reserve: (call, done) => done(null, {}), Watch: (call) => {}, Release: (call, done) => {} });`;
const DEPOT = `
  import grpc from '@grpc/grpc-js'; import loader from '@grpc/proto-loader';
  const shop = grpc.loadPackageDefinition(loader.loadSync('shop.proto')).shop;
  new grpc.Server().addService(shop.v1.Depot.service, { Reserve: (call, done) => done(null, {}) });`;

const TS_PROTO = `
  export const StockDefinition = { name: 'Stock', fullName: 'shop.v1.Stock', methods: {
    reserve: { name: 'Reserve', requestType: Ask, requestStream: false, responseType: Answer, responseStream: false, options: {} } } } as const;
  export interface StockServiceImplementation<CallContextExt = {}> { reserve(request: Ask, context: CallContext & CallContextExt): Promise<DeepPartial<Answer>>; }
  export interface StockClient<CallOptionsExt = {}> { reserve(request: DeepPartial<Ask>, options?: CallOptions & CallOptionsExt): Promise<Answer>; }`;
const TS_PROTO_GRPC_JS = `
  import { makeGenericClientConstructor, type Client, type ServiceError, type UntypedServiceImplementation } from '@grpc/grpc-js';
  export type StockService = typeof StockService;
  export const StockService = { reserve: { path: '/shop.v1.Stock/Reserve', requestStream: false, responseStream: false,
    requestSerialize: (value) => Buffer.from(Ask.encode(value).finish()), requestDeserialize: (value) => Ask.decode(value) } } as const;
  export interface StockServer extends UntypedServiceImplementation { reserve: handleUnaryCall<Ask, Answer>; }
  export interface StockClient extends Client { reserve(request: Ask, callback: (error: ServiceError | null, response: Answer) => void): ClientUnaryCall; }
  export const StockClient = makeGenericClientConstructor(StockService, 'shop.v1.Stock') as unknown as {
    new (address: string, credentials: ChannelCredentials, options?: Partial<ClientOptions>): StockClient; service: typeof StockService; serviceName: string; };`;
const TS_PROTO_RPC = `
  export interface Stock { Reserve(request: Ask): Promise<Answer>; }
  export const StockServiceName = 'shop.v1.Stock';
  export class StockClientImpl implements Stock {
    private readonly rpc: Rpc; private readonly service: string;
    constructor(rpc: Rpc, opts?: { service?: string }) { this.service = opts?.service || StockServiceName; this.rpc = rpc; this.Reserve = this.Reserve.bind(this); }
    Reserve(request: Ask): Promise<Answer> { const data = Ask.encode(request).finish(); const promise = this.rpc.request(this.service, 'Reserve', data); return promise.then((data) => Answer.decode(data)); }
  }
  interface Rpc { request(service: string, method: string, data: Uint8Array): Promise<Uint8Array>; }`;
const TS_PROTO_NEST = `
  import { GrpcMethod, GrpcStreamMethod } from '@nestjs/microservices'; import { Observable } from 'rxjs';
  export const SHOP_V1_PACKAGE_NAME = 'shop.v1';
  export interface StockClient { reserve(request: Ask): Observable<Answer>; release(request: Ask): Observable<Answer>; }
  export interface StockController { reserve(request: Ask): Promise<Answer> | Observable<Answer> | Answer; release(request: Ask): Promise<Answer>; }
  export function StockControllerMethods() {
    return function (constructor: Function) {
      const grpcMethods: string[] = ['reserve', 'release'];
      for (const method of grpcMethods) { const descriptor: any = Reflect.getOwnPropertyDescriptor(constructor.prototype, method); GrpcMethod('Stock', method)(constructor.prototype[method], method, descriptor); }
    };
  }
  export const STOCK_SERVICE_NAME = 'Stock';`;

type Tree = Readonly<Record<string, string>>;

const CLIENTS: readonly (readonly [string, string, Tree?])[] = [
  [
    'a package that is loaded, and members in brackets',
    `const grpc = require('@grpc/grpc-js'); const protoLoader = require('@grpc/proto-loader'); const path = require('path');
     const packageDefinition = protoLoader.loadSync(path.join(__dirname, '../proto/shop.proto'), { keepCase: true, longs: String });
     const proto = grpc.loadPackageDefinition(packageDefinition)['shop']['v1'];
     const client = new proto['Stock'](process.env.UPSTREAM, grpc.credentials.createInsecure());
     client.reserve({}, { deadline: Date.now() + 1000 }, (err, res) => {});`,
  ],
  [
    "a loader of one's own and a method made a promise",
    `import { promisify } from 'util'; import { loadProto } from './proto'; import { credentials } from '@grpc/grpc-js';
     const { Stock } = loadProto('shop.proto').shop.v1 as any;
     const client = new Stock(process.env.UPSTREAM, credentials.createInsecure());
     const reserve = promisify(client.Reserve).bind(client);
     export const run = async () => { await reserve({}); };`,
    {
      'orders/src/proto.ts': `import * as grpc from '@grpc/grpc-js'; import * as protoLoader from '@grpc/proto-loader';
        export const loadProto = (file: string) => { const definition = protoLoader.loadSync(file); return grpc.loadPackageDefinition(definition) as any; };`,
    },
  ],
  [
    'types of proto-loader',
    `import * as grpc from '@grpc/grpc-js'; import * as protoLoader from '@grpc/proto-loader'; import type { ProtoGrpcType } from './generated/shop';
     const grpcObj = grpc.loadPackageDefinition(protoLoader.loadSync('shop.proto')) as unknown as ProtoGrpcType;
     const client = new grpcObj.shop.v1.Stock(process.env.UPSTREAM!, grpc.credentials.createInsecure());
     const deadline = new Date(); client.waitForReady(deadline, (error) => { if (!error) client.Reserve({}, () => {}); });`,
  ],
  [
    'a class around the client',
    `import * as grpc from '@grpc/grpc-js'; import { loadSync } from '@grpc/proto-loader';
     class StockGateway {
       private client: any;
       constructor() { const pkg: any = grpc.loadPackageDefinition(loadSync('shop.proto')); this.client = new pkg.shop.v1.Stock(process.env.UPSTREAM, grpc.credentials.createInsecure()); }
       reserve(id: string) { return new Promise((resolve, reject) => { this.client.reserve({ id }, (err: any, res: any) => (err ? reject(err) : resolve(res))); }); }
     }
     new StockGateway().reserve('1');`,
  ],
  [
    'ts-proto and nice-grpc',
    `import { createChannel, createClient } from 'nice-grpc'; import { StockClient, StockDefinition } from './gen/shop';
     const channel = createChannel(process.env.UPSTREAM!); const client: StockClient = createClient(StockDefinition, channel);
     await client.reserve({ id: '1' });`,
    { 'orders/src/gen/shop.ts': TS_PROTO },
  ],
  [
    'ts-proto and a client factory',
    `import { createChannel, createClientFactory } from 'nice-grpc'; import { retryMiddleware } from 'nice-grpc-client-middleware-retry'; import { StockDefinition } from '@acme/protos';
     const factory = createClientFactory().use(retryMiddleware).use(deadlineMiddleware);
     export const stock = factory.create(StockDefinition, createChannel(process.env.UPSTREAM!));
     stock.reserve({ id: '1' });`,
    {
      'protos/package.json': JSON.stringify({ name: '@acme/protos', main: 'src/index.ts' }),
      'protos/src/index.ts': `export * from './shop';`,
      'protos/src/shop.ts': TS_PROTO,
    },
  ],
  [
    'ts-proto and nice-grpc, whose code is not there',
    `import { createChannel, createClient } from 'nice-grpc'; import { StockDefinition } from './generated/shop';
     createClient(StockDefinition, createChannel(process.env.UPSTREAM!)).reserve({ id: '1' });`,
  ],
  [
    'ts-proto for grpc-js',
    `import { credentials } from '@grpc/grpc-js'; import { StockClient } from './gen/shop';
     const client = new StockClient(process.env.UPSTREAM!, credentials.createInsecure());
     client.reserve({ id: '1' }, (error, answer) => {});`,
    { 'orders/src/gen/shop.ts': TS_PROTO_GRPC_JS },
  ],
  [
    "ts-proto with a transport of one's own",
    `import { Client, credentials } from '@grpc/grpc-js'; import { StockClientImpl } from './gen/shop';
     const conn = new Client(process.env.UPSTREAM!, credentials.createInsecure());
     const rpc = { request: (service: string, method: string, data: Uint8Array) => new Promise((resolve, reject) => {
       conn.makeUnaryRequest(\`/\${service}/\${method}\`, (arg) => arg, (arg) => arg, data, (err, res) => (err ? reject(err) : resolve(res))); }) };
     new StockClientImpl(rpc).Reserve({ id: '1' });`,
    { 'orders/src/gen/shop.ts': TS_PROTO_RPC },
  ],
  [
    'Connect of today',
    `import { createClient } from '@connectrpc/connect'; import { createGrpcTransport } from '@connectrpc/connect-node'; import { Stock } from '@acme/contracts/shop/v1/shop_pb';
     const transport = createGrpcTransport({ baseUrl: \`http://\${process.env.UPSTREAM}\`, interceptors: [] });
     export class StockService { private readonly client = createClient(Stock, transport); reserve() { return this.client.reserve({}, { timeoutMs: 100 }); } }
     new StockService().reserve();`,
  ],
  [
    'Connect of yesterday',
    `import { createPromiseClient, PromiseClient } from '@bufbuild/connect'; import { createConnectTransport } from '@bufbuild/connect-node'; import { Stock } from '../gen/shop/v1/shop_connect';
     const client: PromiseClient<typeof Stock> = createPromiseClient(Stock, createConnectTransport({ baseUrl: 'http://stock:8080', httpVersion: '2' }));
     await client.reserve({});`,
  ],
  [
    'stubs of grpc-tools',
    `import { StockClient } from '../gen/shop_grpc_pb'; import { Ask } from '../gen/shop_pb'; import * as grpc from '@grpc/grpc-js';
     const client = new StockClient(process.env.UPSTREAM!, grpc.credentials.createInsecure()); const ask = new Ask(); ask.setId('1'); client.reserve(ask, (err, res) => {});`,
  ],
  [
    'protobuf-ts',
    `import { GrpcTransport } from '@protobuf-ts/grpc-transport'; import { ChannelCredentials } from '@grpc/grpc-js'; import { StockClient } from './gen/shop.client';
     const client = new StockClient(new GrpcTransport({ host: process.env.UPSTREAM!, channelCredentials: ChannelCredentials.createInsecure() }));
     const { response } = await client.reserve({ id: '1' });`,
  ],
  [
    'Nest and a client that is injected',
    `import { Controller, Get, Inject, Module, OnModuleInit } from '@nestjs/common'; import { ClientGrpc, ClientsModule, Transport } from '@nestjs/microservices'; import { firstValueFrom } from 'rxjs';
     import { STOCK_SERVICE_NAME, StockClient, SHOP_V1_PACKAGE_NAME } from './gen/shop';
     @Controller('orders') export class Orders implements OnModuleInit {
       private stock: StockClient;
       constructor(@Inject(SHOP_V1_PACKAGE_NAME) private readonly client: ClientGrpc) {}
       onModuleInit() { this.stock = this.client.getService<StockClient>(STOCK_SERVICE_NAME); }
       @Get() list() { return firstValueFrom(this.stock.reserve({})); }
     }
     @Module({ imports: [ClientsModule.register([{ name: SHOP_V1_PACKAGE_NAME, transport: Transport.GRPC, options: { url: process.env.UPSTREAM, package: SHOP_V1_PACKAGE_NAME, protoPath: 'shop.proto' } }])], controllers: [Orders] })
     export class AppModule {}`,
    { 'orders/src/gen/shop.ts': TS_PROTO_NEST },
  ],
  [
    'Nest and a stub that a provider makes of what its module imports',
    `import { Controller, Get, Inject, Module } from '@nestjs/common'; import { ClientGrpc, ClientsModule, Transport } from '@nestjs/microservices';
     import { STOCK_SERVICE_NAME, SHOP_V1_PACKAGE_NAME } from './gen/shop';
     @Controller('orders') export class Orders {
       constructor(@Inject('STUB') private readonly stock: any) {}
       @Get() list() { return this.stock.reserve({}); }
     }
     @Module({ imports: [ClientsModule.register([{ name: SHOP_V1_PACKAGE_NAME, transport: Transport.GRPC, options: { url: process.env.UPSTREAM, package: SHOP_V1_PACKAGE_NAME, protoPath: 'shop.proto' } }])],
       providers: [{ provide: 'STUB', useFactory: (client: ClientGrpc) => client.getService(STOCK_SERVICE_NAME), inject: [SHOP_V1_PACKAGE_NAME] }], controllers: [Orders] })
     export class AppModule {}`,
    { 'orders/src/gen/shop.ts': TS_PROTO_NEST },
  ],
  [
    'Nest and the decorator for a client',
    `import { Controller, Get } from '@nestjs/common'; import { Client, ClientGrpc, Transport } from '@nestjs/microservices';
     interface StockService { reserve(data: {}): any }
     @Controller() export class Orders {
       @Client({ transport: Transport.GRPC, options: { url: 'stock:50051', package: 'shop.v1', protoPath: 'shop.proto' } }) client: ClientGrpc;
       private stock: StockService;
       onModuleInit() { this.stock = this.client.getService<StockService>('Stock'); }
       @Get() list() { return this.stock.reserve({}); }
     }`,
  ],
];

describe('calls over gRPC are seen through', () => {
  test.each(CLIENTS.map(([title, ...trees]) => [title, trees] as const))('%s', (_, [main, more]) => {
    const model = modelOf(...world, {
      'stock/src/main.ts': SERVER,
      'depot/src/main.ts': DEPOT,
      'orders/src/main.ts': main,
      ...more,
    });
    expect(edgesIn(model)).toHaveLength(1);
    expect(model.edges[0]).toMatchObject({ from: 'orders', to: 'stock', kind: 'sync', protocol: 'grpc' });
    expect(model.edges[0]?.operation).toMatch(/^(?:shop\.v1\.|v1\.)?Stock\/Reserve$/);
    expect(model.edges[0]?.evidence.some(({ file }) => file === 'stock/src/main.ts')).toBe(true);
  });
});

const SERVERS: readonly (readonly [string, string, Tree?])[] = [
  [
    'an object of functions',
    `import { Server, ServerCredentials } from '@grpc/grpc-js'; import { StockService } from './gen/shop';
     const server = new Server(); const impl = { reserve: (call, callback) => callback(null, {}), release: async (call, callback) => {} };
     server.addService(StockService, impl); server.bindAsync('0.0.0.0:50051', ServerCredentials.createInsecure(), () => {});`,
    { 'stock/src/gen/shop.ts': TS_PROTO_GRPC_JS },
  ],
  [
    'an instance of a class',
    `import { Server } from '@grpc/grpc-js'; import { StockService, type StockServer } from './gen/shop';
     class StockImpl implements StockServer { [name: string]: any; reserve(call, callback) { callback(null, {}); } release(call, callback) {} }
     new Server().addService(StockService, new StockImpl());`,
    { 'stock/src/gen/shop.ts': TS_PROTO_GRPC_JS },
  ],
  [
    'a class whose methods are fields',
    `import * as grpc from '@grpc/grpc-js'; import { IStockServer, StockService } from './gen/shop_grpc_pb';
     class StockImpl implements IStockServer { [name: string]: grpc.UntypedHandleCall; reserve = (call, callback) => { callback(null, {}); }; release = async (call, callback) => {}; }
     const server = new grpc.Server(); server.addService(StockService, new StockImpl() as any);`,
  ],
  [
    'handlers from other files, put together',
    `const grpc = require('@grpc/grpc-js'); const loader = require('@grpc/proto-loader'); const handlers = require('./handlers');
     const proto = grpc.loadPackageDefinition(loader.loadSync('shop.proto'));
     function main() { const server = new grpc.Server(); server.addService(proto.shop.v1.Stock.service, { ...handlers }); server.start(); }
     main();`,
    {
      'stock/src/handlers/index.js': `exports.reserve = require('./reserve'); exports.release = (call, callback) => callback(null, {});`,
      'stock/src/handlers/reserve.js': `module.exports = async (call, callback) => callback(null, {});`,
    },
  ],
  [
    'methods bound to their object',
    `import * as grpc from '@grpc/grpc-js'; import loader from '@grpc/proto-loader';
     class App { server = new grpc.Server();
       start() { const pkg = grpc.loadPackageDefinition(loader.loadSync('shop.proto')) as any; this.server.addService(pkg.shop.v1.Stock.service, { reserve: this.reserve.bind(this), release: this.release.bind(this) }); }
       reserve(call, callback) {} release(call, callback) {} }
     new App().start();`,
  ],
  [
    'nice-grpc',
    `import { createServer } from 'nice-grpc'; import { StockDefinition, StockServiceImplementation } from './gen/shop';
     const impl: StockServiceImplementation = { async reserve(request) { return {}; }, async release(request) { return {}; } };
     const server = createServer(); server.add(StockDefinition, impl); await server.listen('0.0.0.0:50051');`,
    { 'stock/src/gen/shop.ts': TS_PROTO },
  ],
  [
    'nice-grpc with middleware',
    `import { createServer } from 'nice-grpc'; import { StockDefinition } from './gen/shop';
     createServer().use(logging).with(auth).add(StockDefinition, { async reserve() { return {}; }, async release() { return {}; } });`,
    { 'stock/src/gen/shop.ts': TS_PROTO },
  ],
  [
    'a router of Connect',
    `import { fastify } from 'fastify'; import { fastifyConnectPlugin } from '@connectrpc/connect-fastify'; import routes from './connect';
     const server = fastify(); await server.register(fastifyConnectPlugin, { routes }); await server.listen({ port: 8080 });`,
    {
      'stock/src/connect.ts': `import { ConnectRouter } from '@connectrpc/connect'; import { Stock } from './gen/shop/v1/shop_pb';
        export default (router: ConnectRouter) => router.service(Stock, { async reserve(req) { return {}; }, async release(req) { return {}; } });`,
    },
  ],
  [
    'a router of Connect in the adapter, with a class',
    `import * as http from 'http'; import { connectNodeAdapter } from '@connectrpc/connect-node'; import { Stock } from './gen/shop/v1/shop_connect'; import { ServiceImpl } from '@connectrpc/connect';
     class StockImpl implements ServiceImpl<typeof Stock> { async reserve(req) { return {}; } async release(req) { return {}; } }
     http.createServer(connectNodeAdapter({ routes: (router) => { router.service(Stock, new StockImpl()); } })).listen(8080);`,
  ],
  [
    'methods of Connect, one by one',
    `import { ConnectRouter } from '@connectrpc/connect'; import { expressConnectMiddleware } from '@connectrpc/connect-express'; import { Stock } from './gen/shop/v1/shop_pb'; import express from 'express';
     function routes(router: ConnectRouter) { router.rpc(Stock.method.reserve, async (req) => ({})); router.rpc(Stock.method.release, async (req) => ({})); }
     express().use(expressConnectMiddleware({ routes }));`,
  ],
  [
    'Nest and a decorator a method',
    `import { Controller } from '@nestjs/common'; import { GrpcMethod, GrpcStreamMethod } from '@nestjs/microservices';
     @Controller() export class StockController { @GrpcMethod('Stock', 'Reserve') reserve(data: {}) { return {}; } @GrpcStreamMethod('Stock') release(data: {}) { return {}; } }`,
  ],
  [
    'Nest and one decorator for the class, written by ts-proto',
    `import { Controller } from '@nestjs/common'; import { StockController, StockControllerMethods } from './gen/shop';
     @Controller() @StockControllerMethods() export class Controller1 implements StockController { reserve(request: {}) { return this.answer(); } async release(request: {}) { return {}; } private answer() { return {}; } }`,
    { 'stock/src/gen/shop.ts': TS_PROTO_NEST },
  ],
  [
    'Nest and one decorator for the class, whose code is not there',
    `import { Controller } from '@nestjs/common'; import { StockController, StockControllerMethods } from '@acme/proto/gen/shop';
     @Controller() @StockControllerMethods() export class Controller1 implements StockController { reserve(request: {}) { return this.answer(); } async release(request: {}) { return {}; } private answer() { return {}; } }`,
  ],
  [
    'Nest and GrpcService',
    `import { GrpcService, GrpcMethod } from '@nestjs/microservices';
     @GrpcService() export class Stock { @GrpcMethod() reserve(data: {}) { return {}; } @GrpcMethod() release(data: {}) { return {}; } }`,
  ],
  [
    'protobuf-ts',
    `import * as grpc from '@grpc/grpc-js'; import { adaptService } from '@protobuf-ts/grpc-backend'; import { Stock } from './gen/shop'; import { IStock } from './gen/shop.grpc-server';
     const impl = { reserve(call, callback) {}, release(call, callback) {} };
     new grpc.Server().addService(...adaptService(Stock, impl));`,
  ],
];

describe('answers over gRPC are seen of', () => {
  test.each(SERVERS.map(([title, ...trees]) => [title, trees] as const))('%s', (_, [main, more]) => {
    const model = modelOf(services({ stock: {} }), PROTO, { 'stock/src/main.ts': main, ...more });
    const found = model.operations
      .filter(({ trigger }) => trigger === 'rpc')
      .map(({ name }) => name.replace(/^(?:shop\.)?v1\./, ''));
    expect(found.toSorted()).toEqual(['Stock/Release', 'Stock/Reserve']);
  });
});

test('a descriptor given with a transport, whose functions are no RPCs, makes a client and no answer', () => {
  const model = modelOf(services({ stock: {}, orders: {} }), PROTO, {
    'stock/src/main.ts': `import { Stock } from './gen/shop/v1/shop_pb'; import { implement } from '../../kit/implement';
      implement(Stock, { async reserve(ask) { return {}; } });`,
    'orders/src/main.ts': `import { Stock } from './gen/shop/v1/shop_pb'; import { createClient, type Client } from '../../kit/client';
      const stock: Client<typeof Stock> = createClient(Stock, { unary: async (call) => call, close: () => {} });
      export async function place() { await stock.reserve({}); }`,
    'kit/implement.ts': 'export const implement = (service, handlers) => ({ service, handlers });',
    'kit/client.ts': 'export const createClient = (service, transport) => transport;',
  });
  const answered = model.operations
    .filter(({ trigger }) => trigger === 'rpc')
    .map(({ service, name }) => [service, name]);
  expect(answered).toEqual([['stock', 'shop.v1.Stock/Reserve']]);
});
