import type { DescMessage } from '@bufbuild/protobuf';
import { pino } from 'pino';
import type { Message } from '../broker.ts';
import { openBroker } from '../brokers.ts';
import type { Environment } from '../config.ts';
import { eventId } from '../event-id.ts';
import { eventually, type Harness } from './harness.ts';

/** A consumer of its own, which hears one kind of event from the moment it is there. */
export type Listener = {
  readonly heard: readonly Message[];
  /** Everything that was published about one aggregate (`Order/4711`) until now, each as often as it came. */
  allOf(key: string): Promise<readonly Message[]>;
};

export async function listenTo(
  harness: Harness,
  { typeName: channel }: DescMessage,
  { BROKER_URL: url = '' }: Environment,
): Promise<Listener> {
  const broker = await openBroker({ url, name: 'listener', log: pino({ level: 'silent' }) });
  await broker.start();
  harness.onClose(() => broker.close());
  const heard: Message[] = [];
  const marks = new Set<string>();
  await broker.subscribe({
    group: `listener-${eventId()}`,
    channels: [channel],
    concurrency: 1,
    handle: async ({ message }) => {
      if (!marks.delete(message.id)) heard.push(message);
      return { kind: 'done' };
    },
  });
  return {
    heard,
    async allOf(key) {
      // Messages with one key come in order: behind this one, none of those before it is still on its way.
      const id = eventId();
      marks.add(id);
      await broker.publish([{ id, channel, key, occurredAt: new Date().toISOString(), headers: {}, payload: {} }]);
      await eventually(async () => !marks.has(id));
      return heard.filter((message) => message.key === key);
    },
  };
}
