import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0" } }`;

const server = (route: string, then = "'done'"): string => `import express from 'express';
import axios from 'axios';

const app = express();
app.post('${route}', async (req, res) => {
  res.json(${then});
});
app.listen(8080);
`;
const call = (variable: string, route: string): string =>
  `await axios.post(\`\${process.env.${variable}}${route}\`, req.body)`;

const four = {
  'compose.yaml': `services:
  gateway:
    build: services/gateway
    environment: { ORDERS_URL: "http://orders:8080" }
  orders:
    build: services/orders
    environment: { PAYMENTS_URL: "http://payments:8080" }
  payments:
    build: services/payments
    environment: { LEDGER_URL: "http://ledger:8080" }
  ledger:
    build: services/ledger
`,
  'services/gateway/package.json': manifest('gateway'),
  'services/gateway/src/main.js': server('/checkout', call('ORDERS_URL', '/orders')),
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': server('/orders', call('PAYMENTS_URL', '/charge')),
  'services/payments/package.json': manifest('payments'),
  'services/payments/src/main.js': server('/charge', call('LEDGER_URL', '/entries')),
  'services/ledger/package.json': manifest('ledger'),
  'services/ledger/src/main.js': server('/entries'),
};

export default [
  {
    title: 'three hops, handler by handler',
    page: true,
    files: four,
    findings: [
      {
        severity: 'error',
        message: 'One request waits on three services in a row',
        at: 'services/gateway/src/main.js:6',
      },
    ],
  },
  {
    title: 'two hops',
    page: true,
    files: { ...four, 'services/payments/src/main.js': server('/charge') },
    findings: [],
  },
  {
    title: 'three hops where msvc.yaml allows them',
    files: { ...four, 'msvc.yaml': 'version: 1\nrules:\n  sync-chain:\n    maxHops: 3\n' },
    findings: [],
  },
] satisfies readonly Case[];
