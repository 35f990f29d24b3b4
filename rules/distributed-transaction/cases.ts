import type { Case } from '../../src/lint/kit.ts';

const files = (body: string) => ({
  'compose.yaml': `services:
  transfers:
    build: services/transfers
    environment: { DATABASE_URL: "postgres://t:t@db:5432/transfers" }
  db:
    image: postgres:18
`,
  'services/transfers/package.json':
    '{ "name": "transfers", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5.0.0", "pg": "8.0.0" } }',
  'services/transfers/src/main.js': `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();

app.post('/transfers', async (req, res) => {
  const client = await pool.connect();
${body}
  res.end();
});
app.listen(3000);
`,
});

const update = "  await client.query('update accounts set owner = $1 where id = $2', [req.body.owner, req.body.id]);";
const found = (line: number) =>
  [
    {
      severity: 'error',
      message: 'transfers takes part in a two-phase commit',
      at: `services/transfers/src/main.js:${line}`,
    },
  ] as const;

export default [
  {
    title: 'a transaction that is prepared for a coordinator',
    page: true,
    files: files(`  await client.query('BEGIN');\n${update}\n  await client.query("PREPARE TRANSACTION 'transfer'");`),
    findings: found(11),
  },
  {
    title: 'a branch of an XA transaction',
    files: files(`  await client.query("XA START 'transfer'");\n${update}`),
    findings: found(9),
  },
  {
    title: 'a local transaction',
    page: true,
    files: files(`  await client.query('BEGIN');\n${update}\n  await client.query('COMMIT');`),
    findings: [],
  },
  {
    title: 'a prepared statement',
    files: files("  await client.query('PREPARE owner_of AS SELECT owner FROM accounts WHERE id = $1');"),
    findings: [],
  },
] satisfies readonly Case[];
