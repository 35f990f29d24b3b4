// Faults put into the generated chassis on purpose, to see whether the checker notices.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onClose } from './place.ts';

type Edit = { readonly file: string; readonly find: RegExp; readonly put: string };
export type Sabotage = {
  readonly what: string;
  /** What the checker must find, all of it, as "kind: what". */
  readonly shows: readonly RegExp[];
  readonly edits: readonly Edit[];
};

/** Replaces methods of the process's broker by others, which find the real ones in `real`. */
const broker = (methods: string): Edit => ({
  file: 'chassis/src/process.ts',
  find: /const broker = await [^;]+;/,
  put: `$&\n  {\n    const real: any = { ...broker };\n    Object.assign(broker, ${methods});\n  }`,
});

/** What becomes of one delivery `to` a subscription. */
const delivering = (verdict: string): Edit =>
  broker(`{ subscribe: (to: any) => real.subscribe({ ...to, handle: async (one: any) => ${verdict} }) }`);

export const sabotages = {
  publish: {
    what: 'the outbox row is deleted before the broker has the event',
    shows: [/^lost/],
    edits: [broker('{ publish: async (all: any) => void real.publish(all).catch(() => {}) }')],
  },
  acknowledge: {
    what: 'a message is acknowledged before its effect is committed',
    shows: [/^(lost|unfinished)/],
    edits: [delivering(`(void to.handle(one).catch(() => {}), { kind: 'done' })`)],
  },
  inbox: {
    what: 'nobody looks into the inbox while the broker, as it may, delivers twice',
    shows: [/^doubled/],
    edits: [
      { file: 'chassis/src/inbox.ts', find: /return inserted !== undefined;/, put: 'return true;' },
      delivering('(await to.handle(one), to.handle(one))'),
    ],
  },
  order: {
    what: 'events are sent side by side',
    shows: [/^reordered/],
    edits: [
      broker(`{
      publish: (all: any) =>
        Promise.all(all.map(async (one: any) => {
          await new Promise((done) => setTimeout(done, Math.random() * 50));
          await real.publish([one]);
        })),
    }`),
    ],
  },
  undo: {
    what: 'what a saga did is undone twice',
    shows: [/^unbalanced: orchestration/, /^unbalanced: choreography/],
    edits: [
      {
        file: 'chassis/src/saga/participant.ts',
        find: /const outcome = (status === 'DONE' \? await attempted\(tx, work, isRefusal\))/,
        put: `if (status === 'DONE') await work();\n      $&`,
      },
    ],
  },
} satisfies Record<string, Sabotage>;

/** Breaks the workspace; answers with the way back, which is also taken when the run is interrupted. */
export function sabotage(shop: string, { edits }: Sabotage): () => void {
  const intact = new Map(edits.map(({ file }) => [file, readFileSync(join(shop, file), 'utf8')]));
  const broken = new Map(intact);
  for (const { file, find, put } of edits) {
    const text = broken.get(file) ?? '';
    if (!find.test(text)) throw new Error(`${file} has nothing like ${find} to break any more`);
    broken.set(file, text.replace(find, put));
  }
  const write = (texts: ReadonlyMap<string, string>) =>
    texts.forEach((text, file) => writeFileSync(join(shop, file), text));
  onClose(() => existsSync(shop) && write(intact));
  write(broken);
  return () => write(intact);
}
