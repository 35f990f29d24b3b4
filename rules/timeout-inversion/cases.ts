import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0", "axios-retry": "4.0.0", "p-retry": "7.0.0", "opossum": "9.0.0", "cockatiel": "3.0.0", "p-limit": "7.0.0" } }`;

const server = (route: string, call = '', head = ''): string => `import express from 'express';
import axios from 'axios';
${head}
const app = express();
app.post('${route}', async (req, res) => {
  ${call}
  res.json('done');
});
app.listen(8080);
`;

type Body = readonly [call: string, head?: string];

const files = (gateway: Body, orders: Body, more: Case['files'] = {}): Case['files'] => ({
  'compose.yaml': `services:
  gateway:
    build: services/gateway
    environment: { ORDERS_URL: "http://orders:8080" }
  orders:
    build: services/orders
    environment: { STOCK_URL: "http://stock:8080" }
  stock:
    build: services/stock
`,
  'services/gateway/package.json': manifest('gateway'),
  'services/gateway/src/main.js': server('/checkout', ...gateway),
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': server('/orders', ...orders),
  'services/stock/package.json': manifest('stock'),
  'services/stock/src/main.js': server('/stock'),
  ...more,
});

const toOrders = (options: string): string =>
  `await axios.post(\`\${process.env.ORDERS_URL}/orders\`, req.body, ${options});`;
const toStock = (options: string): string =>
  `await axios.post(\`\${process.env.STOCK_URL}/stock\`, req.body, ${options});`;
const found = (gives: string, waits: string): Case['findings'] => [
  {
    severity: 'error',
    message: `gateway gives up on orders after ${gives}, while orders may still take ${waits}`,
    at: 'services/gateway/src/main.js:6',
  },
];

export default [
  {
    title: 'a caller that gives up before the service it calls does',
    page: true,
    files: files([toOrders('{ timeout: 1000 }')], [toStock('{ timeout: 5000 }')]),
    findings: found('1 s', '5 s'),
  },
  {
    title: 'the same time at both',
    files: files([toOrders('{ timeout: 1000 }')], [toStock('{ timeout: 1000 }')]),
    findings: found('1 s', '1 s'),
  },
  {
    title: 'a client against a signal',
    files: files(
      [
        "await orders.post('/orders', req.body);",
        'const orders = axios.create({ baseURL: process.env.ORDERS_URL, timeout: 800 });',
      ],
      [toStock('{ signal: AbortSignal.timeout(2 * 1000) }')],
    ),
    findings: found('800 ms', '2 s'),
  },
  {
    title: 'a mesh that ends the outer call early',
    files: files([toOrders('{ timeout: 9000 }')], [toStock('{ timeout: 5000 }')], {
      'k8s/orders.yaml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: orders }
spec:
  hosts: [orders]
  http:
    - timeout: 2s
      route:
        - destination: { host: orders }
`,
    }),
    findings: found('2 s', '5 s'),
  },
  {
    title: 'less time further in',
    page: true,
    files: files([toOrders('{ timeout: 5000 }')], [toStock('{ timeout: 2000 }')]),
    findings: [],
  },
  {
    title: 'a time that nobody can tell',
    files: files([toOrders('{ timeout: req.body.wait }')], [toStock('{ timeout: 2000 }')]),
    findings: [],
  },
  {
    title: 'a call that nobody waits for',
    files: files([toOrders('{ timeout: 1000 }')], [toStock('{ timeout: 5000 }').replace('await ', 'void ')]),
    findings: [],
  },
] satisfies readonly Case[];
