// Messages put into the broker past every outbox, by the adapter that the workspace itself uses.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Ground } from './ground.ts';

export type Message = {
  readonly id: string;
  readonly channel: string;
  readonly key: string;
  readonly occurredAt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: unknown;
};
type DeadLetter = { readonly message: Message; readonly reason: string };
export type Port = {
  publish(messages: readonly Message[]): Promise<void>;
  deadLetters(group: string): Promise<readonly DeadLetter[]>;
  close(): Promise<void>;
};

/** The workspace's own way to the broker. */
export async function openPort({ shop, broker }: Pick<Ground, 'shop' | 'broker'>): Promise<Port> {
  const { openBroker } = await import(pathToFileURL(join(shop, 'chassis/src/brokers.ts')).href);
  const quiet = () => {};
  const log = { info: quiet, warn: quiet, error: quiet, debug: quiet, child: () => log };
  const port = await openBroker({ url: broker.url, name: 'chaos', log });
  await port.start();
  return port;
}

/** A movement as bank would publish it. */
export function movement(account: string, version: number, more: object = {}): Message {
  return {
    id: randomUUID(),
    channel: 'bank.v1.MoneyMoved',
    key: `Account/${account}`,
    occurredAt: new Date().toISOString(),
    headers: {},
    payload: { account, version, amount: '0', transfer: `${account}-${version}`, ...more },
  };
}
