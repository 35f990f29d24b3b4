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

const retry = (attempts: number, variable: string, path: string): Body => [
  `await pRetry(() => axios.post(\`\${process.env.${variable}}${path}\`, req.body, { timeout: 100 }), { retries: ${attempts - 1} });`,
  "import pRetry from 'p-retry';",
];
const once: Body = ['await axios.post(`${process.env.STOCK_URL}/stock`, req.body, { timeout: 50 });'];
const loop = (pause: string): Body => [
  `for (let i = 0; i < 3; i++) {
    try {
      await axios.post(\`\${process.env.STOCK_URL}/stock\`, req.body, { timeout: 50 });
      break;
    } catch (error) {
      ${pause}
    }
  }`,
];
const plain: Body = ['await axios.post(`${process.env.ORDERS_URL}/orders`, req.body, { timeout: 500 });'];

export default [
  {
    title: 'retries behind retries',
    page: true,
    files: files(retry(4, 'ORDERS_URL', '/orders'), retry(4, 'STOCK_URL', '/stock')),
    findings: [
      {
        severity: 'error',
        message: 'One request of gateway may call stock 16 times',
        at: 'services/gateway/src/main.js:6',
      },
    ],
  },
  {
    title: 'two retries around one call',
    files: files(plain, [
      'await pRetry(() => axios.post(`${process.env.STOCK_URL}/stock`, req.body, { timeout: 50 }), { retries: 3 });',
      "import pRetry from 'p-retry';\nimport axiosRetry from 'axios-retry';\naxiosRetry(axios, { retries: 3, retryDelay: axiosRetry.exponentialDelay });",
    ]),
    findings: [
      {
        severity: 'error',
        message: 'One request of orders may call stock 16 times',
        at: 'services/orders/src/main.js:8',
      },
    ],
  },
  {
    title: 'a loop that tries again at once',
    page: true,
    files: files(plain, loop('console.warn(error);')),
    findings: [
      {
        severity: 'error',
        message: 'orders calls stock again at once, without backoff or jitter',
        at: 'services/orders/src/main.js:8',
      },
    ],
  },
  {
    title: 'retries in place of a pause',
    files: files(plain, [
      'await axios.post(`${process.env.STOCK_URL}/stock`, req.body, { timeout: 50 });',
      "import axiosRetry from 'axios-retry';\naxiosRetry(axios, { retries: 3 });",
    ]),
    findings: [
      {
        severity: 'error',
        message: 'orders calls stock again at once, without backoff or jitter',
        at: 'services/orders/src/main.js:4',
      },
    ],
  },
  {
    title: 'a mesh that tries again behind a client that does',
    files: files(plain, retry(4, 'STOCK_URL', '/stock'), {
      'k8s/stock.yaml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: stock }
spec:
  hosts: [stock]
  http:
    - retries: { attempts: 3 }
      route:
        - destination: { host: stock }
`,
    }),
    findings: [
      {
        severity: 'error',
        message: 'One request of orders may call stock 16 times',
        at: 'services/orders/src/main.js:6',
      },
    ],
  },
  {
    title: 'one retry on the way',
    page: true,
    files: files(plain, retry(5, 'STOCK_URL', '/stock')),
    findings: [],
  },
  {
    title: 'two retries that come to nine',
    files: files(retry(3, 'ORDERS_URL', '/orders'), retry(3, 'STOCK_URL', '/stock')),
    findings: [],
  },
  {
    title: 'more where msvc.yaml allows it',
    files: files(retry(4, 'ORDERS_URL', '/orders'), retry(4, 'STOCK_URL', '/stock'), {
      'msvc.yaml': 'version: 1\nrules:\n  retry-amplification:\n    maxAttempts: 16\n',
    }),
    findings: [],
  },
  {
    title: 'a loop that waits in between',
    files: files(plain, loop('await new Promise((done) => setTimeout(done, 100 * 2 ** i));')),
    findings: [],
  },
  {
    title: 'no retry at all',
    files: files(plain, once),
    findings: [],
  },
] satisfies readonly Case[];
