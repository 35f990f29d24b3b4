import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0", "axios": "1.0.0", "pg": "8.0.0", "nodemailer": "7.0.0" } }`;
const server = (routes: string, top = ''): string => `import express from 'express';
import axios from 'axios';
${top}
const app = express();
${routes}
app.get('/health', (req, res) => res.json({}));
app.listen(8080);
`;
const asks = (variable: string, route: string): string =>
  `app.post('/orders', async (req, res) => res.json(await axios.get(\`\${process.env.${variable}}${route}\`)));`;
const files = {
  'compose.yaml': `services:
  orders:
    build: services/orders
    environment: { TAX_URL: "http://tax:8080" }
  tax:
    build: services/tax
    environment: { DATABASE_URL: "postgres://db/tax" }
`,
  'services/orders/package.json': manifest('orders'),
  'services/orders/main.js': server(asks('TAX_URL', '/rate')),
  'services/tax/package.json': manifest('tax'),
  'services/tax/main.js': server("app.get('/rate', (req, res) => res.json({ rate: 0.19 }));"),
};

export default [
  {
    title: 'one operation for one caller',
    page: true,
    files,
    findings: [
      {
        severity: 'info',
        message: 'tax offers one operation to orders alone, and keeps nothing',
        at: 'compose.yaml:5',
      },
    ],
  },
  {
    title: 'a service that keeps data',
    page: true,
    files: {
      ...files,
      'services/tax/main.js': server(
        "app.get('/rate', async (req, res) => res.json(await pool.query('select rate from rates')));",
        "import { Pool } from 'pg';\n\nconst pool = new Pool({ connectionString: process.env.DATABASE_URL });",
      ),
    },
    findings: [],
  },
  {
    title: 'a service that two others call',
    files: {
      ...files,
      'compose.yaml': `${files['compose.yaml']}  billing:\n    build: services/billing\n    environment: { TAX_URL: "http://tax:8080" }\n`,
      'services/billing/package.json': manifest('billing'),
      'services/billing/main.js': server(asks('TAX_URL', '/rate')),
    },
    findings: [],
  },
  {
    title: 'a service that sends the mail',
    files: {
      ...files,
      'services/tax/main.js': server(
        "app.get('/rate', async (req, res) => res.json(await mailer.sendMail({ to: req.query.to })));",
        "import nodemailer from 'nodemailer';\n\nconst mailer = nodemailer.createTransport({});",
      ),
    },
    findings: [],
  },
  {
    title: 'a service behind a gateway',
    files: {
      'compose.yaml': files['compose.yaml'].replaceAll('orders', 'gateway'),
      'services/gateway/package.json': manifest('gateway'),
      'services/gateway/main.js': server(asks('TAX_URL', '/rate')),
      'services/tax/package.json': manifest('tax'),
      'services/tax/main.js': files['services/tax/main.js'],
    },
    findings: [],
  },
  {
    title: 'a service with three operations',
    files: {
      ...files,
      'services/tax/main.js': server(
        "app.get('/rate', (req, res) => res.json(1));\napp.get('/rates', (req, res) => res.json([]));\napp.post('/rate', (req, res) => res.json(1));",
      ),
    },
    findings: [],
  },
] satisfies readonly Case[];
