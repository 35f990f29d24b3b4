import { contentIdOf } from '../files/content-id.ts';
import { decode } from '../files/decode.ts';
import type { Files } from '../files/files.ts';
import type { Kept } from '../files/keep.ts';
import type { FileFacts } from '../model/fact.ts';
import { packOf } from '../read/facts/cache.ts';
import { factsOf, type Content, type Readable } from '../read/facts/facts.ts';
import { readers } from '../read/index.ts';

/** Everything the files say, and what was left out and why; the facts of unchanged files come from what was kept. */
export function gatherFacts(files: Files, kept: Kept): readonly FileFacts[] {
  const pack = packOf(kept.read());
  const facts = factsOf(
    files.list().map((entry) => readableOf(files, entry)),
    readers,
    pack,
  );
  const text = pack.changed();
  if (text !== undefined) kept.write(text);
  const skipped = files.skipped().map(({ path, why }) => ({
    file: path,
    facts: [],
    unreadable: [{ why, at: [1, 1] as const }],
  }));
  return [...facts, ...skipped];
}

const readableOf = (files: Files, { path, contentId }: { path: string; contentId?: string }): Readable => ({
  path,
  ...(contentId === undefined ? {} : { contentId }),
  content: () => contentOf(files.read(path)),
});

function contentOf(bytes: Uint8Array | undefined): Content {
  if (!bytes) return { why: 'The file may not be read.' };
  const decoded = decode(bytes);
  return 'why' in decoded ? decoded : { contentId: contentIdOf(bytes), text: decoded.text };
}
