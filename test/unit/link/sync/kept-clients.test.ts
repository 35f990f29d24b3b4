import { describe, expect, test } from 'vitest';
import { edgesIn, modelOf, services } from '../code/workspace.ts';

const proto = (name: string): string =>
  `syntax = "proto3"; package shop; service ${name} { rpc Get (Q) returns (R); } message Q {} message R {}`;

const server = (name: string): string => `
  import grpc from '@grpc/grpc-js';
  import loader from '@grpc/proto-loader';
  const { shop } = grpc.loadPackageDefinition(loader.loadSync('proto/${name}.proto'));
  const server = new grpc.Server();
  server.addService(shop.${name}.service, { Get: (call, done) => done(null, {}) });
  server.bindAsync('0.0.0.0:50051', grpc.ServerCredentials.createInsecure(), () => server.start());`;

const tree = {
  ...services({ web: {}, orders: {}, users: {}, stock: {} }),
  'orders/src/main.ts': server('Orders'),
  'users/src/main.ts': server('Users'),
  'stock/src/main.ts': server('Stock'),
  'proto/Orders.proto': proto('Orders'),
  'proto/Users.proto': proto('Users'),
  'proto/Stock.proto': proto('Stock'),
};

const start = `
  import grpc from '@grpc/grpc-js';
  import loader from '@grpc/proto-loader';
  const { shop } = grpc.loadPackageDefinition(loader.loadSync('proto/all.proto'));
  const settings = [
    { name: 'orders', service: 'Orders', url: 'orders:50051' },
    { name: 'users', service: 'Users', url: 'users:50051' },
    { name: 'stock', service: 'Stock', url: 'stock:50051' },
  ];`;

/** The same two clients in different hands; the one of the stock is asked for nothing. */
const STYLES: readonly (readonly [string, string])[] = [
  [
    'a map that a class fills one by one',
    `class Clients {
       clients = new Map();
       constructor() {
         this.clients.set('orders', new shop.Orders('orders:50051'));
         this.clients.set('users', new shop.Users('users:50051'));
         this.clients.set('stock', new shop.Stock('stock:50051'));
       }
       run() { this.clients.get('orders').Get({}); this.clients.get('users').Get({}); }
     }
     new Clients().run();`,
  ],
  [
    'a map that is filled by forEach and a method',
    `class Clients {
       private readonly clients = new Map<string, grpc.Client>();
       constructor() { settings.forEach((config) => { try { this.register(config); } catch {} }); }
       register(config) {
         const Made = shop[config.service];
         const client = new Made(config.url, grpc.credentials.createInsecure());
         this.clients.set(config.name, client);
       }
       call(name, method) { const client = this.clients.get(name); return client[method]({}); }
     }
     const clients = new Clients();
     clients.call('orders', 'Get');
     clients.call('users', 'Get');`,
  ],
  [
    'a map that a loop fills, in a class',
    `class Clients {
       private readonly clients = new Map();
       constructor() { for (const config of settings) this.clients.set(config.name, new shop[config.service](config.url)); }
       get(name) { return this.clients.get(name); }
     }
     const clients = new Clients();
     clients.get('orders').Get({});
     clients.get('users').Get({});`,
  ],
  [
    'an object that a loop fills by name',
    `const clients = {};
     for (const { name, service, url } of settings) clients[name] = new shop[service](url);
     clients['orders'].Get({});
     clients.users.Get({});`,
  ],
  [
    'an object that a class fills by name, from an object of settings',
    `const urls = { Orders: 'orders:50051', Users: 'users:50051', Stock: 'stock:50051' };
     class Clients {
       private clients: Record<string, grpc.Client> = {};
       constructor() {
         for (const [name, url] of Object.entries(urls)) this.clients[name.toLowerCase()] = new shop[name](url);
       }
       run() { this.clients['orders'].Get({}); this.clients['users'].Get({}); }
     }
     new Clients().run();`,
  ],
  [
    'a map that is made of its entries',
    `const clients = new Map(settings.map(({ name, service, url }) => [name, new shop[service](url)]));
     clients.get('orders').Get({});
     clients.get('users').Get({});`,
  ],
  [
    'a descriptor that is found step by step',
    `const root = grpc.loadPackageDefinition(loader.loadSync('proto/all.proto'));
     const step = (of, path) => path.split('.').reduce((current, key) => current && current[key], of);
     new (step(root, 'shop.Orders'))('orders:50051').Get({});
     new (step(root, 'shop.Users'))('users:50051').Get({});`,
  ],
];

describe('clients that are kept by name', () => {
  for (const [title, code] of STYLES) {
    test(title, () => {
      const edges = edgesIn(modelOf({ ...tree, 'web/src/main.ts': `${start}\n${code}` }));
      expect(edges).toEqual(['web -> orders sync grpc shop.Orders/Get', 'web -> users sync grpc shop.Users/Get']);
    });
  }

  test('a key that is not known may be any of them', () => {
    const code = `const clients = new Map();
      for (const config of settings) clients.set(config.name, new shop[config.service](config.url));
      process.on('message', (name) => clients.get(name).Get({}));`;
    expect(edgesIn(modelOf({ ...tree, 'web/src/main.ts': `${start}\n${code}` }))).toHaveLength(3);
  });
});
