import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "pg": "8.0.0", "express": "5.0.0" } }`;

const reader = (query: string): string => `import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
export const find = () => pool.query('${query}');
`;

const composeOf = (orders: string, billing: string): string => `services:
  orders:
    build: services/orders
    environment:
      DATABASE_URL: ${orders}
  billing:
    build: services/billing
    environment:
      DATABASE_URL: ${billing}
  db:
    image: postgres:18
`;

const services = {
  'services/orders/package.json': manifest('orders'),
  'services/orders/migrations/0001.sql': 'create table orders (id uuid primary key, total int);\n',
  'services/orders/src/main.js': reader('select * from orders where id = $1'),
  'services/billing/package.json': manifest('billing'),
  'services/billing/src/main.js': reader('select * from invoices where id = $1'),
};
const shop = 'postgres://shop:shop@db:5432/shop';

/** Orders and billing on one Elasticsearch, which a third only asks for its health. */
const searching = (index: string): Case['files'] => {
  const service = (name: string, use: string): Case['files'] => ({
    [`services/${name}/package.json`]: `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "@elastic/elasticsearch": "9.0.0" } }`,
    [`services/${name}/src/main.js`]: `import { Client } from '@elastic/elasticsearch';

const client = new Client({ node: process.env.ELASTIC_URL });
export const use = () => client.${use};
`,
  });
  const container = (name: string): string =>
    `  ${name}:\n    build: services/${name}\n    environment:\n      ELASTIC_URL: http://search:9200\n`;
  return {
    'compose.yaml': `services:\n${['orders', 'billing', 'mail'].map(container).join('')}  search:\n    image: elasticsearch:9.0.0\n`,
    ...service('orders', "index({ index: 'orders', document: {} })"),
    ...service('billing', `search({ index: '${index}' })`),
    ...service('mail', 'cluster.health({})'),
  };
};

/** What a sample says in both services' folders. */
const sampled = (url: string): Case['files'] => ({
  ...services,
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n  billing:\n    build: services/billing\n',
  'services/orders/.env.example': `DATABASE_URL=${url}\n`,
  'services/billing/.env.example': `DATABASE_URL=${url}\n`,
});

export default [
  { title: 'samples with a placeholder in angle brackets', files: sampled('<DATABASE_URL>'), findings: [] },
  {
    title: 'samples with a placeholder for a host',
    files: sampled('postgres://user:pass@your-host.example:5432/db'),
    findings: [],
  },
  {
    title: 'two services that use one table',
    page: true,
    files: {
      ...services,
      'compose.yaml': composeOf(shop, shop),
      'services/billing/src/main.js': reader('select total from orders where id = $1'),
    },
    findings: [
      {
        severity: 'error',
        message: 'billing and orders share a database and tables in it: postgres:db/shop',
        at: 'services/billing/src/main.js:3',
      },
    ],
  },
  {
    title: 'two services that keep different tables in one database',
    page: true,
    files: { ...services, 'compose.yaml': composeOf(shop, shop) },
    findings: [
      {
        severity: 'warning',
        message: 'billing and orders keep their tables in one database: postgres:db/shop',
        at: 'services/billing/src/main.js:3',
      },
    ],
  },
  {
    title: 'tables of one name in a schema for each service',
    files: {
      ...services,
      'compose.yaml': composeOf(shop, shop),
      'services/orders/src/main.js': reader('select * from ordering.outbox where id = $1'),
      'services/billing/src/main.js': reader('select * from billing.outbox where id = $1'),
    },
    findings: [
      {
        severity: 'warning',
        message: 'billing and orders keep their tables in one database: postgres:db/shop',
        at: 'services/billing/src/main.js:3',
      },
    ],
  },
  {
    title: 'a table that one of them names with its schema',
    files: {
      ...services,
      'compose.yaml': composeOf(shop, shop),
      'services/billing/src/main.js': reader('select total from public.orders where id = $1'),
    },
    findings: [
      {
        severity: 'error',
        message: 'billing and orders share a database and tables in it: postgres:db/shop',
        at: 'services/billing/src/main.js:3',
      },
    ],
  },
  {
    title: 'one search engine in which two services use one index',
    files: searching('orders'),
    findings: [
      {
        severity: 'error',
        message: 'billing and orders share a database and tables in it: elasticsearch:search',
        at: 'services/billing/src/main.js:3',
      },
    ],
  },
  {
    title: 'one search engine with an index for each service, or asked for its health alone',
    files: searching('invoices'),
    findings: [],
  },
  {
    title: 'a database for each service on one server',
    page: true,
    files: {
      ...services,
      'compose.yaml': composeOf('postgres://orders:o@db:5432/orders', 'postgres://billing:b@db:5432/billing'),
    },
    findings: [],
  },
  {
    title: 'the same database name on different servers',
    files: {
      ...services,
      'compose.yaml': composeOf(
        'postgres://shop:shop@orders-db:5432/shop',
        'postgres://shop:shop@billing-db:5432/shop',
      ),
    },
    findings: [],
  },
  {
    title: 'two services of one context',
    files: {
      ...services,
      'compose.yaml': composeOf(shop, shop),
      'msvc.yaml': 'version: 1\ncontexts:\n  sales:\n    paths: [services/orders, services/billing]\n',
    },
    findings: [],
  },
  {
    title: 'a database that msvc.yaml allows to be shared',
    files: {
      ...services,
      'compose.yaml': composeOf(shop, shop),
      'msvc.yaml': 'version: 1\nrules:\n  shared-database:\n    allow: ["postgres:db/shop"]\n',
    },
    findings: [],
  },
  {
    title: 'an address that is set outside the repository',
    files: services,
    findings: [],
  },
  {
    title: 'a Redis that both use as a cache',
    files: {
      'services/orders/package.json': manifest('orders').replace('pg', 'ioredis'),
      'services/orders/src/main.js':
        "import Redis from 'ioredis';\nconst cache = new Redis(process.env.REDIS_URL);\nexport const remember = (id, v) => cache.set(id, v, 'EX', 60);\n",
      'services/billing/package.json': manifest('billing').replace('pg', 'ioredis'),
      'services/billing/src/main.js':
        "import Redis from 'ioredis';\nconst cache = new Redis(process.env.REDIS_URL);\nexport const remember = (id, v) => cache.set(id, v, 'EX', 60);\n",
      'compose.yaml': composeOf('x', 'x').replaceAll('DATABASE_URL: x', 'REDIS_URL: redis://cache:6379/0'),
    },
    findings: [],
  },
  {
    title: 'a service that is commented out',
    files: {
      ...services,
      'compose.yaml': `${composeOf(shop, 'postgres://billing:b@db:5432/billing')}#  reports:\n#    build: services/billing\n#    environment: { DATABASE_URL: "${shop}" }\n`,
    },
    findings: [],
  },
  {
    title: 'a backup job and an admin interface beside the owner',
    files: {
      'services/orders/package.json': manifest('orders'),
      'services/orders/src/main.js': reader('select * from orders where id = $1'),
      'compose.yaml': `services:
  orders:
    build: services/orders
    environment: { DATABASE_URL: "${shop}" }
  backup:
    image: prodrigestivill/postgres-backup-local:18
    environment: { POSTGRES_HOST: db, POSTGRES_DB: shop }
  adminer:
    image: adminer:5
  db:
    image: postgres:18
`,
    },
    findings: [],
  },
] satisfies readonly Case[];
