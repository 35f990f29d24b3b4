import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Broker, Message } from '../broker.ts';
import { openBroker } from '../brokers.ts';

type Asked = { readonly method: keyof Broker | 'hear'; readonly words: readonly unknown[] };
type Answer = { readonly heard: Message } | { readonly value: unknown } | { readonly failed: string };

/** A broker as another process has it: whom Node.js trusts is settled when it starts. */
export type Remote = {
  readonly heard: readonly Message[];
  /** What it logged. */
  output(): string;
  /** One call at a time. `hear` subscribes a group to a channel; a payload of `ill` is given up. */
  ask(method: Asked['method'], ...words: readonly unknown[]): Promise<unknown>;
  kill(): Promise<void>;
};

export function startRemote(url: string, environment: Readonly<Record<string, string>>): Remote {
  const env = { ...process.env, ...environment };
  const child = fork(fileURLToPath(import.meta.url), [url], { env, execArgv: [], silent: true });
  process.once('exit', () => child.kill('SIGKILL'));
  const heard: Message[] = [];
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  child.on('message', (answer: Answer) => 'heard' in answer && heard.push(answer.heard));
  return {
    heard,
    output: () => output,
    ask(method, ...words) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const answered = (answer: Answer) => {
        if ('heard' in answer) return;
        child.off('message', answered);
        if ('failed' in answer) reject(new Error(answer.failed));
        else resolve(answer.value);
      };
      child.on('message', answered);
      child.send({ method, words });
      return promise;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const say = (answer: Answer) => process.send?.(answer);
  const broker = await openBroker({ url: process.argv[2] ?? '', name: 'remote', log: pino({ level: 'info' }) });
  const hear = (group: string, channel: string) =>
    broker.subscribe({
      group,
      channels: [channel],
      concurrency: 8,
      async handle({ message }) {
        if (message.payload === 'ill') return { kind: 'dead', reason: 'it is ill' };
        say({ heard: message });
        return { kind: 'done' };
      },
    });
  const methods = { ...broker, hear } as unknown as Record<string, (...words: readonly unknown[]) => Promise<unknown>>;
  process.on('message', ({ method, words }: Asked) => {
    methods[method]?.(...words).then(
      (value) => say({ value: value ?? null }),
      (error: unknown) =>
        say({ failed: error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error) }),
    );
  });
}
