import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "pg": "8.0.0", "express": "5.0.0" } }`;

const runs = (sql: string): string => `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
app.get('/:id', async (req, res) => res.json(await pool.query('${sql}', [req.params.id])));
app.listen(8080);
`;

const composeOf = (orders: string, billing: string): string => `services:
  orders:
    build: services/orders
    environment: { DATABASE_URL: "${orders}" }
  billing:
    build: services/billing
    environment: { DATABASE_URL: "${billing}" }
  db:
    image: postgres:18
`;
const one = composeOf('postgres://shop@db:5432/shop', 'postgres://shop@db:5432/shop');
const two = composeOf('postgres://orders@db:5432/orders', 'postgres://billing@db:5432/billing');

const services = {
  'services/orders/package.json': manifest('orders'),
  'services/orders/migrations/0001.sql': 'create table orders (id uuid primary key, total int);\n',
  'services/orders/src/main.js': runs('select total from orders where id = $1'),
  'services/billing/package.json': manifest('billing'),
  'services/billing/migrations/0001.sql': 'create table invoices (id uuid primary key, amount int);\n',
  'services/billing/src/main.js': runs('select amount from invoices where id = $1'),
};
const reads = 'billing reads "orders", a table of orders';

export default [
  {
    title: 'a query of a table that another context’s migration creates',
    page: true,
    files: {
      ...services,
      'compose.yaml': one,
      'services/billing/src/main.js': runs('select total from orders where id = $1'),
    },
    findings: [{ severity: 'error', message: reads, at: 'services/billing/src/main.js:6' }],
  },
  {
    title: 'an update of another context’s table',
    files: {
      ...services,
      'compose.yaml': one,
      'services/billing/src/main.js': runs('update orders set total = 0 where id = $1'),
    },
    findings: [
      {
        severity: 'error',
        message: 'billing writes "orders", a table of orders',
        at: 'services/billing/src/main.js:6',
      },
    ],
  },
  {
    title: 'a foreign key to another context’s table',
    page: true,
    files: {
      ...services,
      'compose.yaml': one,
      'services/billing/migrations/0001.sql':
        'create table invoices (id uuid primary key);\nalter table invoices add column order_id uuid references orders (id);\n',
    },
    findings: [
      {
        severity: 'error',
        message: 'billing references "orders", a table of orders',
        at: 'services/billing/migrations/0001.sql:2',
      },
    ],
  },
  {
    title: 'a table named with another context’s schema',
    files: {
      ...services,
      'compose.yaml': composeOf(
        'postgres://shop@db:5432/shop?schema=orders',
        'postgres://shop@db:5432/shop?schema=billing',
      ),
      'services/billing/src/main.js': runs('select total from orders.orders where id = $1'),
    },
    findings: [
      {
        severity: 'error',
        message: 'billing reads "orders.orders", a table of orders',
        at: 'services/billing/src/main.js:6',
      },
    ],
  },
  {
    title: 'a table of another database on the same server',
    files: {
      ...services,
      'compose.yaml': two,
      'services/billing/src/main.js': runs('select total from orders.orders where id = $1'),
    },
    findings: [
      {
        severity: 'error',
        message: 'billing reads "orders.orders", a table of orders',
        at: 'services/billing/src/main.js:6',
      },
    ],
  },
  {
    title: 'a table of the same name in a database of its own',
    page: true,
    files: {
      ...services,
      'compose.yaml': two,
      'services/billing/src/main.js': runs('select total from orders where id = $1'),
    },
    findings: [],
  },
  {
    title: 'a foreign key to a table of its own that another context has too',
    files: {
      ...services,
      'compose.yaml': two,
      'services/billing/migrations/0001.sql':
        'create table orders (id uuid primary key);\ncreate table invoices (id uuid primary key, order_id uuid references orders (id));\n',
    },
    findings: [],
  },
  {
    title: 'a view that the owner made to be read',
    files: {
      ...services,
      'compose.yaml': one,
      'services/orders/migrations/0002.sql': 'create view order_totals as select id, total from orders;\n',
      'services/billing/src/main.js': runs('select total from order_totals where id = $1'),
    },
    findings: [],
  },
  {
    title: 'a table that both contexts declare',
    files: {
      ...services,
      'compose.yaml': one,
      'services/billing/migrations/0001.sql': 'create table if not exists orders (id uuid primary key, total int);\n',
      'services/billing/src/main.js': runs('select total from orders where id = $1'),
    },
    findings: [],
  },
  {
    title: 'a table that is exported on purpose',
    files: {
      ...services,
      'compose.yaml': one,
      'services/billing/src/main.js': runs('select total from orders where id = $1'),
      'msvc.yaml': 'version: 1\nrules:\n  cross-context-table-access:\n    allow: [orders]\n',
    },
    findings: [],
  },
  {
    title: 'two services of one context',
    files: {
      ...services,
      'compose.yaml': one,
      'services/billing/src/main.js': runs('select total from orders where id = $1'),
      'msvc.yaml': 'version: 1\ncontexts:\n  sales:\n    paths: [services/orders, services/billing]\n',
    },
    findings: [],
  },
  {
    title: 'entities at the root, which a gateway there loads as the services below it do',
    files: {
      'package.json': JSON.stringify({
        name: 'shop',
        scripts: {
          'server:gateway': 'node index.js',
          'server:users': 'node services/users/index.js',
          'server:roles': 'node services/roles/index.js',
        },
        dependencies: { express: '5.0.0', mongoose: '9.0.0' },
      }),
      'models/user.js': `const mongoose = require('mongoose');\nmodule.exports = mongoose.model('users', new mongoose.Schema({ name: String }));\n`,
      ...Object.fromEntries(
        [
          ['', './'],
          ['services/users/', '../../'],
          ['services/roles/', '../../'],
        ].map(([folder, up]) => [
          `${folder}index.js`,
          `const User = require('${up}models/user');
const mongoose = require('mongoose');
mongoose.connect('mongodb://db/shop');
const app = require('express')();
app.get('/', async (req, res) => res.json(await User.find()));
app.listen(3000);
`,
        ]),
      ),
    },
    findings: [],
  },
] satisfies readonly Case[];
