import type { Generated } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { AskedSchema, BackService, FrontService } from '../gen/echo/v1/echo_pb.ts';
import { on } from '../src/consumer.ts';
import { defineContext } from '../src/context.ts';
import { appendToOutbox } from '../src/outbox.ts';
import { failed } from '../src/rpc/errors.ts';
import { implement } from '../src/rpc/service.ts';

type FrontTables = { question: { id: string; text: string } };
export type BackTables = { heard: { text: string; position: Generated<number> } };

/** Asks back, keeps the question and publishes it. */
export const front = defineContext<FrontTables>()({
  name: 'front',
  settings: {},
  inboxRetentionHours: 168,
  calls: { back: BackService },
  migrations: {
    '0001': {
      up: async (db) =>
        void (await db.schema.createTable('question').addColumn('id', 'text').addColumn('text', 'text').execute()),
    },
  },
  build: ({ database, clients }) => ({
    rpc: [
      implement(FrontService, {
        async ask({ text }) {
          const answer = await clients.back.echo({ text });
          await database.atomically(async (tx) => {
            await tx.insertInto('question').values({ id: text, text }).execute();
            await appendToOutbox(tx, {
              aggregateType: 'Question',
              aggregateId: 'one',
              schema: AskedSchema,
              event: { text },
              occurredAt: new Date(),
            });
          });
          return { text: answer.text, remainingMs: answer.remainingMs };
        },
      }),
    ],
    consumers: [],
  }),
});

/** What back's handlers saw of the calls they answered. */
export const seen = { hung: 0, aborted: 0 };

export const backHandlers = implement(BackService, {
  once: async ({ text }) => ({ text }),
  async echo({ text }, { deadline, signal }) {
    if (text === 'refuse') throw failed('FAILED_PRECONDITION', 'NOT_TODAY', 'echo', 'not today');
    if (text === 'crash') throw new Error('password=hunter2');
    if (text === 'hang') {
      seen.hung += 1;
      signal.addEventListener('abort', () => (seen.aborted += 1), { once: true });
      await wait(60_000, undefined, { signal, ref: false });
    }
    if (text === 'slow') await wait(800, undefined, { signal });
    return { text, remainingMs: BigInt(deadline - Date.now()) };
  },
  async *count({ to }, { signal }) {
    for (let value = 1; value <= to && !signal.aborted; value += 1) yield { value };
  },
});

/** Echoes, and writes down what it hears. */
export const back = defineContext<BackTables>()({
  name: 'back',
  settings: {},
  inboxRetentionHours: 168,
  calls: {},
  migrations: {
    '0001': {
      up: async (db) =>
        void (await db.schema.createTable('heard').addColumn('text', 'text').addColumn('position', 'serial').execute()),
    },
  },
  build: () => ({
    rpc: [backHandlers],
    consumers: [
      on(AskedSchema, async (tx, { text }) => void (await tx.insertInto('heard').values({ text }).execute())),
    ],
  }),
});
