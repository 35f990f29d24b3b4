// The temporary folder of a run, and the promise that nothing that was started outlives it.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export type Program = {
  readonly pid: number;
  /** The exit code, or the signal's name. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** To the program and all it started. */
  signal(name: NodeJS.Signals): void;
};
export type ProgramOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly onText?: (text: string) => void;
};

const running = new Set<ChildProcess>();
const closing: (() => unknown)[] = [];
let closed: Promise<void> | undefined;

/** Open to everybody for reading: PostgreSQL refuses to run as root, and as somebody else must be able to enter. */
export function makePlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'msvc-chaos-'));
  chmodSync(place, 0o755);
  onClose(() => rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return place;
}

/** Called once, last first, whether the run ends by itself or is interrupted. */
export function onClose(close: () => unknown): void {
  closing.push(close);
}

/** Ends all programs at once and undoes everything. Safe to call again. */
export function closePlace(): Promise<void> {
  return (closed ??= (async () => {
    await endAll();
    for (const close of closing.splice(0).toReversed()) await close();
  })());
}

export const isClosing = (): boolean => closed !== undefined;

/** Starts a program in a process group of its own. */
export function start([command = '', ...words]: readonly string[], options: ProgramOptions = {}): Program {
  const { onText = () => {}, ...rest } = options;
  const child = spawn(command, words, { ...rest, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => onText(String(chunk)));
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(signal ?? String(code)));
  });
  void ended.then(() => running.delete(child));
  return {
    pid: child.pid ?? 0,
    ended,
    hasEnded: () => !running.has(child),
    signal: (name) => void signalGroup(child, name),
  };
}

/** Runs a program to its end; throws with what it wrote unless it ends with 0. */
export async function run(words: readonly string[], options: ProgramOptions = {}): Promise<string> {
  let output = '';
  const code = await start(words, { ...options, onText: (text) => (output += text) }).ended;
  if (code !== '0') throw new Error(`\`${words.join(' ')}\` ended with ${code}:\n${output.slice(-4000)}`);
  return output;
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name);
  } catch {
    // It has just ended.
  }
}

async function endAll(): Promise<void> {
  const exits = [...running].map((child) => new Promise((done) => child.once('exit', done)));
  for (const child of running) signalGroup(child, 'SIGCONT');
  for (const child of running) signalGroup(child, 'SIGKILL');
  await Promise.all(exits);
}
