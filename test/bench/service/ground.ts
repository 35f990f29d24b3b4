import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { repository } from '../measure.ts';

/** A generated workspace with a service `orders`, installed, and a PostgreSQL beside it. */
export type Ground = {
  readonly path: string;
  readonly adminUrl: string;
  /** Runs one of the scripts in inside/ and answers with the JSON it prints. */
  readonly script: (name: string, ...words: readonly string[]) => Promise<Readonly<Record<string, number>>>;
  readonly close: () => Promise<void>;
};

export const msvc = join(repository, 'bin/msvc.js');

/** Makes the workspace and its service; not installed yet. */
export async function bornWorkspace(brokers: readonly string[]): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'msvc-bench-service-'));
  // PostgreSQL refuses to run as root, and as anybody else must be able to enter.
  chmodSync(place, 0o755);
  const path = join(place, 'shop');
  await ended(place, [process.execPath, msvc, 'new', 'workspace', 'shop', '--msvc', '', '--yes']);
  await ended(path, [process.execPath, msvc, 'new', 'service', 'orders', '--publishes', 'OrderPlaced', '--yes']);
  for (const broker of brokers) await ended(path, [process.execPath, msvc, 'add', 'broker', broker, '--yes']);
  return path;
}

export const install = (path: string): Promise<string> =>
  ended(path, ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline']);

export async function groundAt(path: string): Promise<Ground> {
  cpSync(resolve(import.meta.dirname, 'inside'), join(path, 'bench'), { recursive: true });
  const postgres = spawn(process.execPath, ['bench/postgres.ts'], { cwd: path, stdio: ['pipe', 'pipe', 'inherit'] });
  const [url] = (await once(postgres.stdout, 'data')) as [Buffer];
  return {
    path,
    adminUrl: url.toString().trim(),
    script: async (name, ...words) => JSON.parse(await ended(path, [process.execPath, `bench/${name}.ts`, ...words])),
    async close() {
      postgres.stdin.end();
      await once(postgres, 'exit');
      rmSync(resolve(path, '..'), { recursive: true, force: true });
    },
  };
}

/** Its output; throws with all of it where the program fails. */
export function ended(cwd: string, [program = '', ...words]: readonly string[]): Promise<string> {
  const child = spawn(program, words, {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) =>
      code === 0 ? done(output) : failed(new Error(`${program} ${words.join(' ')}: ${code}\n${output}${errors}`)),
    );
  });
}

/** A server that says in a JSON line that it is ready, and where. */
export type Started = { readonly grpc: number; readonly pid: number; readonly startMs: number; stop(): Promise<void> };

export async function startServer(
  cwd: string,
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<Started> {
  const begun = performance.now();
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const child = spawn(process.execPath, [script], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const grpc = await readyPort(child);
  const startMs = performance.now() - begun;
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { grpc, pid: child.pid ?? 0, startMs, stop };
}

function readyPort(child: ChildProcess): Promise<number> {
  let output = '';
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`it ended with ${code}: ${output}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output.length < 100_000) output += chunk.toString();
      const ready = /"grpc":(\d+).*"msg":"ready"|"msg":"ready","grpc":(\d+)/.exec(output);
      if (ready) done(Number(ready[1] ?? ready[2]));
    });
  });
}

/** Milliseconds of processor time that a process has used, and its resident megabytes now and at most. */
export function usageOf(pid: number): { readonly cpuMs: number; readonly megabytes: number; readonly peak: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
    megabytes: kilobytes('VmRSS') / 1024,
    peak: kilobytes('VmHWM') / 1024,
  };
}
