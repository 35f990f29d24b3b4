// Faults put into the generated chassis on purpose, to see whether the checker notices.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './checker.ts';

type Edit = { readonly file: string; readonly find: RegExp; readonly put: string };
export type Sabotage = {
  readonly what: string;
  /** What the checker must find. */
  readonly shows: readonly Kind[];
  readonly edits: readonly Edit[];
};

/** Puts the body of a function between the process and its broker. */
const around = (body: string): Edit => ({
  file: 'chassis/src/process.ts',
  find: /const broker = (await \w+\([^;]+);/,
  put: `const broker = ((real: any): any => { ${body} })($1);`,
});

export const sabotages = {
  publish: {
    what: 'the outbox row is deleted before the broker has the event',
    shows: ['lost'],
    edits: [around('return { ...real, publish: async (all: any) => void real.publish(all).catch(() => {}) };')],
  },
  acknowledge: {
    what: 'a message is acknowledged before its effect is committed',
    shows: ['lost'],
    edits: [
      around(
        `return { ...real, subscribe: (to: any) => real.subscribe({ ...to, handle: async (one: any) => (void to.handle(one).catch(() => {}), { kind: 'done' }) }) };`,
      ),
    ],
  },
  inbox: {
    what: 'nobody looks into the inbox',
    shows: ['doubled'],
    edits: [{ file: 'chassis/src/inbox.ts', find: /return inserted !== undefined;/, put: 'return true;' }],
  },
  order: {
    what: 'events are sent side by side',
    shows: ['reordered'],
    edits: [
      around(
        `const later = () => new Promise((done) => setTimeout(done, Math.random() * 50));
         return { ...real, publish: (all: any) => Promise.all(all.map(async (one: any) => { await later(); await real.publish([one]); })) };`,
      ),
    ],
  },
} satisfies Record<string, Sabotage>;

/** Breaks the workspace; answers with the way back. */
export function sabotage(shop: string, { edits }: Sabotage): () => void {
  const intact = edits.map(({ file }) => [join(shop, file), readFileSync(join(shop, file), 'utf8')] as const);
  for (const { file, find, put } of edits) {
    const text = readFileSync(join(shop, file), 'utf8');
    if (!find.test(text)) throw new Error(`${file} has nothing like ${find} to break any more`);
    writeFileSync(join(shop, file), text.replace(find, put));
  }
  return () => {
    for (const [path, text] of intact) writeFileSync(path, text);
  };
}
