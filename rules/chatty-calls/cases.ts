import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0" } }`;

const files = (body: string) => ({
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n  prices:\n    build: services/prices\n',
  'services/orders/package.json': manifest('orders'),
  'services/prices/package.json': manifest('prices'),
  'services/orders/src/main.js': `import axios from 'axios';
import express from 'express';

const app = express();
const price = (id) => axios.get(\`http://prices:3000/prices/\${id}\`);

app.get('/orders/:id/total', async (req, res) => {
  const order = { a: 1, b: 2, c: 3, d: 4, lines: req.body.lines };
${body}
  res.end();
});
app.listen(3000);
`,
  'services/prices/src/main.js': `import express from 'express';

const app = express();
app.get('/prices/:id', (req, res) => res.json({ price: 1 }));
app.get('/health', (req, res) => res.end());
app.post('/prices/batch', (req, res) => res.json([]));
app.listen(3000);
`,
});

const call = 'prices GET /prices/:id is called once for each item of a list';
const at = (message: string, line: number) =>
  [{ severity: 'error', message, at: `services/orders/src/main.js:${line}` }] as const;

export default [
  {
    title: 'a call for each line of an order',
    page: true,
    files: files('  for (const line of order.lines) await price(line.product);'),
    findings: at(`${call}, one after the other`, 9),
  },
  {
    title: 'calls for all lines at once',
    files: files('  await Promise.all(order.lines.map((line) => price(line.product)));'),
    findings: at(`${call}, all at once`, 9),
  },
  {
    title: 'four calls in a row',
    files: files('  await price(order.a);\n  await price(order.b);\n  await price(order.c);\n  await price(order.d);'),
    findings: at('GET /orders/:id/total waits for 4 calls, one after the other', 7),
  },
  {
    title: 'one call with all keys',
    page: true,
    files: files("  await axios.post('http://prices:3000/prices/batch', order.lines);"),
    findings: [],
  },
  {
    title: 'four calls side by side',
    files: files('  await Promise.all([price(order.a), price(order.b), price(order.c), price(order.d)]);'),
    findings: [],
  },
  {
    title: 'three calls in a row, with a fourth on another way',
    files: files(
      '  await price(order.a);\n  await price(order.b);\n  if (order.c) await price(order.c);\n  else await price(order.d);',
    ),
    findings: [],
  },
  {
    title: 'three calls in a row, of which one has an address that can be two things',
    files: files(`  const under = (base, path) => (base.endsWith('/') ? base : base + '/') + path.replace(/^\\//, '');
  await price(order.a);
  await price(order.b);
  await axios.get(new URL(under('/prices', req.params.id), 'http://prices:3000'));`),
    findings: [],
  },
  {
    title: 'a loop over two that are written out',
    files: files('  for (const id of [order.a, order.b]) await price(id);'),
    findings: [],
  },
  {
    title: 'a loop that tries again',
    files: files(`  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      await price(order.a);
      break;
    } catch {}
  }`),
    findings: [],
  },
  {
    title: 'a loop that pages through what another has',
    files: files('  let next = order.a;\n  while (next) next = (await price(next)).data.next;'),
    findings: [],
  },
  {
    title: 'health checks of those behind',
    files: files("  for (const name of order.lines) await axios.get('http://prices:3000/health');"),
    findings: [],
  },
] satisfies readonly Case[];
