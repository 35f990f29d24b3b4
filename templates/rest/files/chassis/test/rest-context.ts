import { sql } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { NotesService } from '../gen/notes/v1/notes_pb.ts';
import { defineContext } from '../src/context.ts';
import type { Database } from '../src/database.ts';
import { restApi } from '../src/rest/api.ts';
import { restFacade, restVariables } from '../src/rest/facade.ts';
import { failed, invalidArgument } from '../src/rpc/errors.ts';
import { implement } from '../src/rpc/service.ts';

export type NoteTables = { note: { text: string } };

export const seen = { aborted: 0, calls: 0, thought: 0 };

/** Writes a note, then does what its text says. */
const notes = (atomically: Database<NoteTables>['atomically']) =>
  implement(NotesService, {
    async addNote({ text }, { signal }) {
      seen.calls += 1;
      if (text === '') throw invalidArgument([{ field: 'text', description: 'must not be empty' }]);
      // Long enough for a caller to leave, and deaf to it.
      if (text.startsWith('think')) await wait(400).then(() => (seen.thought += 1));
      await atomically(async (tx) => {
        await tx.insertInto('note').values({ text }).execute();
        if (text.startsWith('refuse')) throw failed('FAILED_PRECONDITION', 'NOT_TODAY', 'notes', 'not today');
        if (text.startsWith('crash')) throw new Error('password=hunter2');
        signal.addEventListener('abort', () => (seen.aborted += 1), { once: true });
        if (text.startsWith('hang')) await wait(60_000, undefined, { signal, ref: false });
        if (text.startsWith('slow')) await sql`select pg_sleep(0.5)`.execute(tx);
      });
      return { text };
    },
    async getNote({ text, loud, tags }) {
      return { text: loud ? text.toUpperCase() : text, tags };
    },
  });

export const notesApi = restApi(NotesService, {
  addNote: {
    method: 'POST',
    path: '/v1/notes',
    status: 201,
    location: ({ text }) => `/v1/notes/${text.startsWith('raw') ? text : encodeURIComponent(text)}`,
  },
  getNote: { method: 'GET', path: '/v1/notes/{text}', version: ({ text }) => text },
});

/** A context with a REST facade, for tests of it. */
export const noting = defineContext<NoteTables>()({
  name: 'noting',
  settings: { ...restVariables },
  inboxRetentionHours: 168,
  calls: {},
  migrations: {
    '0001': {
      up: async (db) => {
        await db.schema.createTable('note').addColumn('text', 'text').execute();
        await sql`create table idempotency_key (
          caller text, key text check (key <> 'unkeepable'), fingerprint text, status int, headers jsonb, body text,
          answered_at timestamptz default now(), primary key (caller, key))`.execute(db);
      },
    },
  },
  build: ({ database }) => ({
    rpc: [notes(database.atomically)],
    consumers: [],
    facades: [
      restFacade({
        api: notesApi,
        database,
        service: notes,
        callerOf: (headers) => headers['x-caller'] ?? '',
      }),
    ],
  }),
});
