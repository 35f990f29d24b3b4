import { contentIdOf } from '../files/content-id.ts';
import { decode } from '../files/decode.ts';
import type { Files } from '../files/files.ts';
import type { Kept } from '../files/keep.ts';
import type { FileFacts } from '../model/fact.ts';
import { folderOf, globOf, upFrom } from '../model/paths.ts';
import { configReader } from '../read/config.ts';
import { packOf } from '../read/facts/cache.ts';
import { factsOf, type Content, type Readable } from '../read/facts/facts.ts';
import { readers } from '../read/index.ts';

/**
 * Everything the files say, and what was left out and why; the facts of unchanged files come from what was kept.
 * What msvc.yaml ignores is not read.
 */
export function gatherFacts(files: Files, kept: Kept): readonly FileFacts[] {
  const pack = packOf(kept);
  const entries = files.list().map((entry) => readableOf(files, entry));
  const config = factsOf(
    entries.filter(({ path }) => configReader.takes(path)),
    [configReader],
    pack,
  );
  const isIgnored = ignoredBy(config);
  const facts = factsOf(
    entries.filter(({ path }) => !isIgnored(path)),
    readers,
    pack,
  );
  const left = files.skipped().filter(({ path }) => !isIgnored(path));
  const skipped = left.map(({ path, why, isData }) => ({
    file: path,
    id: why,
    facts: [],
    unreadable: [{ why, at: [1, 1] as const, ...(isData ? { isData } : {}) }],
  }));
  return [...facts, ...skipped];
}

/** Whether a glob of msvc.yaml covers the file, or a folder it lies in. */
function ignoredBy(config: readonly FileFacts[]): (path: string) => boolean {
  const patterns = config.flatMap(({ facts }) => facts.flatMap((fact) => (fact.kind === 'config' ? fact.ignore : [])));
  const globs = patterns.map((pattern) => globOf(pattern.replace(/\/\*\*$/, '')));
  if (globs.length === 0) return () => false;
  return (path) =>
    [path, ...upFrom(folderOf(path))].some((part) => part !== '' && globs.some((glob) => glob.test(part)));
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
