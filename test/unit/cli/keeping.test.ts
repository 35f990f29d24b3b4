import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gatherFacts } from '../../../src/cli/facts.ts';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { inspect } from '../../../src/cli/inspect.ts';
import type { Keeping } from '../../../src/cli/keeping.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { nowhere, type Kept } from '../../../src/files/keep.ts';

type Memory = Kept & {
  readonly entries: Map<string, Uint8Array>;
  readonly set: (key: string, value: Uint8Array) => void;
};

const inMemory = (): Memory => {
  const entries = new Map<string, Uint8Array>();
  return {
    entries,
    get: (key) => entries.get(key),
    set: (key, value) => void entries.set(key, value),
    flush: () => {},
  };
};
const keepingIn = () => ({ facts: inMemory(), links: inMemory(), answers: inMemory() }) satisfies Keeping;

const shop = {
  'package.json': '{ "workspaces": ["services/*", "libs/*"] }',
  'libs/clients/package.json': '{ "name": "@shop/clients", "main": "index.ts" }',
  'libs/clients/index.ts': "export const billing = 'http://billing:3000';",
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node main.ts" }, "dependencies": { "express": "5" } }',
  'services/orders/main.ts': `import express from 'express';
import { billing } from '@shop/clients';
const app = express();
app.post('/orders', async () => { await fetch(\`\${billing}/charge\`, { method: 'POST' }); });
app.listen(3000);`,
  'services/billing/package.json':
    '{ "name": "billing", "scripts": { "start": "node main.ts" }, "dependencies": { "express": "5" } }',
  'services/billing/main.ts': `import express from 'express';
const app = express();
app.post('/charge', (_, res) => res.end());
app.listen(3000);`,
} as const;
const edited = (change: Record<string, string>) => memoryFiles({ ...shop, ...change });
const fresh = (change: Record<string, string>) => inspectFiles(edited(change)).model;

/** The services whose code was linked anew. */
const relinked = (keeping: Keeping, change: Record<string, string>): readonly string[] => {
  const linked: string[] = [];
  const links: Kept = {
    ...keeping.links,
    set: (key, value) => {
      linked.push(...(/ code (.*)$/.exec(key)?.slice(1) ?? []));
      keeping.links.set(key, value);
    },
  };
  expect(inspectFiles(edited(change), { ...keeping, links }).model).toEqual(fresh(change));
  return linked.toSorted();
};

describe('linking again', () => {
  const bill = shop['services/billing/main.ts'];
  it.each([
    ['nothing', {}, []],
    ['a file of one service', { 'services/billing/main.ts': bill.replace('/charge', '/bill') }, ['billing']],
    ['a library that one imports', { 'libs/clients/index.ts': "export const billing = 'http://no';" }, ['orders']],
    ['a new file', { 'services/billing/more.ts': 'export {};' }, ['billing']],
    ['a new file nobody asks for', { 'libs/clients/more.ts': 'export {};' }, []],
    ['a file that another stands in front of', { 'libs/clients/index.js': 'export {};' }, []],
    ['a manifest', { 'compose.yaml': 'services: { db: { image: postgres } }' }, ['billing', 'orders']],
    ['the port of another', { 'services/billing/main.ts': bill.replace('3000', '4000') }, ['billing', 'orders']],
  ])('after an edit of %s says the same as a first run', (_, change, services) => {
    const keeping = keepingIn();
    inspectFiles(edited({}), keeping);
    keeping.answers.entries.clear();
    expect(relinked(keeping, change)).toEqual(services);
    expect(relinked(keeping, {})).toEqual(services);
  });
  it('takes a file that comes in front of another, or goes', () => {
    const barrel = { 'libs/clients/index.ts': "export * from './urls';" };
    const behind = { ...barrel, 'libs/clients/urls/index.ts': "export const billing = 'http://billing:3000';" };
    const front = { ...behind, 'libs/clients/urls.ts': "export const billing = 'http://no';" };
    const keeping = keepingIn();
    inspectFiles(edited(behind), keeping);
    keeping.answers.entries.clear();
    expect(relinked(keeping, front)).toEqual(['orders']);
    expect(relinked(keeping, behind)).toEqual(['orders']);
    expect(relinked(keeping, barrel)).toEqual(['orders']);
    expect(relinked(keeping, behind)).toEqual(['orders']);
  });
  it('takes settings that were looked for in vain, once they are there', () => {
    const plain = {
      'services/orders/main.ts': "import { createConnection } from 'typeorm';\nawait createConnection();",
    };
    const settled = {
      ...plain,
      'ormconfig.js': "module.exports = { type: 'postgres', url: 'postgres://db:5432/shop' };",
    };
    const keeping = keepingIn();
    const idsIn = (change: Record<string, string>) =>
      inspectFiles(edited(change), keeping).model.stores.map(({ id }) => id);
    expect(idsIn(plain)).toEqual(['sql:? (orders)']);
    keeping.answers.entries.clear();
    expect(relinked(keeping, settled)).toEqual(['orders']);
    expect(idsIn(settled)).toEqual(['postgres:db/shop']);
  });
  it('looks into one service for settings without linking the others again', () => {
    const far = { 'envs/.env': 'BILLING_URL=http://billing:3000\n', 'envs/.env.orders': 'BILLING_URL=http://orders\n' };
    const loads = (path: string) => ({
      ...far,
      'services/billing/main.ts': `import { config } from 'dotenv';\nconfig({ path: '${path}' });\n${bill}`,
    });
    const keeping = keepingIn();
    inspectFiles(edited(loads('../../envs/.env')), keeping);
    keeping.answers.entries.clear();
    const comment = loads('../../envs/.env');
    comment['services/billing/main.ts'] += '\n// msvc-ignore-next-line sync-cycle -- known\nvoid app;\n';
    expect(relinked(keeping, comment)).toEqual(['billing']);
    expect(relinked(keeping, loads('../../envs/.env.orders'))).toEqual(['billing', 'orders']);
  });
  it('reads nothing where nothing changed, and gives the same answer', () => {
    const keeping = keepingIn();
    const first = inspectFiles(edited({}), keeping);
    const again = inspectFiles(edited({}), keeping);
    expect(Object.keys(again.timing)).toEqual(['list', 'compare']);
    expect(again.model).toEqual(first.model);
    const change = { 'libs/clients/index.ts': 'export {};' };
    expect(inspectFiles(edited(change), keeping).model).toEqual(fresh(change));
  });
  it('takes a damaged entry for none', () => {
    const keeping = keepingIn();
    inspectFiles(edited({}), keeping);
    for (const kept of [keeping.links, keeping.answers])
      for (const key of kept.entries.keys()) kept.entries.set(key, Buffer.from('nonsense'));
    expect(relinked(keeping, {})).toEqual(['billing', 'orders']);
  });
});

describe('facts', () => {
  it('are read once for each content, wherever it lies', () => {
    const kept = inMemory();
    const read: string[] = [];
    const noting = (change: Record<string, string>) => {
      const files = edited(change);
      return { ...files, read: (path: string) => (read.push(path), files.read(path)) };
    };
    gatherFacts(noting({}), kept);
    const size = kept.entries.size;
    gatherFacts(noting({ 'services/orders/main.ts': 'export {};' }), kept);
    expect(kept.entries.size).toBe(size + 1);
    expect(new Set(read).size).toBe(Object.keys(shop).length);
  });
});

describe('on disk', () => {
  const place = () => {
    const folder = mkdtempSync(join(tmpdir(), 'msvc-keeping-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };
  it('lies outside the workspace, and is off with cache: false', async () => {
    const [root, home] = [place(), place()];
    writeFileSync(join(root, 'a.ts'), 'export const a = 1;');
    await inspect(root, { cache: false, env: { XDG_CACHE_HOME: home } });
    expect(existsSync(join(home, 'msvc'))).toBe(false);
    const first = await inspect(root, { cache: true, env: { XDG_CACHE_HOME: home } });
    expect(readdirSync(join(home, 'msvc'))).not.toEqual([]);
    expect(readdirSync(root)).toEqual(['a.ts']);
    expect((await inspect(root, { cache: true, env: { XDG_CACHE_HOME: home } })).model).toEqual(first.model);
  });
  it('is smaller than the source', async () => {
    const [root, home] = [place(), place()];
    const source = readFileSync(new URL('../../../src/cli/keeping.ts', import.meta.url), 'utf8');
    for (let index = 0; index < 50; index += 1)
      writeFileSync(join(root, `${index}.ts`), source.replaceAll('kept', `kept${index}`));
    await inspect(root, { cache: true, env: { XDG_CACHE_HOME: home } });
    const sizeIn = (folder: string) =>
      readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(sizeIn(join(home, 'msvc'))).toBeLessThan(sizeIn(root));
  });
});

it('names the stages in its timing', () => {
  expect(Object.keys(inspectFiles(memoryFiles(shop)).timing)).toEqual(['list', 'compare', 'read', 'link', 'keep']);
  expect(gatherFacts(memoryFiles(shop), nowhere)).toHaveLength(Object.keys(shop).length);
});
