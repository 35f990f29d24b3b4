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

const files = (call: string, head = '', more: Case['files'] = {}): Case['files'] => ({
  'compose.yaml': `services:
  orders:
    build: services/orders
    environment: { STOCK_URL: "http://stock:8080" }
  stock:
    build: services/stock
`,
  'msvc.yaml': 'version: 1\nrules:\n  missing-circuit-breaker: warning\n',
  'services/orders/package.json': manifest('orders'),
  'services/orders/src/main.js': server('/orders', call, head),
  'services/stock/package.json': manifest('stock'),
  'services/stock/src/main.js': server('/stock'),
  ...more,
});
const post = 'axios.post(`${process.env.STOCK_URL}/stock`, req.body, { timeout: 500 })';
const open = (line: number): Case['findings'] => [
  {
    severity: 'warning',
    message: 'orders asks stock with neither circuit breaker nor bulkhead',
    at: `services/orders/src/main.js:${line}`,
  },
];

export default [
  {
    title: 'a call as it is',
    page: true,
    files: files(`await ${post};`),
    findings: open(6),
  },
  {
    title: 'a call that is only tried again',
    files: files(`await pRetry(() => ${post});`, "import pRetry from 'p-retry';"),
    findings: open(6),
  },
  {
    title: 'a breaker around it',
    page: true,
    files: files(
      'await stock.fire(req.body);',
      "import CircuitBreaker from 'opossum';\nconst stock = new CircuitBreaker((body) => axios.post(`${process.env.STOCK_URL}/stock`, body, { timeout: 500 }));",
    ),
    findings: [],
  },
  {
    title: 'a policy around it',
    files: files(
      `await policy.execute(() => ${post});`,
      "import { circuitBreaker, ConsecutiveBreaker, handleAll, retry, wrap } from 'cockatiel';\nconst policy = wrap(retry(handleAll, { maxAttempts: 2 }), circuitBreaker(handleAll, { halfOpenAfter: 1000, breaker: new ConsecutiveBreaker(5) }));",
    ),
    findings: [],
  },
  {
    title: 'a breaker that somebody wrote',
    files: files(
      `await stockCircuit(() => ${post});`,
      'let failures = 0;\nasync function stockCircuit(ask) {\n  if (failures > 5) throw new Error("open");\n  return ask();\n}',
    ),
    findings: [],
  },
  {
    title: 'a probe',
    files: files('await axios.get(`${process.env.STOCK_URL}/health`, { timeout: 500 });'),
    findings: [],
  },
  {
    title: 'so many at once and no more',
    files: files(`await atOnce(() => ${post});`, "import pLimit from 'p-limit';\nconst atOnce = pLimit(10);"),
    findings: [],
  },
  {
    title: 'outlier detection of a mesh',
    page: true,
    files: files(`await ${post};`, '', {
      'k8s/stock.yaml': `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: stock }
spec:
  host: stock
  trafficPolicy:
    outlierDetection: { consecutive5xxErrors: 5 }
`,
    }),
    findings: [],
  },
  {
    title: 'a mesh that is configured elsewhere',
    files: files(`await ${post};`, '', {
      'k8s/namespace.yaml':
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: { istio-injection: enabled }\n',
    }),
    findings: [],
  },
  {
    title: 'a call that nobody waits for',
    files: files(`void ${post};`),
    findings: [],
  },
] satisfies readonly Case[];
