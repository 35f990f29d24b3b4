import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { eventually } from './harness.ts';

/** A service in a process of its own. */
export type TestService = {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly lines: readonly Record<string, unknown>[];
  /** The HTTP status of a probe; 0 when nobody listens. */
  probe(name: 'live' | 'ready' | 'startup'): Promise<number>;
  until(name: 'live' | 'ready', status: number): Promise<void>;
  /** What keeps it from being ready, in its own words. */
  reason(): Promise<string>;
  metrics(): Promise<string>;
  /** Sends SIGTERM and resolves with the exit code. */
  terminate(): Promise<number | null>;
  kill(): void;
  /** `kill -9`; resolves when the process is gone. */
  crash(): Promise<void>;
};

/** Starts `node main.ts` with nothing but these variables and waits until it is ready. */
export async function startService(main: string, environment: Readonly<Record<string, string>>): Promise<TestService> {
  const child = run(main, { ...environment, LOG_LEVEL: 'info' });
  const lines: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) =>
    lines.push(JSON.parse(line) as Record<string, unknown>),
  );
  const ready = await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`${main} exited with ${child.exitCode}: ${JSON.stringify(lines)}`);
      return lines.find((line) => line['msg'] === 'ready');
    },
    { withinMs: 30_000 },
  );
  const httpPort = Number(ready['http']);
  const get = (path: string) => fetch(`http://127.0.0.1:${httpPort}${path}`);
  const probe = (name: string) =>
    get(`/healthz/${name}`)
      .then((response) => response.status)
      .catch(() => 0);
  return {
    grpcPort: Number(ready['grpc']),
    httpPort,
    lines,
    probe,
    until: async (name, status) => void (await eventually(async () => (await probe(name)) === status)),
    reason: async () => (await get('/healthz/ready')).text(),
    metrics: async () => (await get('/metrics')).text(),
    terminate: () => exitOf(child, () => child.kill('SIGTERM')),
    kill: () => void child.kill('SIGKILL'),
    crash: async () => void (await exitOf(child, () => child.kill('SIGKILL'))),
  };
}

/** For a start that must fail: its exit code and what it said. */
startService.expectExit = async (main: string, environment: Readonly<Record<string, string>>) => {
  const child = run(main, environment);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { code: await exitOf(child, () => {}), output };
};

function run(main: string, environment: Readonly<Record<string, string>>) {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, ...environment };
  return spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function exitOf(child: ChildProcess, act: () => void): Promise<number | null> {
  const exit = once(child, 'exit');
  act();
  const [code] = (await exit) as [number | null];
  return code;
}
