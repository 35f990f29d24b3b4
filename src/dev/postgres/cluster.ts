import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors } from '../../errors/dev.ts';
import { host } from '../environment.ts';
import { markOf } from '../process-table.ts';
import type { ProcessMark } from '../types.ts';
import { type Account, accountForPostgres, ensureReach } from './account.ts';
import type { Binaries } from './binaries.ts';
import { postmasterIn, stopPostmaster } from './postmaster.ts';

export type Cluster = {
  readonly port: number;
  readonly mark: ProcessMark;
  readonly stop: (how: 'fast' | 'immediate') => Promise<void>;
};

export type ClusterPlan = {
  readonly binaries: Binaries;
  /** The `.dev` folder; data, password and log lie in it. */
  readonly folder: string;
  readonly port: number;
  readonly password: string;
};

export const dataFolder = (folder: string): string => join(folder, 'postgres');
const logPath = (folder: string): string => join(folder, 'postgres.log');

/** Makes the data folder where there is none, and starts the server on it. */
export async function startCluster(plan: ClusterPlan): Promise<Cluster> {
  const account = accountForPostgres();
  ensureReach(account, plan.binaries.postgres, plan.folder);
  if (!existsSync(join(dataFolder(plan.folder), 'PG_VERSION'))) await initialise(plan, account);
  const guard = spawnGuarded(plan, account);
  const mark = await untilReady(plan, guard);
  return {
    port: plan.port,
    mark,
    stop: async (how) => {
      await stopPostmaster(mark, how);
      guard.stdin?.end('done\n');
    },
  };
}

/** A server that a killed predecessor left running, taken over as it is. */
export const adoptCluster = (mark: ProcessMark, port: number): Cluster => ({
  port,
  mark,
  stop: async (how) => void (await stopPostmaster(mark, how)),
});

async function initialise(plan: ClusterPlan, account: Account): Promise<void> {
  const data = dataFolder(plan.folder);
  const passwordFile = join(plan.folder, `.initdb-${randomBytes(6).toString('hex')}`);
  rmSync(data, { recursive: true, force: true }); // what an interrupted initdb left
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, `${plan.password}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(data, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--no-locale', '--no-sync'];
  const child = spawn(plan.binaries.initdb, [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...flags], {
    ...idsOf(account),
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void output.push(String(chunk)));
  const code = await endOf(child);
  rmSync(passwordFile, { force: true });
  if (code === 0) return;
  rmSync(data, { recursive: true, force: true });
  throw errors.postgresFailed('initdb', tail(output.join('')));
}

/**
 * A shell waits on the server and on a pipe from us: when we die without a word the pipe closes, and the server is
 * told to go once its last session has ended. So nothing outlives `msvc dev`, not even after `kill -9`.
 */
const guardScript = `exec 3<&0
"$@" 3<&- </dev/null &
server=$!
{ read -r _ <&3 || kill -TERM "$server"; } >/dev/null 2>&1 &
exec 3<&-
wait "$server"`;

function spawnGuarded(plan: ClusterPlan, account: Account): ChildProcess {
  const settings = [`listen_addresses=${host}`, 'unix_socket_directories=', 'max_connections=200', 'log_timezone=UTC'];
  const words = ['-D', dataFolder(plan.folder), '-p', String(plan.port), ...settings.flatMap((set) => ['-c', set])];
  const log = openSync(logPath(plan.folder), 'w', 0o600);
  const options = { ...idsOf(account), cwd: '/', detached: true };
  const child =
    process.platform === 'win32'
      ? spawn(plan.binaries.postgres, words, { ...options, cwd: plan.folder, stdio: ['pipe', log, log] })
      : spawn('/bin/sh', ['-c', guardScript, 'sh', plan.binaries.postgres, ...words], {
          ...options,
          stdio: ['pipe', log, log],
        });
  closeSync(log);
  child.stdin?.on('error', () => {}); // the shell has gone first
  return child;
}

async function untilReady(plan: ClusterPlan, guard: ChildProcess): Promise<ProcessMark> {
  const ended = endOf(guard);
  let code: number | undefined;
  void ended.then((value) => (code = value));
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    if (code !== undefined) break;
    const server = postmasterIn(dataFolder(plan.folder));
    const mark = server?.status === 'ready' ? markOf(server.pid) : undefined;
    if (mark) return mark;
    await new Promise((next) => void setTimeout(next, 20));
  }
  guard.stdin?.destroy();
  throw errors.postgresFailed('postgres', logTail(plan.folder));
}

/** The last lines that the server wrote. */
export function logTail(folder: string): readonly string[] {
  try {
    return tail(readFileSync(logPath(folder), 'utf8'));
  } catch {
    return [];
  }
}

const tail = (text: string): readonly string[] => text.trim().split('\n').slice(-12);

const idsOf = (account: Account): { uid?: number; gid?: number } =>
  account.uid === undefined || account.gid === undefined ? {} : { uid: account.uid, gid: account.gid };

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((done) => {
    child.once('error', () => done(127));
    child.once('exit', (code) => done(code ?? 1));
  });
}
