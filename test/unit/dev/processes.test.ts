import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeCheck } from '../../../src/dev/doctor/machine.ts';
import { leftoverIn, readPostmaster } from '../../../src/dev/postgres/postmaster.ts';
import { endProcess, isAlive, markOf } from '../../../src/dev/process-table.ts';
import { passwordsFor } from '../../../src/dev/secrets.ts';
import { claim, makeDevFolder, readState, runningState } from '../../../src/dev/state.ts';
import { backoffMs } from '../../../src/dev/supervise.ts';
import { isWatched, watchFolders } from '../../../src/dev/watch.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'msvc-dev-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a process', () => {
  it('is told apart from another with its number', () => {
    const mark = markOf(process.pid);
    expect(mark && isAlive(mark)).toBe(true);
    expect(isAlive({ pid: process.pid, started: 'before' })).toBe(false);
    expect(markOf(2 ** 22 + 1)).toBeUndefined();
  });

  it('that will not go is made to', async () => {
    const child = spawn(process.execPath, [
      '-e',
      "process.on('SIGTERM', () => {}); console.log(1); setInterval(() => {}, 99)",
    ]);
    await new Promise((done) => void child.stdout.once('data', done));
    const mark = markOf(child.pid ?? 0);
    if (!mark) throw new Error('it did not start');
    expect(await endProcess(mark, 100)).toBe('killed');
    expect(await endProcess(mark, 100)).toBe('gone');
  });

  it('that crashes is started later each time', () => {
    expect([1, 2, 3, 4, 5, 6, 9].map(backoffMs)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });
});

describe('the state', () => {
  it('belongs to one msvc dev at a time', () => {
    makeDevFolder(root);
    expect(claim(root).leftBehind).toBeUndefined();
    expect(runningState(root)?.owner.pid).toBe(process.pid);
    expect(() => claim(root)).toThrow('already running');
  });

  it('of a dead one is taken over', () => {
    makeDevFolder(root);
    const dead = { version: 1, owner: { pid: process.pid, started: 'before' }, services: { orders: { restarts: 3 } } };
    writeFileSync(join(root, '.dev', 'dev.json'), JSON.stringify(dead));
    expect(runningState(root)).toBeUndefined();
    expect(claim(root).leftBehind?.services['orders']?.restarts).toBe(3);
    expect(readState(root)?.services['orders']?.restarts).toBe(3);
  });

  it('that cannot be read is no state', () => {
    makeDevFolder(root);
    writeFileSync(join(root, '.dev', 'dev.json'), '{ half');
    expect(readState(root)).toBeUndefined();
    expect(claim(root).leftBehind).toBeUndefined();
  });

  it('keeps passwords that only the owner may read', () => {
    makeDevFolder(root);
    const first = passwordsFor(root, ['orders']);
    expect(passwordsFor(root, ['orders', 'payments'])['orders']).toBe(first['orders']);
    expect(statSync(join(root, '.dev', 'secrets.json')).mode & 0o777).toBe(0o600);
  });
});

describe('a lock of PostgreSQL', () => {
  const text = '4711\n/data\n1700000000\n54329\n/tmp\n127.0.0.1\n  123 0\nready   \n';

  it('tells process, port and status', () => {
    expect(readPostmaster(text)).toEqual({ pid: 4711, port: 54329, status: 'ready' });
    expect(readPostmaster('')).toBeUndefined();
  });

  it('is stale when its number belongs to another program', () => {
    expect(leftoverIn(root)).toEqual({ kind: 'nothing' });
    writeFileSync(join(root, 'postmaster.pid'), text.replace('4711', String(process.pid)));
    expect(leftoverIn(root)).toEqual({ kind: 'stale', pid: process.pid });
    writeFileSync(join(root, 'postmaster.pid'), text.replace('4711', String(2 ** 22 + 1)));
    expect(leftoverIn(root).kind).toBe('stale');
  });
});

describe('watching', () => {
  it('looks at sources only', () => {
    expect(['a/main.ts', 'a/migrations/1.sql', 'chassis/package.json'].every(isWatched)).toBe(true);
    const not = ['a/README.md', 'a/test/x.ts', 'a/x.test.ts', 'a/node_modules/b/c.js', 'a/k8s/x.json', 'Dockerfile'];
    expect(not.filter(isWatched)).toEqual([]);
  });

  it('tells changes together, in new folders too', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(root, 'services', 'orders'), { recursive: true });
    const told: string[] = [];
    const stop = watchFolders(root, ['services', 'missing'], (paths) => void told.push(...paths), 60);
    writeFileSync(join(root, 'services', 'orders', 'main.ts'), '1');
    writeFileSync(join(root, 'services', 'orders', 'notes.md'), '1');
    mkdirSync(join(root, 'services', 'orders', 'domain'));
    await new Promise((next) => void setTimeout(next, 150));
    writeFileSync(join(root, 'services', 'orders', 'domain', 'order.ts'), '1');
    await new Promise((next) => void setTimeout(next, 250));
    stop();
    expect(told).toEqual(['services/orders/main.ts', 'services/orders/domain/order.ts']);
  });
});

it('the doctor knows which Node runs services', () => {
  expect(['24.1.0', '22.18.0', '22.17.1', '20.9.0'].map((version) => nodeCheck(version).state)).toEqual([
    'ok',
    'ok',
    'fail',
    'fail',
  ]);
});
