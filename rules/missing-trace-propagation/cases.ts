import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0" } }`;
const compose = `services:
  orders:
    build: services/orders
    environment: { PAYMENTS_URL: "http://payments:8080" }
  payments:
    build: services/payments
`;
const orders = (head = '', options = ''): string => `import axios from 'axios';
import express from 'express';
${head}
const app = express();
app.post('/v1/orders', async (req, res) => {
  await axios.post(\`\${process.env.PAYMENTS_URL}/v1/charges\`, req.body${options});
  res.sendStatus(204);
});
app.listen(8080);
`;
const shop = (main: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  'compose.yaml': compose,
  'services/orders/package.json': manifest('orders'),
  'services/orders/main.js': main,
  'services/payments/package.json': manifest('payments'),
  'services/payments/main.js':
    "import express from 'express';\n\nconst app = express();\napp.post('/v1/charges', (req, res) => res.sendStatus(204));\napp.listen(8080);\n",
  ...more,
});
const lost = (message: string, at: string) =>
  [{ severity: 'warning', message: `${message} and passes no trace or correlation id along`, at }] as const;

export default [
  {
    title: 'a call that says nothing of the request it belongs to',
    page: true,
    files: shop(orders()),
    findings: lost('orders calls payments', 'services/orders/main.js:6'),
  },
  {
    title: 'a message without one',
    files: {
      'compose.yaml': 'services:\n  orders:\n    build: services/orders\n',
      'services/orders/package.json': manifest('orders').replace('axios', 'kafkajs'),
      'services/orders/main.js': `import express from 'express';
import { Kafka } from 'kafkajs';

const producer = new Kafka({ brokers: ['kafka:9092'] }).producer();
const app = express();
app.post('/v1/orders', async (req, res) => {
  await producer.send({ topic: 'order.placed', messages: [{ value: JSON.stringify(req.body) }] });
  res.sendStatus(204);
});
app.listen(8080);
`,
    },
    findings: lost('orders publishes messages', 'services/orders/main.js:7'),
  },
  {
    title: 'OpenTelemetry that is started in the program',
    files: shop(orders("import './telemetry.js';\n"), {
      'services/orders/telemetry.js': "import { NodeSDK } from '@opentelemetry/sdk-node';\n\nnew NodeSDK().start();\n",
    }),
    findings: [],
  },
  {
    title: 'OpenTelemetry that is loaded before the program',
    page: true,
    files: shop(orders(), {
      'services/orders/Dockerfile':
        'FROM node:24\nCOPY . .\nCMD ["node", "--import", "@opentelemetry/auto-instrumentations-node/register", "main.js"]\n',
    }),
    findings: [],
  },
  {
    title: 'an agent in NODE_OPTIONS',
    files: shop(orders(), {
      'compose.yaml': compose.replace('environment: { ', 'environment: { NODE_OPTIONS: "--require dd-trace/init", '),
    }),
    findings: [],
  },
  {
    title: 'an id of the request that is passed on',
    page: true,
    files: shop(orders('', ", { headers: { 'x-request-id': req.get('x-request-id') } }")),
    findings: [],
  },
  {
    title: 'a service that asks nobody',
    files: shop(
      "import express from 'express';\n\nconst app = express();\napp.get('/v1/orders', (req, res) => res.json([]));\napp.listen(8080);\n",
    ),
    findings: [],
  },
  {
    title: 'a pod into which an operator puts the instrumentation',
    files: shop(orders(), {
      'compose.yaml': '',
      'k8s/orders.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-nodejs: "true"
    spec:
      containers:
        - name: orders
          image: shop/orders:1.0
          env:
            - { name: PAYMENTS_URL, value: "http://payments:8080" }
`,
      'k8s/payments.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: payments }
spec:
  template:
    spec:
      containers:
        - { name: payments, image: "shop/payments:1.0" }
`,
    }),
    findings: [],
  },
] satisfies readonly Case[];
