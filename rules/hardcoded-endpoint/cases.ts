import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0", "@nestjs/microservices": "11.0.0" } }`;

const files = (line: string, more: Case['files'] = {}): Case['files'] => ({
  'compose.yaml': `services:
  orders:
    build: services/orders
  stock:
    build: services/stock
    ports: ["3344:8080"]
  db:
    image: postgres:18
`,
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': `import axios from 'axios';
import cors from 'cors';
import express from 'express';
import { ClientProxyFactory, Transport } from '@nestjs/microservices';

const app = express();
${line}
app.listen(8080);
`,
  'services/stock/package.json': manifest('stock'),
  'services/stock/src/main.js': `import express from 'express';

const app = express();
app.get('/stock/:id', (req, res) => res.json({ left: 3 }));
app.listen(8080);
`,
  ...more,
});
const main = 'services/orders/src/main.js:7';
const written = (address: string, line = 7) => [
  {
    severity: 'error' as const,
    message: `orders has the address of stock in its source: ${address}`,
    at: `services/orders/src/main.js:${line}`,
  },
];
const fallsBack = (address: string) => [
  {
    severity: 'info' as const,
    message: `orders falls back to an address of stock in its source: ${address}`,
    at: main,
  },
];

export default [
  {
    title: 'the name of a container',
    page: true,
    files: files("app.get('/', async () => axios.get('http://stock:8080/stock/1'));"),
    findings: written('http://stock:8080'),
  },
  {
    title: 'a published port of this machine',
    page: true,
    files: files("const stock = axios.create({ baseURL: 'http://localhost:3344' });"),
    findings: written('http://localhost:3344'),
  },
  {
    title: 'a host and a port that stand apart',
    files: files(
      "const stock = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: 'stock', port: 8080 } });\napp.get('/', () => stock.send('left', 1));",
    ),
    findings: written('stock:8080'),
  },
  {
    title: 'an address that nothing here calls',
    files: files('const page = `<a href=${base}>`;\nconst base = "http://stock:8080";'),
    findings: written('http://stock:8080', 8),
  },
  {
    title: 'the default of a variable',
    page: true,
    files: files("const url = process.env.STOCK_URL ?? 'http://stock:8080';"),
    findings: fallsBack('http://stock:8080'),
  },
  {
    title: 'what a helper returns where a variable is not set',
    files: files("const settings = { stock: readText('STOCK_SERVICE_URL', 'http://stock:8080') };"),
    findings: fallsBack('http://stock:8080'),
  },
  {
    title: 'what is kept under the name of a default',
    files: files(
      "const DEFAULT_STOCK_URL = 'http://stock:8080';\nconst url = process.env.STOCK_URL || DEFAULT_STOCK_URL;",
    ),
    findings: fallsBack('http://stock:8080'),
  },
  {
    title: 'an address that is set under the name of a variable',
    files: files("environment.set('STOCK_SERVICE_URL', 'http://stock:8080');"),
    findings: written('http://stock:8080'),
  },
  {
    title: 'what is taken outside production',
    files: files(
      "const url = process.env.NODE_ENV === 'production' ? process.env.STOCK_URL : 'http://localhost:3344';",
    ),
    findings: fallsBack('http://localhost:3344'),
  },
  {
    title: 'an address from the environment',
    page: true,
    files: files("app.get('/', async () => axios.get(`${process.env.STOCK_URL}/stock/1`));"),
    findings: [],
  },
  {
    title: 'the address of a database',
    files: files("const url = 'postgres://o:o@db:5432/orders';"),
    findings: [],
  },
  {
    title: 'an origin that may call',
    files: files("app.use(cors({ origin: ['http://localhost:3344'] }));"),
    findings: [],
  },
  {
    title: 'a line of a log',
    files: files("console.log('http://localhost:3344');"),
    findings: [],
  },
  {
    title: 'its own address',
    files: files("const own = 'http://orders:8080';"),
    findings: [],
  },
  {
    title: 'somebody outside the workspace',
    files: files("app.get('/', async () => axios.get('https://api.example.com/rates'));"),
    findings: [],
  },
  {
    title: 'a comment',
    files: files("// axios.get('http://stock:8080/stock/1')"),
    findings: [],
  },
  {
    title: 'a test',
    files: files('', {
      'services/orders/test/orders.spec.js':
        "import axios from 'axios';\nawait axios.get('http://stock:8080/stock/1');\n",
    }),
    findings: [],
  },
] satisfies readonly Case[];
