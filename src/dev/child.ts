import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { withoutFiles } from './chosen.ts';
import { markOf } from './process-table.ts';
import type { ProcessMark } from './types.ts';

export type ChildPlan = {
  readonly root: string;
  /** Relative to the root. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly graceMs: number;
};

/** Compiled code is kept between starts, beside that of the workspace's tests: loading a service takes a third less. */
const compiled = 'node_modules/.cache/node-compile';

/**
 * Runs before the service's own code and needs nothing from it: when the channel to `msvc dev` closes because that
 * process died without a word, the service is told to drain like on any other stop.
 */
const guard = (graceMs: number): string => `
process.once('disconnect', () => {
  setTimeout(() => process.exit(1), ${graceMs}).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();`;

export type Child = {
  readonly mark: ProcessMark | undefined;
  /** How it ended, in words: "exit 1", "SIGKILL", or why it could not start. */
  readonly ended: Promise<string>;
  /** Asks it to drain; false when it had to be killed after the grace period. */
  readonly drain: () => Promise<boolean>;
  readonly kill: () => void;
};

/**
 * Starts a service in a process group of its own, so that Ctrl-C in the terminal reaches only us and we decide the
 * order in which things stop.
 */
export function startChild(plan: ChildPlan, onLine: (stream: 'out' | 'err', text: string) => void): Child {
  const preload = `data:text/javascript,${encodeURIComponent(guard(plan.graceMs))}`;
  const own = existsSync(join(plan.root, '.env')) ? ['--env-file=.env'] : []; // what we set goes before it
  const words = ['--disable-warning=ExperimentalWarning', ...own, '--import', preload, plan.entry];
  const child = spawn(process.execPath, words, {
    cwd: plan.root,
    env: { NODE_COMPILE_CACHE: join(plan.root, compiled), ...process.env, ...withoutFiles(plan.environment) },
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  eachLine(child.stdout, (text) => onLine('out', text));
  eachLine(child.stderr, (text) => onLine('err', text));
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(signal ?? `exit ${code ?? 0}`));
  });
  return {
    mark: child.pid === undefined ? undefined : markOf(child.pid),
    ended,
    kill: () => void child.kill('SIGKILL'),
    drain: async () => {
      let drained = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => {
        drained = false;
        child.kill('SIGKILL');
      }, plan.graceMs);
      await ended;
      clearTimeout(timer);
      return drained;
    },
  };
}

function eachLine(input: Readable | null, onLine: (text: string) => void): void {
  if (input) createInterface({ input, crlfDelay: Infinity }).on('line', onLine);
}
