import { describe, expect, test } from 'vitest';
import { storesOf } from './opened.ts';

const url = { DATABASE_URL: 'postgres://user:pw@db:5432/shop' };
const parts = { DB_HOST: 'db', DB_PORT: '5432', DB_NAME: 'shop', DB_USER: 'u', DB_PASSWORD: 'p' };

describe('drivers', () => {
  const sql = `await db.query('SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = $1', [1]); await db.query({ text: 'INSERT INTO orders(id) VALUES ($1)', values: [1] });`;
  const wanted = ['postgres:db/shop customers:r orders:r orders:w'];
  test.each([
    [
      'Pool',
      `import { Pool } from 'pg'; const db = new Pool({ host: process.env.DB_HOST, database: process.env.DB_NAME, max: 10 });`,
    ],
    [
      'Client',
      `const { Client } = require('pg'); const db = new Client({ connectionString: process.env.DATABASE_URL }); await db.connect();`,
    ],
    [
      'a client of the pool',
      `import pg from 'pg'; const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL }); const db = await pool.connect();`,
    ],
    ['pg-promise', `import pgPromise from 'pg-promise'; const db = pgPromise()(process.env.DATABASE_URL);`],
  ])('pg: %s', (_, open) => {
    expect(storesOf(`${open} ${sql}`, { ...url, ...parts })).toEqual(wanted);
  });

  test('pg: PGHOST and its like', () => {
    const env = { PGHOST: 'db', PGDATABASE: 'shop', PGUSER: 'u', PGPASSWORD: 'p', PGPORT: '5432' };
    expect(storesOf(`import { Pool } from 'pg'; const db = new Pool(); ${sql}`, env)).toEqual(wanted);
    expect(
      storesOf(`import { Pool } from 'pg'; const db = new Pool({ max: 20, idleTimeoutMillis: 30000 }); ${sql}`, env),
    ).toEqual(wanted);
  });

  test('postgres.js', () => {
    const main = `import postgres from 'postgres'; const sql = postgres({ host: process.env.DB_HOST, db: process.env.DB_NAME });
      const rows = await sql\`select * from orders where id = \${1}\`; await sql.begin(async (tx) => { await tx\`insert into lines \${tx({ a: 1 })}\`; });`;
    expect(storesOf(main, parts)).toEqual(['postgres:db/shop lines:w orders:r']);
  });

  test.each([
    [
      'a pool',
      `import mysql from 'mysql2/promise'; const db = mysql.createPool({ host: process.env.DB_HOST, database: process.env.DB_NAME, waitForConnections: true });`,
    ],
    [
      'a connection',
      `const mysql = require('mysql2'); const db = mysql.createConnection({ host: process.env.DB_HOST, database: process.env.DB_NAME });`,
    ],
    [
      'promises of a pool',
      `import { createPool } from 'mysql2'; const db = createPool({ host: process.env.DB_HOST, database: process.env.DB_NAME }).promise();`,
    ],
  ])('mysql2: %s', (_, open) => {
    const main = `${open} const [rows] = await db.execute('SELECT * FROM \`orders\` WHERE id = ?', [1]); db.query('REPLACE INTO lines SET ?', {}, (e, r) => {});`;
    expect(storesOf(main, parts)).toEqual(['mysql:db/shop lines:w orders:r']);
  });

  test.each([
    [
      'better-sqlite3',
      `import Database from 'better-sqlite3'; const db = new Database(process.env.DB_FILE ?? 'shop.db', {}); db.prepare('INSERT INTO orders VALUES (?)').run(1); db.prepare('select * from lines').all();`,
    ],
    [
      'node:sqlite',
      `import { DatabaseSync } from 'node:sqlite'; const db = new DatabaseSync('shop.db'); db.exec('insert into orders values (1)'); db.prepare('select * from lines').all();`,
    ],
    [
      'sqlite3',
      `const sqlite3 = require('sqlite3').verbose(); const db = new sqlite3.Database('./shop.db'); db.run('INSERT INTO orders VALUES (1)', (e) => {}); db.all('select * from lines', [], (e, rows) => {});`,
    ],
    [
      'libSQL',
      `import { createClient } from '@libsql/client'; const db = createClient({ url: 'file:shop.db' }); await db.execute({ sql: 'insert into orders values (?)', args: [1] }); await db.batch(['select * from lines'], 'read');`,
    ],
  ])('%s', (_, main) => {
    expect(storesOf(main)).toEqual(['sqlite:orders/shop.db lines:r orders:w']);
  });
});
