import { describe, expect, test } from 'vitest';
import { edgesIn, modelOf, services } from '../code/workspace.ts';

const SERVER = `
  import express from 'express';
  const app = express();
  app.post('/api/stock/reserve', (req, res) => res.send({}));
  app.listen(3000);`;

/** Two services answer alike, and the variable's name tells neither: only the address can say which is meant. */
const world = [
  services({ orders: { UPSTREAM: 'http://stock:3000' }, stock: {}, depot: {} }),
  { 'stock/src/main.ts': SERVER, 'depot/src/main.ts': SERVER },
] as const;

type Style = readonly [string, string, Readonly<Record<string, string>>?];

const AXIOS: readonly Style[] = [
  [
    'an instance with a base, called as a function',
    `import axios from 'axios';
     const api = axios.create({ baseURL: process.env.UPSTREAM, timeout: 5000 });
     await api({ url: '/api/stock/reserve', method: 'post', data: {} });`,
  ],
  [
    'a base in the defaults of the whole package',
    `import axios from 'axios';
     axios.defaults.baseURL = process.env.UPSTREAM;
     await axios.post('/api/stock/reserve', {});`,
  ],
  [
    'a base in the defaults of an instance, set in another file',
    `import { api } from './api'; import './setup'; api.post('/api/stock/reserve', {});`,
    {
      'orders/src/api.ts': `import axios from 'axios'; export const api = axios.create();`,
      'orders/src/setup.ts': `import { api } from './api'; api.defaults.baseURL = process.env.UPSTREAM;`,
    },
  ],
  [
    'an interceptor that sets the base',
    `import axios, { type InternalAxiosRequestConfig } from 'axios';
     const api = axios.create();
     api.interceptors.request.use((config: InternalAxiosRequestConfig) => { config.baseURL = process.env.UPSTREAM; return config; });
     api.post('/api/stock/reserve', {});`,
  ],
  [
    'an interceptor that puts the address before the path',
    `import axios from 'axios';
     const api = axios.create({ headers: { accept: 'application/json' } });
     api.interceptors.request.use(async (config) => { config.url = \`\${process.env.UPSTREAM}\${config.url}\`; return config; }, (error) => Promise.reject(error));
     api.post('/api/stock/reserve', {});`,
  ],
  [
    'an interceptor that gives back a new configuration',
    `import axios from 'axios';
     const api = axios.create();
     api.interceptors.request.use((config) => ({ ...config, baseURL: process.env.UPSTREAM }));
     api.post('/api/stock/reserve', {});`,
  ],
  [
    'one object that says everything',
    `import axios, { AxiosRequestConfig } from 'axios';
     const config: AxiosRequestConfig = { baseURL: process.env.UPSTREAM, url: '/api/stock/reserve', method: 'POST' };
     const { data } = await axios.request(config);`,
  ],
  [
    'a base in the options of one call',
    `import axios from 'axios'; axios.post('/api/stock/reserve', {}, { baseURL: process.env.UPSTREAM });`,
  ],
  [
    'an instance that a wrapper was put around',
    `import axios from 'axios'; import rateLimit from 'axios-rate-limit'; import { setupCache } from 'axios-cache-interceptor';
     const api = rateLimit(setupCache(axios.create({ baseURL: process.env.UPSTREAM })), { maxRPS: 5 });
     api.post('/api/stock/reserve');`,
  ],
  [
    'a class that extends Axios',
    `import { Axios } from 'axios';
     class StockApi extends Axios { constructor() { super({ baseURL: process.env.UPSTREAM }); } reserve() { return this.post('/api/stock/reserve'); } }
     new StockApi().reserve();`,
  ],
  [
    'a base class that keeps the instance',
    `import { StockApi } from './stock-api'; new StockApi().reserve();`,
    {
      'orders/src/base.ts': `import axios, { AxiosInstance } from 'axios';
        export abstract class HttpClient {
          protected readonly instance: AxiosInstance;
          constructor(baseURL: string) { this.instance = axios.create({ baseURL }); this._initializeResponseInterceptor(); }
          private _initializeResponseInterceptor = () => { this.instance.interceptors.response.use((r) => r.data, (e) => Promise.reject(e)); };
        }`,
      'orders/src/stock-api.ts': `import { HttpClient } from './base';
        export class StockApi extends HttpClient {
          public constructor() { super(process.env.UPSTREAM!); }
          public reserve = () => this.instance.post('/api/stock/reserve', {});
        }`,
    },
  ],
  [
    'Nest: HttpModule with a base',
    `import { Controller, Get, Module } from '@nestjs/common'; import { HttpModule, HttpService } from '@nestjs/axios'; import { firstValueFrom, map } from 'rxjs';
     @Controller('orders') export class Orders { constructor(private readonly http: HttpService) {}
       @Get() list() { return firstValueFrom(this.http.post('/api/stock/reserve', {}).pipe(map((r) => r.data))); } }
     @Module({ imports: [HttpModule.register({ baseURL: process.env.UPSTREAM, timeout: 5000 })], controllers: [Orders] }) export class AppModule {}`,
  ],
  [
    'Nest: axiosRef, called with what to ask',
    `import { Controller, Get, Module } from '@nestjs/common'; import { HttpModule, HttpService } from '@nestjs/axios';
     @Controller('orders') export class Orders { constructor(private readonly http: HttpService) {}
       @Get() async place() { return (await this.http.axiosRef({ url: process.env.UPSTREAM + '/api/stock/reserve', method: 'post', data: {} })).data; } }
     @Module({ imports: [HttpModule], controllers: [Orders] }) export class App {}`,
  ],
  [
    'Nest: axiosRef, and a base that is configured',
    `import { Controller, Get, Module } from '@nestjs/common'; import { HttpModule, HttpService } from '@nestjs/axios'; import { ConfigModule, ConfigService } from '@nestjs/config';
     @Controller('orders') export class Orders { constructor(private readonly http: HttpService) {}
       @Get() async list() { const { data } = await this.http.axiosRef.post('/api/stock/reserve', {}); return data; } }
     @Module({ imports: [HttpModule.registerAsync({ imports: [ConfigModule], inject: [ConfigService], useFactory: async (config: ConfigService) => ({ baseURL: config.get('UPSTREAM'), timeout: 1 }) })], controllers: [Orders] })
     export class AppModule {}`,
  ],
  [
    'Nest: two modules, each with a base of its own',
    `import { Controller, Get, Module } from '@nestjs/common'; import { HttpModule, HttpService } from '@nestjs/axios';
     @Controller('a') export class A { constructor(private readonly http: HttpService) {} @Get() list() { return this.http.post('/api/stock/reserve', {}); } }
     @Controller('b') export class B { constructor(private readonly http: HttpService) {} @Get() list() { return this.http.get('/x'); } }
     @Module({ imports: [HttpModule.register({ baseURL: process.env.UPSTREAM })], controllers: [A] }) export class AModule {}
     @Module({ imports: [HttpModule.register({ baseURL: 'https://api.example.com' })], controllers: [B] }) export class BModule {}
     @Module({ imports: [AModule, BModule] }) export class AppModule {}`,
  ],
  [
    'Nest: the HttpService of old',
    `import { Controller, Get, HttpService } from '@nestjs/common';
     @Controller('orders') export class Orders { constructor(private readonly http: HttpService) {} @Get() list() { return this.http.post(process.env.UPSTREAM + '/api/stock/reserve', {}).toPromise(); } }`,
  ],
];

const FETCH: readonly Style[] = [
  [
    'a URL that is put together',
    `await fetch(new URL('/api/stock/reserve', process.env.UPSTREAM), { method: 'POST', body: JSON.stringify({}) });`,
  ],
  [
    'the text of a URL that is put together',
    `const url = new URL(process.env.UPSTREAM!); url.pathname = '/api/stock/reserve'; await fetch(url.toString(), { method: 'POST' });`,
  ],
  ['a Request', `await fetch(new Request(process.env.UPSTREAM + '/api/stock/reserve', { method: 'POST' }));`],
  [
    'a wrapper with defaults',
    `const api = async <T>(path: string, init: RequestInit = {}): Promise<T> => { const res = await fetch(\`\${process.env.UPSTREAM}/api\${path}\`, { ...init, headers: {} }); return res.json(); };
     await api('/stock/reserve', { method: 'POST' });`,
  ],
  [
    'node-fetch, required',
    `const fetch = require('node-fetch'); fetch(process.env.UPSTREAM + '/api/stock/reserve', { method: 'post' }).then((r) => r.json());`,
  ],
  [
    'globalThis',
    `await globalThis.fetch(\`\${process.env.UPSTREAM}/api/stock/reserve\`, { method: 'POST', signal: AbortSignal.timeout(5000) });`,
  ],
];

const UNDICI: readonly Style[] = [
  [
    'request',
    `import { request } from 'undici'; const { statusCode, body } = await request(\`\${process.env.UPSTREAM}/api/stock/reserve\`, { method: 'POST' });`,
  ],
  [
    'fetch',
    `import { fetch } from 'undici'; await fetch(process.env.UPSTREAM + '/api/stock/reserve', { method: 'POST' });`,
  ],
  [
    'a pool of an origin',
    `import { Pool } from 'undici'; const pool = new Pool(process.env.UPSTREAM!, { connections: 10 });
     await pool.request({ path: '/api/stock/reserve', method: 'POST' });`,
  ],
  [
    'a client of an origin',
    `import undici from 'undici'; const client = new undici.Client(process.env.UPSTREAM); client.request({ path: '/api/stock/reserve', method: 'POST' }, (err, data) => {});`,
  ],
  [
    'an agent that is told the origin',
    `import { Agent } from 'undici'; const agent = new Agent(); agent.request({ origin: process.env.UPSTREAM, path: '/api/stock/reserve', method: 'POST' });`,
  ],
];

const OTHERS: readonly Style[] = [
  [
    'got, extended with a prefix',
    `import got from 'got'; const api = got.extend({ prefixUrl: process.env.UPSTREAM, timeout: { request: 1000 } }); await api.post('api/stock/reserve', { json: {} }).json();`,
  ],
  [
    'got, extended twice',
    `import got from 'got'; const base = got.extend({ prefixUrl: process.env.UPSTREAM }); const api = base.extend({ responseType: 'json' }); await api('api/stock/reserve', { method: 'POST' });`,
  ],
  [
    'got with the prefix in a call',
    `import got from 'got'; got('api/stock/reserve', { prefixUrl: process.env.UPSTREAM, method: 'POST' });`,
  ],
  [
    'ky, created with a prefix',
    `import ky from 'ky'; const api = ky.create({ prefixUrl: process.env.UPSTREAM + '/api' }); await api.post('stock/reserve', { json: {} }).json();`,
  ],
  [
    'ky, extended, with the prefix as it is called now',
    `import ky from 'ky'; const api = ky.extend({ prefix: process.env.UPSTREAM }); await api('api/stock/reserve', { method: 'post' });`,
  ],
  [
    'superagent',
    `import superagent from 'superagent'; await superagent.post(process.env.UPSTREAM + '/api/stock/reserve').set('accept', 'json').send({});`,
  ],
  [
    'superagent with the method first',
    `const request = require('superagent'); request('POST', process.env.UPSTREAM + '/api/stock/reserve').send({});`,
  ],
  [
    'needle with the method first',
    `import needle from 'needle'; await needle('post', process.env.UPSTREAM + '/api/stock/reserve', {}, { json: true });`,
  ],
  [
    'request with defaults',
    `const request = require('request-promise').defaults({ baseUrl: process.env.UPSTREAM, json: true }); request.post({ uri: '/api/stock/reserve', body: {} });`,
  ],
  [
    'request with one object',
    `const request = require('request'); request({ url: process.env.UPSTREAM + '/api/stock/reserve', method: 'POST', json: true }, (err, res, body) => {});`,
  ],
  [
    'wretch',
    `import wretch from 'wretch'; const api = wretch(process.env.UPSTREAM).auth('x'); await api.url('/api/stock/reserve').post({}).json();`,
  ],
  [
    'wretch with the path in the method',
    `import wretch from 'wretch'; await wretch(process.env.UPSTREAM).post({}, '/api/stock/reserve').res();`,
  ],
  [
    'ofetch, created with a base',
    `import { ofetch } from 'ofetch'; const api = ofetch.create({ baseURL: process.env.UPSTREAM }); await api('/api/stock/reserve', { method: 'POST', body: {} });`,
  ],
  [
    'bent',
    `const bent = require('bent'); const post = bent(process.env.UPSTREAM, 'POST', 'json', 200); await post('/api/stock/reserve', {});`,
  ],
  [
    'node:http with options',
    `import http from 'node:http';
     const req = http.request({ hostname: 'stock', port: 3000, path: '/api/stock/reserve', method: 'POST' }, (res) => res.resume()); req.end();`,
  ],
  [
    'node:http with a URL and options',
    `import { request } from 'node:http'; const url = new URL('/api/stock/reserve', process.env.UPSTREAM); request(url, { method: 'POST' }).end();`,
  ],
  [
    'node:http with the parts of a URL',
    `const http = require('http'); const target = new URL(process.env.UPSTREAM);
     http.request({ host: target.hostname, port: target.port, path: '/api/stock/reserve', method: 'POST' }, () => {}).end();`,
  ],
  [
    'openapi-fetch',
    `import createClient from 'openapi-fetch'; import type { paths } from './schema';
     const client = createClient<paths>({ baseUrl: process.env.UPSTREAM }); const { data, error } = await client.POST('/api/stock/reserve', { body: {} });`,
  ],
  [
    'hc of Hono',
    `import { hc } from 'hono/client'; import type { AppType } from '../../stock/src/main';
     const client = hc<AppType>(process.env.UPSTREAM!); const res = await client.api.stock.reserve.$post({ json: {} });`,
  ],
  [
    'ts-rest',
    `import { initClient } from '@ts-rest/core'; import { contract } from './contract';
     const client = initClient(contract, { baseUrl: process.env.UPSTREAM!, baseHeaders: {} }); await client.stock.reserve({ body: {} });`,
    {
      'orders/src/contract.ts': `import { initContract } from '@ts-rest/core'; const c = initContract();
        const stock = c.router({ reserve: { method: 'POST', path: '/stock/reserve', responses: {} } });
        export const contract = c.router({ stock }, { pathPrefix: '/api' });`,
    },
  ],
  [
    'a data source of Apollo',
    `import { RESTDataSource } from '@apollo/datasource-rest';
     class StockAPI extends RESTDataSource { override baseURL = process.env.UPSTREAM; async reserve(id: string) { return this.post('api/stock/reserve', { body: { id } }); } }
     new StockAPI().reserve('1');`,
  ],
  [
    'a data source of Apollo whose base the constructor sets',
    `const { RESTDataSource } = require('apollo-datasource-rest');
     class StockAPI extends RESTDataSource { constructor() { super(); this.baseURL = process.env.UPSTREAM + '/api/'; } reserve() { return this.post(\`stock/reserve\`, {}); } }
     module.exports = new StockAPI(); module.exports.reserve();`,
  ],
  [
    "feign-like clients of one's own",
    `import axios, { type Method } from 'axios';
     class Feign { constructor(private readonly base: string) {} private call(method: Method, path: string) { return axios({ method, url: this.base + path }); } reserve() { return this.call('POST', '/api/stock/reserve'); } }
     new Feign(process.env.UPSTREAM!).reserve();`,
  ],
];

describe.each([
  ['axios', AXIOS],
  ['fetch', FETCH],
  ['undici', UNDICI],
  ['other clients', OTHERS],
] as const)('calls with %s are seen through', (_, styles) => {
  test.each(styles.map(([title, ...trees]) => [title, trees] as const))('%s', (__, [main, more]) => {
    expect(
      edgesIn(modelOf(...world, { 'orders/src/main.ts': main, ...more })).filter((edge) => !edge.includes(' import ')),
    ).toEqual(['orders -> stock sync http POST /api/stock/reserve']);
  });
});
