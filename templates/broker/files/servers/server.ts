// A real server for tests: its own ports and folder, a process group of its own, nothing left when it or we end.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';

export type Program = {
  /** Names the temporary folder and the complaints. */
  readonly name: string;
  readonly url: string;
  readonly folder: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  /** What it writes once it takes connections. */
  readonly ready: RegExp;
};

/** A server that runs on its own data until it is stopped. */
export type Server = {
  readonly url: string;
  /** The log since the last start. */
  output(): string;
  /** Ends it at once, with SIGKILL; the data stay. */
  kill(): Promise<void>;
  /** Ends it in order, with SIGTERM; the data stay. */
  end(): Promise<void>;
  /** Stops time for it: connections stay open and nobody answers. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same ports and data; ends it in order first where it runs. Resolves when it is ready. */
  restart(): Promise<void>;
  /** Ends it at once and removes the data. */
  stop(): Promise<void>;
};

const START_MS = 120_000;
const END_MS = 20_000;
const running = new Set<() => void>();
process.on('exit', () => running.forEach((end) => end()));

/** Where a program stands on the PATH or in one of these folders. */
export function programOf(name: string, ...folders: readonly string[]): string | undefined {
  const places = [...folders, ...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return places.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const folderFor = (name: string): string => mkdtempSync(join(tmpdir(), `msvc-${name}-`));

/**
 * So many ports that nobody listens on, below those that the system gives to outgoing connections: one of these could
 * take the port of a server that is down for a moment.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Runs the program until `stop`, or until this process ends in whatever way. */
export async function startServer(program: Program): Promise<Server> {
  const remove = () => rmSync(program.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  let current = await launch(program).catch((error: unknown) => {
    remove();
    throw error;
  });
  const end = () => {
    current.signal('SIGKILL');
    remove();
  };
  running.add(end);
  const ended = async (signal: NodeJS.Signals) => {
    if (!current.isRunning()) return;
    // One that is paused hears nothing but SIGKILL.
    current.signal('SIGCONT');
    current.signal(signal);
    if (!(await current.ends(END_MS))) {
      current.signal('SIGKILL');
      await current.ends(END_MS);
    }
  };
  return {
    url: program.url,
    output: () => current.output(),
    kill: () => ended('SIGKILL'),
    end: () => ended('SIGTERM'),
    pause: () => current.signal('SIGSTOP'),
    resume: () => current.signal('SIGCONT'),
    async restart() {
      await ended('SIGTERM');
      current.signal('SIGKILL');
      current = await launch(program);
    },
    async stop() {
      running.delete(end);
      await ended('SIGKILL');
      remove();
    },
  };
}

type Launched = {
  output(): string;
  isRunning(): boolean;
  signal(signal: NodeJS.Signals): void;
  ends(withinMs: number): Promise<boolean>;
};

async function launch({ name, command, environment, ready }: Program): Promise<Launched> {
  const [file, ...words] = command;
  const child = spawn(file, words, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  const watchdog = watch(child);
  // Closed, not merely exited: nobody of the group holds the output any more.
  const exited = once(child, 'close').finally(() => watchdog.kill('SIGKILL'));
  let output = '';
  let isOver = false;
  child.once('close', () => (isOver = true));
  const started = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('it took too long')), START_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (ready.test(output)) {
        clearTimeout(late);
        resolve();
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    exited.then(
      () => reject(new Error('it ended')),
      (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
    );
  });
  const signal = (which: NodeJS.Signals) => signalGroup(child, which);
  try {
    await started;
  } catch (error) {
    signal('SIGKILL');
    throw new Error(`${name} did not start:\n${output.slice(-4000)}`, { cause: error });
  }
  return {
    output: () => output,
    isRunning: () => !isOver,
    signal,
    ends: async (withinMs) => {
      const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), withinMs).unref());
      return Promise.race([exited.then(() => true as const), late]);
    },
  };
}

/** A server that this process leaves behind because it was killed itself ends a moment later. */
function watch({ pid }: ChildProcess): ChildProcess {
  const script = `read -r _; kill -9 -${pid} 2>/dev/null`;
  const watchdog = spawn('sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watchdog.unref();
  return watchdog;
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
