// A generated service in a process of its own, started again whenever it ends, as a cluster would.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isClosing, type Program, start } from './place.ts';
import { freePort } from './ports.ts';
import { PATIENCE_MS, sleep, until } from './until.ts';
import type { Victim } from './victim.ts';

export type Service = Victim & {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly log: string;
  /** How it ended without having been told to, after it had been ready: what a crash looks like. */
  readonly crashes: readonly string[];
  /** The same before it was ready: what it needs was not there yet. */
  readonly exits: readonly string[];
  signal(name: NodeJS.Signals): void;
  /** 0 when nobody listens. */
  probe(name: 'live' | 'ready' | 'startup'): Promise<number>;
  metrics(): Promise<string>;
  /** SIGTERM, the exit code, and back again. */
  restart(): Promise<string>;
  /** `kill -9` and no more. */
  end(): Promise<void>;
  /** Waits for its probe of readiness. */
  ready(withinMs?: number): Promise<void>;
};
export type ServiceOptions = {
  readonly name: string;
  /** Its folder, below `services`. */
  readonly folder: string;
  readonly shop: string;
  readonly logs: string;
  readonly environment: Readonly<Record<string, string>>;
  /** In its folder; `main.ts` unless told. */
  readonly main?: string;
  /** Words before it, or another program to run node under. */
  readonly under?: readonly string[];
};

const PAUSE_MS = 200;

export async function startService(options: ServiceOptions): Promise<Service> {
  const { name, folder, shop, logs, environment, main = 'main.ts', under = [] } = options;
  const [grpcPort, httpPort] = [await freePort(), await freePort()];
  const log = join(logs, `${name}.log`);
  const crashes: string[] = [];
  const exits: string[] = [];
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: join(logs, 'compiled'),
    ...environment,
    GRPC_PORT: String(grpcPort),
    HTTP_PORT: String(httpPort),
    LOG_LEVEL: 'warn',
  };
  let program: Program;
  let expected = false;
  let wasReady = false;
  let isOver = false;
  let lastWords = '';
  const hear = (text: string) => {
    lastWords = `${lastWords}${text}`.slice(-3000);
    appendFileSync(log, text);
  };
  const launch = () => {
    [expected, wasReady] = [false, false];
    const words = [...under, process.execPath, join(shop, 'services', folder, main)];
    const mine = start(words, {
      cwd: join(shop, 'services', folder),
      env,
      onText: hear,
    });
    program = mine;
    void followUp(mine);
  };
  const followUp = async (mine: Program) => {
    const how = await mine.ended;
    if (isClosing() || isOver) return;
    if (!expected) (wasReady ? crashes : exits).push(`${how}: ${lastWords.trim().split('\n').slice(-30).join('\n')}`);
    await sleep(PAUSE_MS);
    if (!isClosing() && !isOver) launch();
  };
  const get = (path: string) => fetch(`http://127.0.0.1:${httpPort}${path}`, { signal: AbortSignal.timeout(10_000) });
  const finish = async (signal: NodeJS.Signals) => {
    expected = true;
    const { ended } = program;
    program.signal(signal);
    return ended;
  };
  const service: Service = {
    name,
    grpcPort,
    httpPort,
    log,
    crashes,
    exits,
    signal: (signal) => program.signal(signal),
    kill: async () => void (await finish('SIGKILL')),
    async end() {
      isOver = true;
      await finish('SIGKILL');
    },
    async isBack() {
      if (program.hasEnded() || (await service.probe('startup')) !== 200) return false;
      return (wasReady = true);
    },
    probe: (probe) =>
      get(`/healthz/${probe}`).then(
        ({ status }) => status,
        () => 0,
      ),
    metrics: async () => (await get('/metrics')).text(),
    restart: async () => {
      const how = await finish('SIGTERM');
      await service.ready();
      return how;
    },
    ready: async (withinMs = PATIENCE_MS) =>
      void (await until(`${name} is ready`, withinMs, async () => (wasReady = (await service.probe('ready')) === 200))),
  };
  launch();
  return service;
}
