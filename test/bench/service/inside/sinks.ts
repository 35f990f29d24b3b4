import type { Broker, Message } from '../chassis/src/broker.ts';
import { openBroker } from '../chassis/src/brokers.ts';
import type { Log } from '../chassis/src/log.ts';

/** The broker at a URL with a group that wants the events, counting what it stored; `none` takes all at no cost. */
export async function sinkOf(url: string, log: Log): Promise<{ broker: Broker; stored: () => number }> {
  const broker = url === 'none' ? nothing : await openBroker({ url, name: 'bench', log });
  await broker.start();
  const handle = async () => ({ kind: 'done' }) as const;
  await broker.subscribe({ group: 'bench', channels: ['orders.v1.OrderPlaced'], concurrency: 1, handle });
  await broker.drain();
  let count = 0;
  const publish = async (messages: readonly Message[]) => {
    await broker.publish(messages);
    count += messages.length;
  };
  return { broker: { ...broker, publish }, stored: () => count };
}

const nothing: Broker = {
  start: async () => {},
  publish: async () => {},
  subscribe: async () => {},
  openMailbox: async (address) => ({ address, close: async () => {} }),
  post: async () => {},
  deadLetters: async () => [],
  replay: async () => 0,
  isReachable: async () => true,
  drain: async () => {},
  close: async () => {},
};
