// Programs that the demo starts: each in a process group of its own, all known, none left behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, dirname, resolve } from 'node:path';
import process from 'node:process';

const clone = resolve(import.meta.dirname, '../..');
const running = new Set<ChildProcess>();

/** The environment of somebody who has this Node, and nothing of what `npm run` adds. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const npm =
    /^(npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix|config_prefix)|INIT_CWD|NODE_ENV)/;
  const kept = Object.entries(process.env).filter(([name]) => !npm.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.startsWith(clone));
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), ...path].join(delimiter),
    NO_COLOR: '1',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_loglevel: 'error',
  };
}

export type Ended = { readonly code: number; readonly output: string; readonly errors: string };

/** Starts a program; its output goes to `onText`. */
export function start(cwd: string, words: readonly string[], onText: (text: string) => void): ChildProcess {
  const [program = '', ...rest] = words;
  const child = spawn(program, rest, {
    cwd,
    env: cleanEnvironment(),
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', (error) => onText(`${program}: ${error.message}\n`));
  child.stdout?.on('data', (chunk) => onText(String(chunk)));
  return child;
}

/** Runs a program to its end; fails with the tail of what it wrote unless it ends with `expected`. */
export async function run(cwd: string, words: readonly string[], expected: number | 'any' = 0): Promise<Ended> {
  let output = '';
  let errors = '';
  const child = start(cwd, words, (text) => (output += text));
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  const code = await new Promise<number>((done) => {
    child.once('error', () => done(127));
    child.once('close', (code, signal) => done(signal ? 130 : (code ?? 1)));
  });
  if (expected === 'any' || code === expected) return { code, output, errors };
  throw new Failure(`\`${words.join(' ')}\` ended with ${code}, not ${expected}`, `${output}\n${errors}`);
}

/** A step that is not as described; with the text that shows why. */
export class Failure extends Error {
  readonly log: string;
  constructor(message: string, log = '') {
    super(message);
    this.log = log;
  }
}

export function expect(condition: boolean, message: string, log = ''): asserts condition {
  if (!condition) throw new Failure(message, log);
}

/** Ends every program that still runs, with all it started. */
export async function endAll(): Promise<void> {
  for (const child of running) signalGroup(child, 'SIGTERM');
  for (const until = Date.now() + 3000; running.size > 0 && Date.now() < until;) await sleep(50);
  for (const child of running) signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
  } catch {
    // It has just ended.
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms));
