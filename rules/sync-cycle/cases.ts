import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0" } }`;

const compose = `services:
  orders:
    build: services/orders
    environment: { STOCK_URL: "http://stock:8080" }
  stock:
    build: services/stock
    environment: { ORDERS_URL: "http://orders:8080" }
`;

const server = (routes: string): string => `import express from 'express';
import axios from 'axios';

const app = express();
${routes}
app.listen(8080);
`;
const manifests = {
  'services/orders/package.json': manifest('orders'),
  'services/stock/package.json': manifest('stock'),
};

const python = (address: string): string => `import os\nimport requests\n\nrequests.get(${address})\n`;
const sampled = (stock: string) => ({
  'compose.yaml': `services:
  orders:
    build: orders
    environment: { STOCK_URL: "http://stock:8080" }
  stock:
    build: stock
`,
  'orders/Dockerfile': 'FROM python:3.13\nCOPY . .\nCMD ["python", "main.py"]\n',
  'stock/Dockerfile': 'FROM python:3.13\nCOPY . .\nCMD ["python", "main.py"]\n',
  'orders/main.py': python('os.environ["STOCK_URL"]'),
  'stock/main.py': stock,
  'stock/.env.example': 'ORDERS_URL=http://orders:8080\n',
});

const local = sampled(`${python('os.environ.get("ORDERS_URL", "http://users:8080")')}`);

export default [
  {
    title: 'a loop over a port on this machine, in a sample of what a manifest sets otherwise',
    files: {
      ...local,
      'compose.yaml': `services:
  orders:
    build: orders
    ports: ["12000:8080"]
    environment: { STOCK_URL: "http://stock:8080" }
  stock:
    build: stock
    env_file: stock/.env
  users:
    build: users
`,
      'k8s/stock.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: stock }
spec:
  selector: { matchLabels: { app: stock } }
  template:
    metadata: { labels: { app: stock } }
    spec:
      containers:
        - name: stock
          image: shop/stock:1
          env: [{ name: ORDERS_URL, value: "http://users:8080" }]
`,
      'users/Dockerfile': local['orders/Dockerfile'],
      'users/main.py': 'print("ready")\n',
      'stock/.env.example': 'ORDERS_URL=http://localhost:12000\n',
    },
    findings: [],
  },
  {
    title: 'a loop that only a sample closes, whose address no code asks for',
    files: sampled('print("ready")\n'),
    findings: [],
  },
  {
    title: 'a loop through an address that a sample names and code asks for',
    files: sampled(python('os.environ["ORDERS_URL"]')),
    findings: [{ severity: 'warning', message: 'orders and stock wait for each other', at: 'compose.yaml:4' }],
  },
  {
    title: 'a loop that one request can travel',
    page: true,
    files: {
      ...manifests,
      'compose.yaml': compose,
      'services/orders/src/main.js': server(
        "app.post('/orders', async (req, res) => res.json(await axios.get(`${process.env.STOCK_URL}/free`)));\napp.get('/open', (req, res) => res.json([]));",
      ),
      'services/stock/src/main.js': server(
        "app.get('/free', async (req, res) => res.json(await axios.get(`${process.env.ORDERS_URL}/open`)));",
      ),
    },
    findings: [
      {
        severity: 'error',
        message: 'One request can travel in a circle: orders → stock → orders',
        at: 'services/orders/src/main.js:5',
      },
    ],
  },
  {
    title: 'a loop that one request can travel, shown by the calls on its way',
    files: {
      ...manifests,
      'compose.yaml': compose,
      'services/orders/src/main.js': server(
        "app.get('/report', async (req, res) => res.json(await axios.get(`${process.env.STOCK_URL}/all`)));\napp.post('/orders', async (req, res) => res.json(await axios.get(`${process.env.STOCK_URL}/free`)));\napp.get('/open', (req, res) => res.json([]));",
      ),
      'services/stock/src/main.js': server(
        "app.get('/all', (req, res) => res.json([]));\napp.get('/free', async (req, res) => res.json(await axios.get(`${process.env.ORDERS_URL}/open`)));",
      ),
    },
    findings: [
      {
        severity: 'error',
        message: 'One request can travel in a circle: orders → stock → orders',
        at: 'services/orders/src/main.js:6',
      },
    ],
  },
  {
    title: 'services that wait for each other, but in no single request',
    files: {
      ...manifests,
      'compose.yaml': compose,
      'services/orders/src/main.js': server(
        "app.post('/orders', async (req, res) => res.json(await axios.get(`${process.env.STOCK_URL}/free`)));\napp.get('/open', (req, res) => res.json([]));",
      ),
      'services/stock/src/main.js': server(
        "app.get('/free', (req, res) => res.json(3));\napp.post('/recount', async (req, res) => res.json(await axios.get(`${process.env.ORDERS_URL}/open`)));",
      ),
    },
    findings: [
      { severity: 'warning', message: 'orders and stock wait for each other', at: 'services/orders/src/main.js:5' },
    ],
  },
  {
    title: 'calls in one direction, with depends_on in the other',
    page: true,
    files: {
      ...manifests,
      'compose.yaml': `${compose}    depends_on: [orders]\n`,
      'services/orders/src/main.js': server(
        "app.post('/orders', async (req, res) => res.json(await axios.get(`${process.env.STOCK_URL}/free`)));",
      ),
      'services/stock/src/main.js': server("app.get('/free', (req, res) => res.json(3));"),
    },
    findings: [],
  },
  {
    title: 'a gateway that serves the pages which call it',
    files: {
      'compose.yaml': `services:
  gateway:
    build: services/gateway
    environment: { WEB_URL: "http://web:8080" }
  web:
    build: services/web
    environment: { GATEWAY_URL: "http://gateway:8080" }
`,
      'services/gateway/package.json': manifest('gateway'),
      'services/gateway/src/main.js': server(
        "app.get('/', async (req, res) => res.json(await axios.get(`${process.env.WEB_URL}/index`)));\napp.get('/orders', (req, res) => res.json([]));",
      ),
      'services/web/package.json':
        '{ "name": "web", "scripts": { "start": "vite" }, "dependencies": { "react": "19.0.0", "axios": "1.0.0" } }',
      'services/web/src/main.jsx':
        "import axios from 'axios';\nexport const orders = () => axios.get(`${process.env.GATEWAY_URL}/orders`);\n",
    },
    findings: [],
  },
] satisfies readonly Case[];
