import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = resolve(import.meta.dirname, '../../bin/msvc.js');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'msvc-bad-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function lay(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function msvc(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, XDG_CACHE_HOME: join(root, '.cache-for-test'), CI: '' },
  });
  return { status, stdout, stderr };
}

/** Two services of which `orders` calls `billing`; what a broken neighbour must not hide. */
const twoServices = {
  'orders/Dockerfile': 'FROM node:24\nCMD ["node","index.js"]\n',
  'orders/package.json': JSON.stringify({ name: 'orders', dependencies: { express: '5' } }),
  'orders/index.js':
    "const app = require('express')();\napp.post('/orders', async (q, r) => { await fetch('http://billing:3000/charge', { method: 'POST' }); r.end(); });\napp.listen(3000);\n",
  'billing/Dockerfile': 'FROM node:24\nCMD ["node","index.js"]\n',
  'billing/package.json': JSON.stringify({ name: 'billing', dependencies: { express: '5' } }),
  'billing/index.js': "const app = require('express')();\napp.post('/charge', (q, r) => r.end());\napp.listen(3000);\n",
  'compose.yaml': 'services:\n  orders: { build: ./orders }\n  billing: { build: ./billing }\n',
};
const graph = () => JSON.parse(msvc('graph', '--format', 'json').stdout);
const lint = () => JSON.parse(msvc('lint', '--format', 'json').stdout);
const unreadable = () => lint().findings.filter((finding: { rule: string }) => finding.rule === 'unreadable-file');

describe('nothing to judge', () => {
  it('says so in an empty folder', () => {
    const { status, stdout, stderr } = msvc('lint');
    expect(`${stdout}${stderr}`).toMatch(/no service/i);
    expect(stderr).not.toMatch(/bug in msvc/);
    expect(status).toBeLessThan(3);
  });

  it('says so where there are files but no service', () => {
    lay({ 'README.md': '# hello', 'notes/a.txt': 'x', 'lib/a.ts': 'export const a = 1;' });
    expect(`${msvc('lint').stdout}${msvc('lint').stderr}`).toMatch(/no service/i);
    expect(graph().services).toEqual([]);
  });

  it('names a folder that does not exist', () => {
    const { status, stderr } = msvc('lint', 'nowhere');
    expect(status).toBe(2);
    expect(stderr).toMatch(/nowhere/);
    expect(stderr).toMatch(/MSVC-\d{3}/);
  });

  it('refuses a file where a folder is meant', () => {
    lay({ 'a.txt': 'x' });
    expect(msvc('graph', 'a.txt').status).toBe(2);
  });
});

describe('a broken file beside good ones', () => {
  const broken: Readonly<Record<string, string | Uint8Array>> = {
    'orders/tsconfig.json': '{ "compilerOptions": ',
    'k8s/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\n  metadata: [unclosed\n',
    'orders/broken.ts': 'import axios from "axios";\nexport class A { method( { }\n',
    'proto/orders.proto': 'syntax = "proto3";\nservice Orders { rpc Place(',
    'billing/binary.ts': Uint8Array.from([0, 1, 2, 0, 255, 254, 0, 7]),
  };

  for (const [path, content] of Object.entries(broken)) {
    it(`reports ${path} with its place and reads the rest`, () => {
      lay({ ...twoServices, [path]: content });
      const found = unreadable();
      expect(found.map((finding: { at: { file: string } }) => finding.at.file)).toContain(path);
      expect(found[0].at.line).toBeGreaterThan(0);
      expect(graph().edges).toContainEqual(expect.objectContaining({ from: 'orders', to: 'billing', kind: 'sync' }));
    });
  }

  it('goes on past SQL that is none', () => {
    lay({ ...twoServices, 'orders/migrations/1.sql': 'create tabel orders (((;\nselect from where;' });
    expect(graph().services).toHaveLength(2);
    expect(lint().findings.filter(({ at }: { at: { file: string } }) => at.file.endsWith('.sql'))).toEqual([]);
  });

  it('does not follow links out of the root, nor in circles', () => {
    const outside = mkdtempSync(join(tmpdir(), 'msvc-outside-'));
    try {
      writeFileSync(join(outside, 'Dockerfile'), 'FROM node:24\n');
      writeFileSync(join(outside, 'package.json'), '{"name":"secret-service","dependencies":{"express":"5"}}');
      lay(twoServices);
      symlinkSync(outside, join(root, 'stolen'));
      symlinkSync(root, join(root, 'orders', 'loop'));
      symlinkSync('nothing-here', join(root, 'dangling'));
      expect(
        graph()
          .services.map((service: { name: string }) => service.name)
          .sort(),
      ).toEqual(['billing', 'orders']);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  it('masks a password that stands in the workspace, in every output', () => {
    const url = 'postgres://app:hunter2secret@db:5432/shop';
    const pool =
      "const app = require('express')();\nconst pool = new (require('pg').Pool)({ connectionString: process.env.DATABASE_URL });\n";
    lay({
      ...twoServices,
      'compose.yaml': `services:\n  orders: { build: ./orders, environment: { DATABASE_URL: "${url}" } }\n  billing: { build: ./billing, environment: { DATABASE_URL: "${url}" } }\n  db: { image: "postgres:18" }\n`,
      'orders/index.js': `${pool}app.post('/orders', (q, r) => pool.query('insert into orders (id) values ($1)', [q.body.id]));\n`,
      'billing/index.js': `${pool}app.get('/report', (q, r) => pool.query('select * from orders'));\n`,
    });
    const everything = [
      msvc('lint'),
      msvc('lint', '--format', 'json'),
      msvc('graph'),
      msvc('graph', '--format', 'json'),
      msvc('graph', '--format', 'dot'),
    ];
    for (const { stdout, stderr } of everything) expect(`${stdout}${stderr}`).not.toContain('hunter2secret');
    expect(lint().findings.map((finding: { rule: string }) => finding.rule)).toContain('shared-database');
  });
});

describe('msvc.yaml with mistakes', () => {
  it('shows all of them at once, with their lines', () => {
    lay({
      ...twoServices,
      'msvc.yaml': 'version: 1\nrules:\n  sync-chains: { maxHops: 3 }\n  sync-chain: { maxHops: two }\ncontext: {}\n',
    });
    const { status, stderr } = msvc('lint');
    expect(status).toBe(2);
    expect(stderr).toMatch(/msvc\.yaml:3:\d+.*sync-chains.*did you mean.*sync-chain/s);
    expect(stderr).toMatch(/msvc\.yaml:4:\d+.*maxHops.*two/s);
    expect(stderr).toMatch(/msvc\.yaml:5:\d+.*context/s);
  });
});

describe('the command line itself', () => {
  it('suggests the command that was meant', () => {
    const { status, stderr } = msvc('lnt');
    expect(status).toBe(2);
    expect(stderr).toMatch(/lint/);
  });

  it('refuses an unknown format and names the known ones', () => {
    lay(twoServices);
    const { status, stderr } = msvc('graph', '--format', 'gif');
    expect(status).toBe(2);
    expect(stderr).toMatch(/svg/);
  });
});
