import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DevState } from '../../../src/dev/types.ts';

const msvc = resolve(import.meta.dirname, '../../../bin/msvc.js');

/** A small workspace with PostgreSQL installed, in a temporary folder that any account may enter. */
export function installWorkspace(): string {
  const root = mkdtempSync(join(tmpdir(), 'msvc-dev-'));
  chmodSync(root, 0o755);
  cpSync(resolve(import.meta.dirname, '../dev-workspace'), root, { recursive: true });
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  return root;
}

export type Dev = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when the output matches; fails after half a minute or when it ends first. */
  readonly until: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<number | null>;
};

export function startDev(root: string, words: readonly string[] = [], as: { uid?: number; gid?: number } = {}): Dev {
  const child = spawn(process.execPath, [msvc, 'dev', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += String(chunk)));
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  let over = false;
  void ended.then(() => (over = true));
  return {
    child,
    ended,
    output: () => text,
    until: async (pattern) => {
      for (const last = Date.now() + 30_000; !pattern.test(text);) {
        if (over || Date.now() > last) throw new Error(`${pattern} never came:\n${text}`);
        await sleep(25);
      }
    },
  };
}

export const runMsvc = (root: string, ...words: readonly string[]) =>
  spawnSync(process.execPath, [msvc, ...words], { cwd: root, encoding: 'utf8' });

export const stateOf = (root: string): DevState => JSON.parse(readFileSync(join(root, '.dev', 'dev.json'), 'utf8'));

export async function get(root: string, service: string, path: string): Promise<string> {
  return (await fetch(`${stateOf(root).services[service]?.http}${path}`)).text();
}

/** The processes whose command line names this folder. */
export function processesIn(root: string): readonly string[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,stat=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(root) && !/^\s*\d+\s+Z/.test(line));
}

/** Waits until nothing of a workspace runs, services (which name no folder) included. */
export async function untilNothingRuns(root: string, pids: readonly number[]): Promise<void> {
  for (const last = Date.now() + 20_000; ;) {
    const left = [...processesIn(root), ...pids.filter(isRunning).map(String)];
    if (left.length === 0) return;
    if (Date.now() > last) throw new Error(`still running:\n${left.join('\n')}`);
    await sleep(50);
  }
}

export function pidsOf(state: DevState): readonly number[] {
  return Object.values(state.services).flatMap((service) => (service.process ? [service.process.pid] : []));
}

function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

export const sleep = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms));
