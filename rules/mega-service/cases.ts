import type { Case, PastCommit } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "pg": "8.0.0" } }`;

/** A service with so many routes, each over a table of its own where `tables` says so. */
const server = (routes: number, tables = routes): string => `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
${Array.from({ length: routes }, (_, index) => `app.post('/r${index}', async (req, res) => res.json(await pool.query('insert into t${index % tables} (id) values ($1)', [req.body.id])));`).join('\n')}
${Array.from({ length: routes * 2 }, (_, index) => `export function part${index}(value) { return value + ${index}; }`).join('\n')}
app.listen(8080);
`;
const names = ['billing', 'catalogue', 'mail', 'orders', 'stock'];
const shop = (orders: string): Record<string, string> => ({
  'compose.yaml': `services:\n${names.map((name) => `  ${name}:\n    build: services/${name}\n    environment: { DATABASE_URL: "postgres://db/${name}" }\n`).join('')}`,
  ...Object.fromEntries(
    names.flatMap((name) => [
      [`services/${name}/package.json`, manifest(name)],
      [`services/${name}/src/main.js`, name === 'orders' ? orders : server(2)],
    ]),
  ),
});
const by = (people: number): readonly PastCommit[] =>
  Array.from({ length: people }, (_, index) => ({
    files: ['services/orders/src/main.js'],
    author: `p${index}@shop.example`,
  }));
const towers = (measures: string) =>
  ({
    severity: 'info',
    message: `orders is far larger than its neighbours: ${measures}`,
    at: 'compose.yaml:11',
  }) as const;
const others: readonly PastCommit[] = names.map((name) => ({ files: [`services/${name}/src/main.js`] }));

export default [
  {
    title: 'a service that holds the folders of two contexts',
    page: true,
    files: {
      'services/shop/package.json': manifest('shop'),
      'services/shop/src/main.js': server(2),
      'msvc.yaml':
        'version: 1\ncontexts:\n  sales:\n    paths: [services/shop/src/sales]\n  billing:\n    paths: [services/shop/src/billing/**]\n',
    },
    findings: [
      { severity: 'info', message: 'shop holds 2 contexts: sales and billing', at: 'services/shop/package.json:1' },
    ],
  },
  {
    title: 'a service far above the others in everything',
    files: shop(server(30)),
    findings: [towers('30 operations, 30 tables and 90 functions')],
  },
  {
    title: 'a large service that many people change',
    files: shop(server(30)),
    history: [...by(9), ...others],
    findings: [towers('30 operations, 30 tables, 90 functions and 10 people')],
  },
  {
    title: 'a large service that as many people change as the others',
    files: shop(server(30)),
    history: others,
    findings: [],
  },
  {
    title: 'many routes over few tables',
    files: shop(server(30, 2)),
    findings: [],
  },
  {
    title: 'services of like size, each of one context',
    page: true,
    files: {
      'services/sales/package.json': manifest('sales'),
      'services/sales/src/main.js': server(2),
      'services/billing/package.json': manifest('billing'),
      'services/billing/src/main.js': server(3),
      'msvc.yaml':
        'version: 1\ncontexts:\n  sales:\n    paths: [services/sales]\n  billing:\n    paths: [services/billing]\n',
    },
    findings: [],
  },
  {
    title: 'the largest of three',
    files: Object.fromEntries(
      Object.entries(shop(server(30))).filter(([path]) => !/catalogue|mail|compose/.test(path)),
    ),
    findings: [],
  },
] satisfies readonly Case[];
