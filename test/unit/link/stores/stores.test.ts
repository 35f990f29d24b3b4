import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../../../src/cli/facts.ts';
import { nowhere } from '../../../../src/files/keep.ts';
import { memoryFiles } from '../../../../src/files/memory.ts';
import { factIndexOf } from '../../../../src/link/facts.ts';
import { addressOf, idOf } from '../../../../src/link/stores/address.ts';
import { storesOf } from '../../../../src/link/stores/index.ts';
import type { Resolved, StoreOpening } from '../../../../src/link/types.ts';
import { unitsOf } from '../../../../src/link/units/index.ts';
import { noConfig } from '../../../../src/model/fact/config.ts';

describe('addressOf and idOf', () => {
  it.each([
    ['postgres://u:p@db:5432/shop', 'postgres:db/shop'],
    ['postgresql://db:5433/shop?schema=orders', 'postgres:db:5433/shop/orders'],
    ['postgres://db/shop?schema=public', 'postgres:db/shop'],
    ['mongodb://a:27017,b:27017/sleepr?replicaSet=x', 'mongo:a/sleepr'],
    ['mongodb+srv://u:p@x.mongodb.net/shop', 'mongo:x.mongodb.net/shop'],
    ['redis://redis:6379', 'redis:redis'],
    ['rediss://:pw@redis:6380/2', 'redis:redis:6380/2'],
    ['redis://redis/0', 'redis:redis'],
    ['jdbc:mysql://mysql:3306/cities?useSSL=false', 'mysql:mysql/cities'],
    ['jdbc:sqlserver://sql:1433;databaseName=x;database=Shop', 'sqlserver:sql/Shop'],
    ['server=sql,1434;user id=sa;password=***;database=Shop;', 'sqlserver:sql:1434/Shop'],
    ['Host=db;Port=5432;Database=shop;Username=u', 'postgres:db/shop'],
    ['postgres://orders-db.shop.svc.cluster.local/orders', 'postgres:orders-db/orders'],
    ['postgres://127.0.0.1/orders', 'postgres:localhost/orders'],
    ['file:./dev.db', 'sqlite:./dev.db'],
    ['projects/p/instances/i/databases/d', 'spanner:i/d'],
    ['redis-cart:6379', 'redis:redis-cart'],
    ['db', 'postgres:db'],
    ['url of your database', 'postgres:?'],
  ])('%s', (text, id) => {
    const engine = /redis-cart/.test(text) ? 'redis' : /^Host|^db$|your/.test(text) ? 'postgres' : '';
    expect(idOf(addressOf(text, engine))).toBe(id);
  });
});

const at = (file: string, line = 1) => ({ file, line, column: 1, basis: 'inferred' }) as const;
const workspace = (files: Record<string, string>) => {
  const index = factIndexOf(gatherFacts(memoryFiles(files), nowhere));
  return { index, units: unitsOf(index, noConfig) };
};
/** What linking code comes to: the values of a variable in every deployment of a service. */
const fromEnv = ({ units }: ReturnType<typeof workspace>, service: string, name: string): Resolved[] => {
  const values = units.environmentOf(service).valuesOf(name);
  if (values.length === 0) return [{ env: [name], evidence: [] }];
  return values.map(({ deployment, value, reference, evidence }) => ({
    ...(value === undefined ? {} : { text: value }),
    ...(reference === undefined ? {} : { reference }),
    env: [name],
    deployment,
    evidence: [evidence],
  }));
};
const opening = (service: string, parts: Partial<StoreOpening>): StoreOpening => ({
  service,
  engine: 'postgres',
  role: 'data',
  tables: [],
  evidence: [at(`${service}/db.ts`)],
  ...parts,
});
const said = (space: ReturnType<typeof workspace>, openings: readonly StoreOpening[]) =>
  storesOf(openings, space.units, space.index).stores.map(
    ({ id, usedBy, role }) => `${id} ${role} ${usedBy.join('+')}`,
  );

const code = { 'orders/package.json': '{}', 'orders/db.ts': '', 'billing/package.json': '{}', 'billing/db.ts': '' };
const compose = (orders: string, billing: string) =>
  `services:\n  orders: { build: orders, environment: { URL: "${orders}" } }\n  billing: { build: billing, environment: { URL: "${billing}" } }\n`;
const both = (space: ReturnType<typeof workspace>) =>
  ['orders', 'billing'].map((service) => opening(service, { url: fromEnv(space, service, 'URL') }));

describe('storesOf', () => {
  it('brings services that open one database together', () => {
    const space = workspace({ ...code, 'compose.yaml': compose('postgres://a@db/shop', 'postgres://b@db:5432/shop') });
    expect(said(space, both(space))).toEqual(['postgres:db/shop data billing+orders']);
    expect(storesOf(both(space), space.units, space.index).tally).toEqual({ found: 2, resolved: 2 });
  });
  it('keeps databases of one server apart', () => {
    const space = workspace({ ...code, 'compose.yaml': compose('postgres://db/orders', 'postgres://db/billing') });
    expect(said(space, both(space))).toEqual(['postgres:db/billing data billing', 'postgres:db/orders data orders']);
  });
  it('keeps the same variable of two services apart where its value is not told', () => {
    const space = workspace({
      ...code,
      'compose.yaml': 'services: { orders: { build: orders }, billing: { build: billing } }',
    });
    expect(said(space, both(space))).toEqual([
      'postgres:$URL (billing) data billing',
      'postgres:$URL (orders) data orders',
    ]);
    expect(storesOf(both(space), space.units, space.index).unresolved.map(({ what }) => what)).toEqual([
      'opens postgres:$URL',
      'opens postgres:$URL',
    ]);
    expect(storesOf(both(space), space.units, space.index).tally).toEqual({ found: 2, resolved: 0 });
  });
  it('takes one unset variable of a compose file for one value', () => {
    const space = workspace({ ...code, 'compose.yaml': compose('${SHOP_URL}', '${SHOP_URL}') });
    expect(said(space, both(space))).toEqual(['postgres:$compose.yaml#SHOP_URL data billing+orders']);
  });
  it('applies defaults and the .env beside the compose file', () => {
    const space = workspace({
      ...code,
      'compose.yaml': compose('postgres://${HOST:-db}/${NAME}', 'postgres://db/shop'),
      '.env': 'NAME=shop\n',
    });
    expect(said(space, both(space))).toEqual(['postgres:db/shop data billing+orders']);
  });
  it('compares references to secrets', () => {
    const pod = (name: string, secret: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: ${name}, image: shop/${name}, env: [{ name: URL, valueFrom: { secretKeyRef: { name: ${secret}, key: url } } }] }] } } }\n`;
    const shared = workspace({
      ...code,
      'orders/Dockerfile': 'FROM node\nCOPY . .\nCMD node db.ts',
      'billing/Dockerfile': 'FROM node\nCOPY . .\nCMD node db.ts',
      'k8s/a.yaml': pod('orders', 'shop'),
      'k8s/b.yaml': pod('billing', 'shop'),
    });
    expect(said(shared, both(shared))).toEqual(['postgres:$secret/shop/url data billing+orders']);
  });
  it('compares addresses in two secrets', () => {
    const pod = (name: string, url: string, from: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: ${name}, image: shop/${name}, ${from} }] } } }\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: ${name}-db }\nstringData: { URL: "${url}" }\n`;
    const space = workspace({
      ...code,
      'orders/Dockerfile': 'FROM node\nCOPY . .\nCMD node db.ts',
      'billing/Dockerfile': 'FROM node\nCOPY . .\nCMD node db.ts',
      'k8s/a.yaml': pod(
        'orders',
        'postgres://orders:hunter2@db:5432/shop',
        'envFrom: [{ secretRef: { name: orders-db } }]',
      ),
      'k8s/b.yaml': pod(
        'billing',
        'postgres://billing:hunter3@db/shop',
        'env: [{ name: URL, valueFrom: { secretKeyRef: { name: billing-db, key: URL } } }]',
      ),
    });
    expect(said(space, both(space))).toEqual(['postgres:db/shop data billing+orders']);
  });
  it('shows a database once that has another address in each deployment', () => {
    const space = workspace({
      ...code,
      'compose.yaml': compose('postgres://db/orders', 'postgres://db/billing'),
      'orders/.env.development': 'URL=postgres://localhost/orders\n',
      'billing/.env.development': 'URL=postgres://localhost/billing\n',
    });
    expect(said(space, both(space))).toEqual(['postgres:db/billing data billing', 'postgres:db/orders data orders']);
  });
  it('shows both where deployments disagree on who shares', () => {
    const space = workspace({
      ...code,
      'compose.yaml': compose('postgres://db/shop', 'postgres://db/shop'),
      'orders/.env.development': 'URL=postgres://localhost/orders\n',
      'billing/.env.development': 'URL=postgres://localhost/billing\n',
    });
    expect(said(space, both(space))).toEqual([
      'postgres:db/shop data billing+orders',
      'postgres:localhost/billing data billing',
      'postgres:localhost/orders data orders',
    ]);
  });
  it('puts host, port, database and schema of one deployment together', () => {
    const space = workspace({
      ...code,
      'compose.yaml': 'services:\n  orders: { build: orders, environment: { H: db, N: shop, S: sales } }\n',
    });
    const part = (name: string) => fromEnv(space, 'orders', name);
    expect(
      said(space, [
        opening('orders', {
          host: part('H'),
          database: part('N'),
          schema: part('S'),
          port: [{ text: '5432', env: [], evidence: [] }],
        }),
      ]),
    ).toEqual(['postgres:db/shop/sales data orders']);
  });
  it('lets data use decide over cache and broker use', () => {
    const url = [{ text: 'redis://redis', env: [], evidence: [] }];
    const space = workspace(code);
    const redis = (service: string, role: StoreOpening['role']) => opening(service, { engine: 'redis', role, url });
    expect(said(space, [redis('orders', 'data'), redis('billing', 'broker')])).toEqual(['redis:redis data orders']);
    expect(said(space, [redis('orders', 'cache'), redis('billing', 'cache')])).toEqual([
      'redis:redis cache billing+orders',
    ]);
  });
  it('takes engine, address and tables of a Prisma client from its schema', () => {
    const space = workspace({
      ...code,
      'orders/prisma/schema.prisma':
        'datasource db {\n provider = "postgresql"\n url = env("URL")\n}\nmodel Order {\n id Int @id\n @@map("orders")\n}\n',
      'compose.yaml': compose('postgres://db/shop', 'x'),
    });
    const used = [{ table: 'order', access: 'reads', evidence: [at('orders/db.ts')] }] as const;
    const { stores, uniqueKeys } = storesOf(
      [opening('orders', { engine: 'prisma', tables: used })],
      space.units,
      space.index,
    );
    expect(stores[0]).toMatchObject({ id: 'postgres:db/shop', kind: 'postgres' });
    expect(stores[0]?.users[0].tables.map(({ table, access }) => `${access} ${table}`)).toEqual([
      'reads orders',
      'declares orders',
    ]);
    expect(uniqueKeys).toMatchObject([{ service: 'orders', table: 'orders', columns: ['id'] }]);
  });
  it('counts tables of migrations as declared by their service', () => {
    const space = workspace({
      ...code,
      'compose.yaml': compose('postgres://db/shop', 'x'),
      'orders/migrations/1.sql': 'create table orders (id uuid primary key);',
    });
    const { stores, uniqueKeys } = storesOf(
      [opening('orders', { url: fromEnv(space, 'orders', 'URL') })],
      space.units,
      space.index,
    );
    expect(stores[0]?.users[0].tables).toMatchObject([{ table: 'orders', access: 'declares' }]);
    expect(uniqueKeys).toHaveLength(1);
  });
  it('reads databases of services in other languages from their settings', () => {
    const space = workspace({
      'cart/Dockerfile': 'FROM golang\nCOPY . .\nCMD ["/cart"]',
      'sql/appsettings.json': '{ "ConnectionStrings": { "CN": "server=sql;database=Shop;user id=sa" } }',
      'sql/Dockerfile': 'FROM dotnet\nCOPY . .\nCMD dotnet x.dll',
      'compose.yaml':
        'services:\n  cart: { build: cart, environment: { REDIS_ADDR: "redis-cart:6379", DB_HOST: data, DB_NAME: shop } }\n  sql: { build: sql }\n  data: { image: mysql:8 }\n',
    });
    expect(said(space, [])).toEqual([
      'mysql:data/shop data cart',
      'redis:redis-cart data cart',
      'sqlserver:sql/Shop data sql',
    ]);
  });
  it('takes the database from beside an address that names a server alone', () => {
    const dockerfile = 'FROM golang\nCOPY . .\nCMD ["/main"]';
    const env = (lines: string) => `environment: { ${lines} } }`;
    const space = workspace({
      'chat/Dockerfile': dockerfile,
      'live/Dockerfile': dockerfile,
      'reviews/Dockerfile': dockerfile,
      'compose.yaml': `services:
  chat: { build: chat, ${env('MONGO_URI: "mongodb://mongo:27017", MONGO_DATABASE: chat')}
  live: { build: live, ${env('MONGO_URI: "mongodb://mongo:27017/?w=1", MONGO_DATABASE: live')}
  reviews: { build: reviews, ${env('MONGO_URI: "mongodb://mongo:27017/reviews", MONGO_DATABASE: admin')}
`,
    });
    expect(said(space, [])).toEqual([
      'mongo:mongo/chat data chat',
      'mongo:mongo/live data live',
      'mongo:mongo/reviews data reviews',
    ]);
  });
});
