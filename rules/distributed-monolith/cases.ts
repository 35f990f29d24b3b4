import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0", "pg": "8.0.0" } }`;
const composeOf = (orders: string, stock: string): string => `services:
  orders:
    build: services/orders
    environment: { STOCK_URL: "http://stock:8080", DATABASE_URL: "${orders}" }
  stock:
    build: services/stock
    environment: { ORDERS_URL: "http://orders:8080", DATABASE_URL: "${stock}" }
`;
const server = (other: string, table: string): string => `import express from 'express';
import axios from 'axios';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
app.get('/free', async (req, res) => res.json(await axios.get(\`\${process.env.${other}_URL}/open\`)));
app.get('/open', async (req, res) => res.json(await pool.query('select * from ${table}')));
app.listen(8080);
`;
const one = 'postgres://shop@db/shop';
const files = {
  'compose.yaml': composeOf('postgres://orders@db/orders', 'postgres://stock@db/stock'),
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': server('STOCK', 'orders'),
  'services/stock/package.json': manifest('stock'),
  'services/stock/src/main.js': server('ORDERS', 'items'),
};
const both = { files: ['services/orders/src/main.js', 'services/stock/src/reserve.js'] };
const orders = { files: ['services/orders/src/main.js'] };
const stock = { files: ['services/stock/src/reserve.js'] };
const elsewhere = { files: ['tools/report.js'] };

export default [
  {
    title: 'services that wait for each other and share a database',
    page: true,
    files: { ...files, 'compose.yaml': composeOf(one, one) },
    findings: [
      {
        severity: 'info',
        message: 'orders and stock wait for each other and share postgres:db/shop',
        at: 'services/orders/src/main.js:7',
      },
    ],
  },
  {
    title: 'services that most of their commits change together',
    files,
    history: [
      { ...both, times: 14 },
      { ...orders, times: 6 },
      { ...elsewhere, times: 20 },
    ],
    findings: [{ severity: 'info', message: 'orders and stock change together', at: 'compose.yaml:2' }],
  },
  {
    title: 'services that wait for each other, each with a database of its own',
    page: true,
    files,
    findings: [],
  },
  {
    title: 'commits that change both no more often than by chance',
    files,
    history: [
      { ...both, times: 14 },
      { ...orders, times: 6 },
      { ...stock, times: 2 },
    ],
    findings: [],
  },
  {
    title: 'too few commits to tell',
    files,
    history: [
      { ...both, times: 9 },
      { ...elsewhere, times: 20 },
    ],
    findings: [],
  },
  {
    title: 'services that change together now and then',
    files,
    history: [
      { ...both, times: 12 },
      { ...orders, times: 20 },
      { ...stock, times: 15 },
      { ...elsewhere, times: 90 },
    ],
    findings: [],
  },
  {
    title: 'upgrades, formatting, bots and manifests',
    files,
    history: [
      { ...both, times: 10, subject: 'chore: bump all dependencies' },
      { ...both, times: 10, subject: 'style: format everything' },
      { ...both, times: 10, author: '49699333+dependabot[bot]@users.noreply.github.com' },
      { files: ['services/orders/package.json', 'services/stock/package.json'], times: 10 },
      { files: ['services/orders/src/main.spec.ts', 'services/stock/src/main.spec.ts'], times: 10 },
      { ...elsewhere, times: 20 },
    ],
    findings: [],
  },
  {
    title: 'copies of one file',
    files,
    history: [
      { files: ['services/orders/src/models.ts', 'services/stock/src/models.ts'], times: 20 },
      { ...elsewhere, times: 20 },
    ],
    findings: [],
  },
  {
    title: 'sweeps over many files',
    files,
    history: [
      {
        files: Array.from({ length: 80 }, (_, index) => `services/${index % 2 ? 'orders' : 'stock'}/src/${index}.js`),
        times: 12,
      },
      { ...elsewhere, times: 20 },
    ],
    findings: [],
  },
  {
    title: 'two services of one context that change together',
    files: {
      ...files,
      'msvc.yaml': 'version: 1\ncontexts:\n  sales:\n    paths: [services/orders, services/stock]\n',
    },
    history: [
      { ...both, times: 14 },
      { ...elsewhere, times: 20 },
    ],
    findings: [],
  },
  {
    title: 'fewer commits where msvc.yaml asks for fewer',
    files: { ...files, 'msvc.yaml': 'version: 1\nrules:\n  distributed-monolith:\n    minCommits: 3\n' },
    history: [
      { ...both, times: 3 },
      { ...elsewhere, times: 6 },
    ],
    findings: [{ severity: 'info', message: 'orders and stock change together', at: 'compose.yaml:2' }],
  },
] satisfies readonly Case[];
