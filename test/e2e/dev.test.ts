import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Dev,
  get,
  installWorkspace,
  pidsOf,
  processesIn,
  runMsvc,
  sleep,
  startDev,
  stateOf,
  untilNothingRuns,
} from './dev-running/msvc-dev.ts';

let root = '';
let dev: Dev | undefined;

beforeAll(() => {
  execFileSync(process.execPath, [resolve(import.meta.dirname, '../../.ci/build.mjs')]);
  root = installWorkspace();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(async () => {
  dev?.child.kill('SIGINT');
  await dev?.ended;
  dev = undefined;
});

/** Starts, and waits until everything runs. */
async function running(...words: string[]): Promise<Dev> {
  dev = startDev(root, words);
  await dev.until(/ctrl-c stops all/);
  return dev;
}

async function query(url: string, text: string): Promise<readonly unknown[]> {
  const { Client } = createRequire(join(root, 'package.json'))('pg');
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((done) => void server.listen(port, '127.0.0.1', () => done(server)));
}

describe('msvc dev', () => {
  it('runs every service, and leaves nothing behind at Ctrl-C', async () => {
    const { until, child, ended, output } = await running();
    expect(output()).toMatch(/postgres +18\.\d.*127\.0\.0\.1:\d+ +orders, payments \(a role each\)/);
    expect(output()).toMatch(/orders +ready \d\.\d s +grpc :\d+ +http :\d+/);
    expect(await get(root, 'orders', '/healthz/ready')).toBe('ok');
    const pids = pidsOf(stateOf(root));
    child.kill('SIGINT');
    await until(/nothing is left running/);
    expect(await ended).toBe(0);
    expect(output().match(/drained/g)).toHaveLength(2); // PostgreSQL still answered while they drained
    await untilNothingRuns(root, pids);
    expect(existsSync(join(root, '.dev', 'dev.json'))).toBe(false);
  });

  it('gives a service its own database only, and refuses every other role', async () => {
    await running();
    const { databases } = stateOf(root);
    const environment = JSON.parse(await get(root, 'payments', '/env'));
    expect(environment).toMatchObject({
      PAYMENTS_DATABASE_URL: databases['payments'],
      BROKER_URL: databases['broker'],
    });
    expect(environment).not.toHaveProperty('ORDERS_DATABASE_URL');
    expect(environment.ORDERS_ADDRESS).toBe(stateOf(root).services['orders']?.grpc);
    const foreign = databases['payments']?.replace(/\/payments$/, '/orders') ?? '';
    await expect(query(foreign, 'select 1')).rejects.toThrow('permission denied for database "orders"');
    await expect(query(foreign.replace(/orders$/, 'postgres'), 'select 1')).rejects.toThrow('permission denied');
    for (const file of ['dev.json', 'secrets.json'])
      expect(statSync(join(root, '.dev', file)).mode & 0o777).toBe(0o600);
  });

  it('starts a service again when it crashes and when its files change', async () => {
    const { until, output } = await running();
    await get(root, 'payments', '/crash').catch(() => {});
    await until(/payments +✖ stopped by itself \(exit 7\); starting again in 0\.5 s/);
    await until(/payments +ready again/);
    appendFileSync(join(root, 'services', 'orders', 'context.ts'), '\n');
    await until(/orders +restarting \(context\.ts changed\)/);
    await until(/orders +ready again/);
    expect(output()).not.toMatch(/payments +restarting/);
    expect(stateOf(root).services['payments']).toMatchObject({ status: 'ready', restarts: 1 });
  });

  it('generates a contract that changes, and gives services the variables of .env', async () => {
    const proto = join(root, 'contracts', 'orders.proto');
    mkdirSync(join(root, 'contracts'), { recursive: true });
    writeFileSync(join(root, '.env'), 'MY_KEY=mine\nGRPC_PORT=1\n');
    const { until } = await running();
    const environment = JSON.parse(await get(root, 'orders', '/env'));
    expect(environment.MY_KEY).toBe('mine');
    expect(environment.GRPC_PORT).not.toBe('1'); // what msvc dev sets goes before it
    writeFileSync(proto, 'message');
    await until(/contracts +generating \(contracts\/orders\.proto changed\)/);
    await until(/orders +restarting \(contracts\/generated\.ts changed\)/);
    writeFileSync(proto, 'broken');
    await until(/contracts +✖ npm run generate failed\nthe contract is broken/);
    rmSync(join(root, '.env'));
    rmSync(join(root, 'contracts'), { recursive: true });
  });

  it('shows calls and traces', async () => {
    const { until } = await running();
    await get(root, 'orders', '/call');
    await until(/orders +PlaceOrder ok 6 ms +trace 4bf92f35/);
    expect(runMsvc(root, 'trace').stdout).toContain('shop.orders.v1.Orders/PlaceOrder');
    const tree = runMsvc(root, 'trace', '4bf92f35').stdout;
    expect(tree).toMatch(/PlaceOrder +6\.0 ms +\+0\.0 ms +1 query/);
    expect(tree).toContain('└ orders.v1.OrderPlaced process');
    expect(JSON.parse(runMsvc(root, 'trace', '4bf92f35', '--format', 'json').stdout).spans).toHaveLength(3);
    expect(runMsvc(root, 'trace', 'ffff').stderr).toContain('MSVC-041');
  });

  it('in JSON writes one object a line', async () => {
    dev = startDev(root, ['--format', 'json']);
    await dev.until(/"msg":"running"/);
    // Of the last line perhaps only a part has come.
    const lines = dev
      .output()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ service: 'orders', msg: 'ready', level: 'info' }));
    expect(lines).toContainEqual(expect.objectContaining({ service: 'orders', msg: 'up', http: expect.any(Number) }));
  });

  it('runs only the services that are named', async () => {
    const { output } = await running('payments');
    expect(Object.keys(stateOf(root).services)).toEqual(['payments']);
    expect(output()).not.toMatch(/orders +ready/);
  });
});

describe('msvc dev after a killed one', () => {
  it('finds nothing running: services and PostgreSQL go by themselves', async () => {
    const { child, ended } = await running();
    const pids = pidsOf(stateOf(root));
    child.kill('SIGKILL');
    await ended;
    await untilNothingRuns(root, pids);
    await running();
  });

  it('takes over a PostgreSQL and ends a service that could not go', async () => {
    const { child, ended } = await running();
    await get(root, 'orders', '/call');
    const before = stateOf(root);
    const stuck = before.services['orders']?.process?.pid ?? 0;
    process.kill(stuck, 'SIGSTOP');
    for (const line of processesIn(root))
      if (line.includes('/bin/sh -c')) process.kill(Number.parseInt(line, 10), 'SIGKILL');
    child.kill('SIGKILL');
    await ended;
    const { output } = await running();
    expect(output()).toContain(`was left running by a killed msvc dev (pid ${stuck}); killed`);
    expect(output()).toContain(`a killed msvc dev left it running (pid ${before.postgres?.pid}); taking it over`);
    expect(stateOf(root).postgres).toEqual(before.postgres);
    expect(await query(stateOf(root).databases['orders'] ?? '', 'select * from calls')).not.toHaveLength(0);
  });

  it('removes a lock that belongs to another process by now, and keeps the data', async () => {
    writeFileSync(join(root, '.dev', 'postgres', 'postmaster.pid'), `${process.pid}\n/x\n1\n54329\n\n\n\nready\n`);
    const { output } = await running();
    expect(output()).toContain(`removed the lock of a server that is gone (pid ${process.pid})`);
    expect(await query(stateOf(root).databases['orders'] ?? '', 'select * from calls')).not.toHaveLength(0);
  });

  it('begins with empty databases when asked to', async () => {
    await running('--reset');
    expect(await query(stateOf(root).databases['orders'] ?? '', 'select * from calls')).toEqual([]);
  });
});

describe('msvc dev that meets trouble', () => {
  it('takes the next port, or says whose the wanted one is', async () => {
    const base = 27_000;
    const server = await listen(base + 110);
    const fixed = runMsvc(root, 'dev', '--port-base', String(base));
    expect(fixed.status).toBe(2);
    expect(fixed.stderr).toContain(`MSVC-031  Port ${base + 110} (orders http) is in use by`);
    expect(fixed.stderr).toContain(`pid ${process.pid}`);
    await new Promise((done) => void server.close(done));
    const usual = await listen(8081).catch(() => undefined);
    const { output } = await running();
    expect(output()).toMatch(/port 8081 is in use \(.*\); orders http takes \d+|usual ports are in use/);
    await new Promise((done) => (usual ? void usual.close(done) : done(undefined)));
  });

  it('runs once a workspace', async () => {
    const { child } = await running();
    const second = runMsvc(root, 'dev');
    expect(second.status).toBe(2);
    expect(second.stderr).toContain(`already running in ${root} (pid ${child.pid})`);
  });

  it('stops at once at the second Ctrl-C', async () => {
    const { child, ended, until } = await running();
    const pids = pidsOf(stateOf(root));
    for (const pid of pids) process.kill(pid, 'SIGSTOP'); // these never drain
    child.kill('SIGINT');
    await until(/stopping orders/);
    await sleep(200);
    const since = Date.now();
    child.kill('SIGINT');
    await ended;
    expect(Date.now() - since).toBeLessThan(10_000);
    await untilNothingRuns(root, pids);
  });

  it('shows what a broken service says, and goes on with the others', async () => {
    const file = join(root, 'services', 'payments', 'main.ts');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, 'throw new Error("no such thing");\n');
    dev = startDev(root);
    await dev.until(/payments +✖ stopped by itself \(exit 1\); starting again in 1 s/);
    expect(dev.output()).toContain('Error: no such thing');
    expect(dev.output()).toMatch(/orders +ready \d/);
    writeFileSync(file, before);
    await dev.until(/ctrl-c stops all/);
  });

  it.runIf(process.getuid?.() === 0)('works for an ordinary user', async () => {
    rmSync(join(root, '.dev'), { recursive: true, force: true });
    spawnSync('chown', ['-R', 'nobody', root]);
    dev = startDev(root, [], { uid: 65_534, gid: 65_534 });
    await dev.until(/ctrl-c stops all/);
    expect(statSync(join(root, '.dev', 'postgres')).uid).toBe(65_534);
  });

  it('says what is missing', () => {
    rmSync(join(root, '.dev'), { recursive: true, force: true });
    writeFileSync(join(root, '.dev'), 'a file');
    expect(runMsvc(root, 'dev')).toMatchObject({ status: 2, stderr: expect.stringContaining('MSVC-043') });
    rmSync(join(root, '.dev'));
    const bare = resolve(import.meta.dirname, 'dev-workspace');
    expect(runMsvc(bare, 'dev').stderr).toContain('MSVC-032');
    expect(runMsvc(bare, 'trace').stderr).toContain('MSVC-040');
    expect(runMsvc('/', 'dev').stderr).toContain('MSVC-030');
    expect(runMsvc(root, 'dev', 'nothing').stderr).toContain('MSVC-036');
    expect(runMsvc(root, 'dev', '--port-base', 'x').stderr).toContain('MSVC-039');
  });
});
