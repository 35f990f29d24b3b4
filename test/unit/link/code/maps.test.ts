import { describe, expect, test } from 'vitest';
import { edgesIn, modelOf, services } from './workspace.ts';

const backends = {
  'orders/src/main.ts': `import express from 'express'; const app = express(); app.get('/orders', (q, r) => r.send({})); app.listen(3000);`,
  'stock/src/main.ts': `import express from 'express'; const app = express(); app.get('/stock', (q, r) => r.send({})); app.listen(3000);`,
};
const three = services({
  gateway: { ORDERS_URL: 'http://orders:3000', STOCK_URL: 'http://stock:3000' },
  orders: {},
  stock: {},
});
const edgesOf = (code: string): readonly string[] =>
  edgesIn(modelOf(three, backends, { 'gateway/src/main.ts': code })).toSorted();

const HEAD = `import express from 'express'; import axios from 'axios'; import { createProxyMiddleware } from 'http-proxy-middleware';
  const app = express(); app.listen(3000);`;
const CALL = `app.get('/x', async (q, r) => r.json(await clients.get('orders').get('/orders')));`;

describe('what a Map holds is found under its key', () => {
  test.each([
    [
      'set one by one, at the top of the module',
      `const clients = new Map();
       clients.set('orders', axios.create({ baseURL: process.env.ORDERS_URL }));
       clients.set('stock', axios.create({ baseURL: process.env.STOCK_URL })); ${CALL}`,
    ],
    [
      'written out where it is made',
      `const clients = new Map([['orders', axios.create({ baseURL: process.env.ORDERS_URL })], ['stock', axios.create({ baseURL: process.env.STOCK_URL })]]); ${CALL}`,
    ],
    [
      'set by a method that the constructor calls for each',
      `class Clients {
         private readonly clients: Map<string, any> = new Map();
         constructor() { this.register('orders', process.env.ORDERS_URL); this.register('stock', process.env.STOCK_URL); }
         private register(name: string, baseURL?: string) { this.clients.set(name, axios.create({ baseURL })); }
         get(name: string) { const client = this.clients.get(name); if (!client) throw new Error(name); return client; }
       }
       const clients = new Clients(); ${CALL}`,
    ],
    [
      'an object that is filled in a loop over names',
      `const URLS = { orders: process.env.ORDERS_URL, stock: process.env.STOCK_URL };
       class Clients {
         private clients: Record<string, any> = {};
         constructor() { Object.entries(URLS).forEach(([name, url]) => { this.clients[name] = axios.create({ baseURL: url }); }); }
         get(name: string) { return this.clients[name]; }
       }
       const clients = new Clients(); ${CALL}`,
    ],
  ])('%s', (_, code) => {
    expect(edgesOf(HEAD + code)).toEqual(['gateway -> orders sync http GET /orders']);
  });

  test('in a static field, filled from a list, read by a proxy that is made for a name', () => {
    const code = `class Proxies {
        private static configs = new Map<string, { name: string; url?: string }>();
        static init() {
          const all = [{ name: 'orders', url: process.env.ORDERS_URL }, { name: 'stock', url: process.env.STOCK_URL }];
          all.forEach((one) => { this.configs.set(one.name, one); });
        }
        static create(name: string) {
          const config = this.configs.get(name);
          if (!config) throw new Error(name);
          return createProxyMiddleware({ target: config.url });
        }
      }
      Proxies.init(); app.use('/orders', Proxies.create('orders'));`;
    expect(edgesOf(HEAD + code)).toEqual(['gateway -> orders sync http ANY /']);
  });

  test('gone over, all that it holds counts', () => {
    const code = `const targets = new Map(); targets.set('/orders', process.env.ORDERS_URL); targets.set('/stock', process.env.STOCK_URL);
      for (const [path, target] of targets) app.use(path, createProxyMiddleware({ target }));`;
    expect(edgesOf(HEAD + code)).toEqual(['gateway -> orders sync http ANY /', 'gateway -> stock sync http ANY /']);
  });

  test('a list of routes is gone over to its end', () => {
    const names = Array.from({ length: 10 }, (_, at) => `path${at}`);
    const list = [
      ...names.map((name) => `{ path: '/${name}', url: 'http://elsewhere' }`),
      `{ path: '/stock', url: process.env.STOCK_URL }`,
    ];
    const code = `const routes = [${list.join(', ')}];
      routes.forEach(({ path, url }) => { app.use(path, createProxyMiddleware({ target: url })); });`;
    expect(edgesOf(HEAD + code)).toEqual(['gateway -> stock sync http ANY /']);
  });

  test('a key that is open may be any, and what is made where nothing is found counts too', () => {
    const code = `const clients = new Map();
      const clientOf = (name: string, url?: string) => {
        let client = clients.get(name);
        if (!client) { client = axios.create({ baseURL: url }); clients.set(name, client); }
        return client;
      };
      app.get('/x', async (q, r) => r.json(await clientOf('stock', process.env.STOCK_URL).get('/stock')));`;
    expect(edgesOf(HEAD + code)).toEqual(['gateway -> stock sync http GET /stock']);
  });
});

describe('a helper that is called in very many ways', () => {
  const calls = (url: string, name: string): string =>
    Array.from(
      { length: 40 },
      (_, at) => `app.get('/${name}${at}', async (q, r) => r.json(await ask(${url}, '/${name}/${at}')));`,
    ).join('\n');

  test('is still told apart by the address that it is given', () => {
    const code = `const ask = (base: string | undefined, path: string) => axios.get(base + path);
      ${calls('process.env.ORDERS_URL', 'orders')} ${calls('process.env.STOCK_URL', 'stock')}`;
    const ends = edgesOf(HEAD + code).map((edge) => edge.split(' ').slice(0, 3).join(' '));
    expect([...new Set(ends)]).toEqual(['gateway -> orders', 'gateway -> stock']);
  });
});

test('a parameter called serverUrl does not speak of a service called server', () => {
  const tree = services({ gateway: {}, server: {} });
  const main = `${HEAD} export const ask = (serverUrl: string, path: string) => axios.get(serverUrl + path);`;
  const model = modelOf(tree, { 'gateway/src/main.ts': main, 'server/src/main.ts': HEAD });
  expect(edgesIn(model)).toEqual([]);
});

describe('functions that look a name up', () => {
  test.each([
    [
      'Ramda’s propOr',
      `import { propOr } from 'ramda'; const from = (name: string, or = '') => propOr(or, name, process.env);`,
    ],
    ['Ramda’s prop', `import * as R from 'ramda'; const from = (name: string) => R.prop(name, process.env);`],
    [
      'Lodash’s get',
      `import _ from 'lodash'; const config = { urls: { ORDERS_URL: process.env.ORDERS_URL } }; const from = (name: string) => _.get(config, 'urls.' + name, 'http://localhost:1');`,
    ],
  ])('%s', (_, code) => {
    const call = `app.get('/x', async (q, r) => r.json(await axios.get(from('ORDERS_URL') + '/orders')));`;
    expect(edgesOf(HEAD + code + call)).toEqual(['gateway -> orders sync http GET /orders']);
  });
});
