import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openBroker } from '../brokers.ts';

export type Replica = {
  /** The payloads it has handled, in order. */
  readonly heard: readonly number[];
  kill(): Promise<void>;
};

/** A process that consumes one channel, 5 ms a message, until it is killed. */
export async function startReplica(
  url: string,
  { group, channel }: { group: string; channel: string },
): Promise<Replica> {
  const file = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [file, url, group, channel], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const heard: number[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') resolve();
      else heard.push(Number(line));
    });
  });
  await Promise.race([ready, once(child, 'exit').then(() => Promise.reject(new Error('the replica ended')))]);
  return {
    heard,
    async kill() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [url = '', group = '', channel = ''] = process.argv.slice(2);
  const broker = await openBroker({ url, name: 'replica', log: pino({ level: 'silent' }) });
  await broker.start();
  const say = (line: string) => new Promise((resolve) => process.stdout.write(`${line}\n`, resolve));
  await broker.subscribe({
    group,
    channels: [channel],
    concurrency: 4,
    handle: async ({ message }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await say(String(message.payload));
      return { kind: 'done' };
    },
  });
  await say('ready');
}
