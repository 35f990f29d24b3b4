import type { Broker, Message } from '../chassis/src/broker.ts';
import { openBroker } from '../chassis/src/brokers.ts';
import type { Log } from '../chassis/src/log.ts';

/** A broker that counts what it has been given; `none` takes everything at no cost. */
export async function sinkOf(kind: string, url: string, log: Log): Promise<{ broker: Broker; taken: () => number }> {
  const broker =
    kind === 'none'
      ? nothing
      : kind === 'raw-nats'
        ? await rawNats(url)
        : await openBroker({ url, name: 'bench', log });
  await broker.start();
  if (kind !== 'none' && kind !== 'raw-nats')
    await broker.subscribe({
      group: 'bench',
      channels: ['orders.v1.OrderPlaced'],
      concurrency: 1,
      handle: async () => ({ kind: 'done' }),
    });
  if (kind !== 'none') await broker.drain();
  let count = 0;
  const publish = async (messages: readonly Message[]) => {
    await broker.publish(messages);
    count += messages.length;
  };
  return { broker: { ...broker, publish }, taken: () => count };
}

const nothing: Broker = {
  start: async () => {},
  publish: async () => {},
  subscribe: async () => {},
  deadLetters: async () => [],
  replay: async () => 0,
  isReachable: async () => true,
  drain: async () => {},
  close: async () => {},
};

async function rawNats(url: string): Promise<Broker> {
  const { connect } = await import('@nats-io/transport-node');
  const { jetstream, jetstreamManager } = await import('@nats-io/jetstream');
  const connection = await connect({ servers: url });
  await (await jetstreamManager(connection)).streams.add({ name: 'E', subjects: ['orders.>'] });
  const js = jetstream(connection);
  return {
    ...nothing,
    publish: async (messages) => {
      await Promise.all(
        messages.map((message) => js.publish(message.channel, JSON.stringify(message), { msgID: message.id })),
      );
    },
    close: () => connection.close(),
  };
}
