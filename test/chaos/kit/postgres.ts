// A real PostgreSQL server, as the workspace installed it, that can be killed and comes back on the same data.
import { chownSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { accountForPostgres } from '../../../src/dev/postgres/account.ts';
import { findBinaries } from '../../../src/dev/postgres/binaries.ts';
import { type Program, run, start } from './place.ts';
import { freePort } from './ports.ts';
import { PATIENCE_MS, until } from './until.ts';
import type { Stoppable } from './victim.ts';

export type Row = Readonly<Record<string, string | number | null>>;
type PgClient = {
  connect(): Promise<void>;
  end(): Promise<void>;
  query(text: string): Promise<{ rows: Row[] }>;
  on(event: 'error', listener: () => void): void;
};
export type Postgres = Stoppable & {
  readonly folder: string;
  /** Makes a role with a database of its own; answers with its URL. */
  createDatabase(name: string): Promise<string>;
  /** As superuser, in the database of this name. */
  query(database: string, text: string): Promise<readonly Row[]>;
};

/**
 * What a transaction was told to be committed survives a kill of the server: only the machine's own death is left out
 * (fsync off), which nobody here can bring about.
 */
const SETTINGS = ['fsync=off', 'max_connections=400', 'unix_socket_directories=', 'listen_addresses=127.0.0.1'];

export async function startPostgres(shop: string, folder: string, name: string): Promise<Postgres> {
  const binaries = await findBinaries(shop);
  const { uid, gid } = accountForPostgres();
  const account = uid === undefined || gid === undefined ? {} : { uid, gid };
  const data = join(folder, `${name}-data`);
  mkdirSync(data, { mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(data, uid, gid);
  const flags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  await run([binaries.initdb, `--pgdata=${data}`, ...flags], { ...account, cwd: '/' });
  const port = await freePort();
  const words = [binaries.postgres, '-D', data, '-p', String(port), ...SETTINGS.flatMap((set) => ['-c', set])];
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const log: string[] = [];
  let server: Program | undefined;
  const ask = (database: string, text: string) => query(binaries.driver, url(database), text);
  const postgres: Postgres = {
    name,
    folder: data,
    query: ask,
    async start() {
      await until(`${name} starts`, PATIENCE_MS, async () => {
        // Sessions of a killed server hold on to its memory for a moment, and the next one refuses to start meanwhile.
        if (!server || server.hasEnded())
          server = start(words, { ...account, cwd: '/', onText: (text) => void log.push(text) });
        return postgres.isBack();
      }).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${log.slice(-10).join('')}`);
      });
    },
    async kill() {
      server?.signal('SIGKILL');
      await server?.ended;
    },
    isBack: () =>
      ask('postgres', 'select 1').then(
        () => true,
        () => false,
      ),
    async createDatabase(database) {
      await ask('postgres', `create role "${database}" login`);
      await ask('postgres', `create database "${database}" owner "${database}"`);
      return `postgres://${database}@127.0.0.1:${port}/${database}`;
    },
  };
  await postgres.start();
  return postgres;
}

async function query(driver: string, connectionString: string, text: string): Promise<readonly Row[]> {
  const { Client }: { Client: new (options: object) => PgClient } = createRequire(import.meta.url)(driver);
  const client = new Client({ connectionString, connectionTimeoutMillis: 3000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}
