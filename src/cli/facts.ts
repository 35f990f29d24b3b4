import { contentIdOf } from '../files/content-id.ts';
import { decode } from '../files/decode.ts';
import type { FileEntry, Files } from '../files/files.ts';
import type { Kept } from '../files/keep.ts';
import type { FileFacts } from '../model/fact.ts';
import { configReader } from '../read/config.ts';
import { packOf } from '../read/facts/cache.ts';
import { factsOf, isUnread, type Content, type Readable } from '../read/facts/facts.ts';
import { readers } from '../read/index.ts';
import { idsIn, type Ids } from './ids.ts';
import { ignoredBy } from './ignored.ts';
import type { Written } from './reading/batch.ts';

/** A file that nobody has read yet; `size` in bytes. */
export type Unread = Pick<FileEntry, 'path' | 'size'>;

/** How files are read: the ids that are known of them, and who reads many at once. */
export type Gathering = {
  readonly ids: Ids;
  readonly read: (entries: readonly Unread[], take: (written: Written) => void) => void;
};

/**
 * Everything the files say, and what was left out and why; the facts of unchanged files come from what was kept.
 * What msvc.yaml ignores is not read.
 */
export function gatherFacts(
  files: Files,
  kept: Kept,
  { ids, read }: Pick<Gathering, 'ids'> & Partial<Gathering> = { ids: idsIn(files) },
): readonly FileFacts[] {
  const pack = packOf(kept);
  const entries = files.list().map((entry) => readableOf(files, entry, ids));
  const config = factsOf(
    entries.filter(({ path }) => configReader.takes(path)),
    [configReader],
    pack,
  );
  const isIgnored = ignoredBy(config);
  const wanted = entries.filter(({ path }) => !isIgnored(path));
  read?.(
    wanted.filter((entry) => isUnread(entry, readers, pack)),
    ({ path, contentId, key, bytes }) => {
      ids.note(path, contentId);
      pack.take(key, bytes);
    },
  );
  const facts = factsOf(wanted, readers, pack);
  const left = files.skipped().filter(({ path }) => !isIgnored(path));
  const skipped = left.map(({ path, why, isData }) => ({
    file: path,
    id: why,
    facts: [],
    unreadable: [{ why, at: [1, 1] as const, ...(isData ? { isData } : {}) }],
  }));
  return [...facts, ...skipped];
}

type Entry = Readable & Pick<FileEntry, 'size'>;

const readableOf = (files: Files, entry: FileEntry, ids: Ids): Entry => ({
  path: entry.path,
  size: entry.size,
  contentId: () => ids.known(entry),
  content: () => contentOf(entry.path, files.read(entry.path), ids),
});

function contentOf(path: string, bytes: Uint8Array | undefined, ids: Ids): Content {
  if (!bytes) return { why: 'The file may not be read.' };
  const contentId = contentIdOf(bytes);
  ids.note(path, contentId);
  const decoded = decode(bytes);
  return 'why' in decoded ? decoded : { contentId, text: decoded.text };
}
