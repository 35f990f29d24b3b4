// `msvc dev` of the demo's workspace, as a user would start it.
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { DevState } from '../../src/dev/types.ts';
import { expect, Failure, sleep, start } from './shell.ts';

export type Dev = {
  readonly state: () => DevState;
  readonly log: () => string;
  /** Resolves when the log has a line like this, from `after` on. */
  readonly until: (pattern: RegExp, forMs: number, after?: number) => Promise<string>;
  /** Ctrl-C, until nothing of it runs any more. */
  readonly stop: () => Promise<string>;
};

let current: { readonly child: ChildProcess; readonly shop: string } | undefined;

/** Starts the workspace and waits until all of it is ready. */
export async function startDev(shop: string): Promise<Dev> {
  let log = '';
  const keep = (text: string) => void (log += text);
  const child = start(shop, [join(shop, 'node_modules', '.bin', 'msvc'), 'dev'], keep);
  child.stderr?.on('data', (chunk) => keep(String(chunk)));
  current = { child, shop };
  const dev: Dev = {
    state: () => readState(shop),
    log: () => log,
    until: (pattern, forMs, after = 0) => until(child, () => log.slice(after), pattern, forMs),
    stop: async () => {
      const { services, postgres } = readState(shop);
      await stopDev(child);
      const pids = [postgres?.pid, ...Object.values(services).map((service) => service.process?.pid)];
      const left = pids.filter((pid) => pid !== undefined && runs(pid));
      expect(left.length === 0, `msvc dev left ${left.join(', ')} running`, log);
      expect(child.exitCode === 0, `msvc dev ended with ${child.exitCode ?? child.signalCode}, not 0`, log);
      return `all drained, then PostgreSQL; nothing is left running`;
    },
  };
  await dev.until(/ctrl-c stops all/, 60_000);
  return dev;
}

async function until(child: ChildProcess, text: () => string, pattern: RegExp, forMs: number): Promise<string> {
  for (const last = Date.now() + forMs; ;) {
    const found = pattern.exec(text())?.[0];
    if (found !== undefined) return found;
    if (child.exitCode !== null) throw new Failure(`msvc dev ended before ${pattern}`, text());
    if (Date.now() > last) throw new Failure(`msvc dev never said ${pattern}`, text());
    await sleep(25);
  }
}

async function stopDev(child: ChildProcess): Promise<void> {
  child.kill('SIGINT');
  for (const last = Date.now() + 30_000; child.exitCode === null && child.signalCode === null; await sleep(25))
    if (Date.now() > last) return;
}

/** When the demo fails: stops what runs, politely first. */
export async function abandonDev(): Promise<void> {
  if (!current || current.child.exitCode !== null) return;
  const { services, postgres } = readState(current.shop);
  await stopDev(current.child);
  const pids = [postgres?.pid, ...Object.values(services).map((service) => service.process?.pid)];
  if (current.child.exitCode === null) for (const pid of pids) if (pid !== undefined) kill(pid);
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone.
  }
}

const readState = (shop: string): DevState => {
  try {
    return JSON.parse(readFileSync(join(shop, '.dev', 'dev.json'), 'utf8'));
  } catch {
    return { version: 1, owner: { pid: 0, started: '' }, startedAt: '', ready: false, services: {}, databases: {} };
  }
};
