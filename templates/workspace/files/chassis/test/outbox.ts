import { after } from 'node:test';
import { pino } from 'pino';
import { AskedSchema } from '../gen/echo/v1/echo_pb.ts';
import type { Broker, Message } from '../src/broker.ts';
import type { MessagingTables } from '../src/messaging-tables.ts';
import { Metrics } from '../src/metrics.ts';
import { appendToOutbox } from '../src/outbox.ts';
import { Relay, type RelayOptions } from '../src/relay.ts';
import type { Database } from '../src/database.ts';

export type Outbox = Database<MessagingTables>;

/** Writes events about aggregates, each in the given order: `{ a: ['1', '2'] }`. */
export async function write(database: Outbox, texts: Readonly<Record<string, readonly string[]>>): Promise<void> {
  await database.atomically(async (tx) => {
    for (const [aggregateId, each] of Object.entries(texts))
      for (const text of each)
        await appendToOutbox(tx, {
          aggregateType: 'Question',
          aggregateId,
          schema: AskedSchema,
          event: { text },
          occurredAt: new Date(),
        });
  });
}

export async function pending(database: Outbox): Promise<number> {
  return (await database.query.selectFrom('outbox').select('id').execute()).length;
}

/** Those that a test left running because it failed. */
const relays: Relay[] = [];
after(() => Promise.all(relays.map((relay) => relay.stop())));

export function relayOf(database: Outbox, broker: Broker, options: Partial<RelayOptions> = {}): Relay {
  const log = pino({ level: 'silent' });
  const relay = new Relay({ context: 'test', db: database.query, broker, log, metrics: new Metrics(), ...options });
  relays.push(relay);
  relay.start();
  return relay;
}

/** A sink that keeps what it was given; `refuse` may throw for a message. */
export function sink(refuse: (message: Message) => void = () => {}) {
  const published: string[] = [];
  const nothing = async () => {};
  const broker: Broker & { reachable: boolean } = {
    reachable: true,
    start: nothing,
    async publish(messages) {
      for (const message of messages) refuse(message);
      published.push(...messages.map(line));
    },
    subscribe: nothing,
    openMailbox: async (address) => ({ address, close: nothing }),
    post: nothing,
    deadLetters: async () => [],
    replay: async () => 0,
    isReachable: async () => broker.reachable,
    drain: nothing,
    close: nothing,
  };
  return { broker, published, of: (id: string) => published.filter((each) => each.startsWith(`${id} `)) };
}

/** `a 1`: the aggregate and the text. */
export const line = ({ key, payload }: Message): string =>
  `${key.slice(key.indexOf('/') + 1)} ${(payload as { text: string }).text}`;
