import type { Case } from '../../src/lint/kit.ts';

const files = (lines: string, head = ''): Readonly<Record<string, string>> => ({
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n',
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0", "pino": "10.0.0" } }',
  'services/orders/main.js': `import express from 'express';
${head}
const app = express();
app.get('/v1/orders', (req, res) => {
${lines}  res.json([]);
});
app.listen(8080);
`,
});
const three = "  console.log('asked');\n  console.info(req.query);\n  console.error('none');\n";

export default [
  {
    title: 'a service that has no other log',
    page: true,
    files: files(three),
    findings: [
      {
        severity: 'info',
        message: 'orders logs with console in 3 places, and has no logger',
        at: 'services/orders/main.js:5',
      },
    ],
  },
  {
    title: 'console beside a logger',
    files: files(three, "import { pino } from 'pino';"),
    findings: [
      {
        severity: 'info',
        message: 'orders logs with console in 3 places, beside pino',
        at: 'services/orders/main.js:5',
      },
    ],
  },
  {
    title: 'a logger',
    page: true,
    files: files("  log.info({ query: req.query }, 'asked');\n", "import { pino } from 'pino';\nconst log = pino();"),
    findings: [],
  },
  { title: 'a word at the start', files: files("  console.log('asked');\n"), findings: [] },
  {
    title: 'a script in the same folder',
    files: { ...files(''), 'services/orders/scripts/fill.js': three.repeat(2) },
    findings: [],
  },
] satisfies readonly Case[];
