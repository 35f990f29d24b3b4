import type { Case } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "scripts": { "start": "node main.js" }, "dependencies": { "express": "5.0.0", "pg": "8.0.0" } }`;
const keeping = `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
app.post('/users', async (req, res) => res.json(await pool.query('insert into users (name) values ($1)', [req.body.name])));
app.listen(8080);
`;
const files = {
  'services/identity/package.json': manifest('identity'),
  'services/identity/main.js': keeping,
  'compose.yaml':
    'services:\n  identity:\n    build: services/identity\n    environment: { DATABASE_URL: "postgres://db/identity" }\n',
  'msvc.yaml': 'version: 1\ncontexts:\n  identity:\n    subdomain: generic\n',
};

export default [
  {
    title: 'users and passwords in a store of its own',
    page: true,
    files,
    findings: [
      {
        severity: 'info',
        message: 'The generic subdomain identity is built in house: identity',
        at: 'msvc.yaml:3',
      },
    ],
  },
  {
    title: 'an adapter to a product that is bought',
    page: true,
    files: {
      ...files,
      'services/identity/main.js':
        "import express from 'express';\n\nconst app = express();\napp.post('/users', async (req, res) => res.json(await fetch('https://id.example.com/users', { method: 'POST' })));\napp.listen(8080);\n",
    },
    findings: [],
  },
  {
    title: 'the same service in a context that is not marked',
    files: { ...files, 'msvc.yaml': 'version: 1\ncontexts:\n  identity:\n    subdomain: supporting\n' },
    findings: [],
  },
  {
    title: 'a product that is deployed as it is',
    files: {
      'compose.yaml': 'services:\n  identity:\n    image: quay.io/keycloak/keycloak:26.0\n',
      'services/shop/package.json': manifest('shop'),
      'services/shop/main.js': keeping,
      'msvc.yaml': 'version: 1\ncontexts:\n  identity:\n    subdomain: generic\n',
    },
    findings: [],
  },
] satisfies readonly Case[];
