import { readFileSync, statSync, type Stats } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Checkout } from './checkout.ts';
import { readIndex, sharedIndexIn, type IndexEntry } from './git-index.ts';

/** What Git knows of the files under a root. Paths are relative to that root. */
export type Tracked = {
  readonly has: (path: string) => boolean;
  /** Whether a tracked file lies below the folder. */
  readonly holds: (folder: string) => boolean;
  /** The blob id, where the index proves that the file on disk is unchanged. */
  readonly contentIdOf: (path: string, stat: Stats) => string | undefined;
};
export const untracked: Tracked = { has: () => false, holds: () => false, contentIdOf: () => undefined };

/** The files under `root` that the checkout's index lists. */
export function trackedIn(checkout: Checkout, root: string): Tracked {
  try {
    if (namesByOtherHash(checkout)) return untracked;
    const file = join(checkout.gitFolder, 'index');
    const entries = entriesIn(readFileSync(file), checkout);
    if (!entries) return untracked;
    const prefix = relative(checkout.top, resolve(root)).split(sep).join('/');
    return trackedOf(entries, prefix ? `${prefix}/` : '', statSync(file).mtimeMs);
  } catch {
    return untracked;
  }
}

/** An index may be split: most entries stand in a file beside it. What was replaced there no longer fits its file's time. */
function entriesIn(bytes: Buffer, { gitFolder }: Checkout): readonly IndexEntry[] | undefined {
  const entries = readIndex(bytes);
  const shared = entries && sharedIndexIn(bytes);
  if (!shared) return entries;
  const base = readIndex(readFileSync(join(gitFolder, `sharedindex.${shared}`)));
  return base && [...base, ...entries.filter(({ path }) => path !== '')];
}

/** Repositories with SHA-256 name contents in another way than we do, and write another index. */
const namesByOtherHash = ({ commonFolder }: Checkout): boolean =>
  /^[ \t]*objectformat[ \t]*=[ \t]*sha256\b/im.test(readFileSync(join(commonFolder, 'config'), 'utf8'));

function trackedOf(entries: readonly IndexEntry[], prefix: string, writtenAt: number): Tracked {
  const files = new Map<string, IndexEntry>();
  const folders = new Set<string>();
  for (const entry of entries) {
    if (!entry.path.startsWith(prefix)) continue;
    const path = entry.path.slice(prefix.length);
    files.set(path, entry);
    for (
      let end = path.lastIndexOf('/');
      end > 0 && !folders.has(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1)
    )
      folders.add(path.slice(0, end));
  }
  return {
    has: (path) => files.has(path),
    holds: (folder) => folders.has(folder),
    contentIdOf: (path, stat) => {
      const entry = files.get(path);
      return entry && isUnchanged(entry, stat, writtenAt) ? entry.id : undefined;
    },
  };
}

/**
 * Size and time are as the index says. A file as young as the index itself may have changed since, keeping both
 * ("racily clean" in Git's words), so it is not trusted. Nanoseconds are 0 where Git was built without them.
 */
function isUnchanged(entry: IndexEntry, stat: Stats, writtenAt: number): boolean {
  if (entry.size !== stat.size || entry.seconds !== Math.floor(stat.mtimeMs / 1000)) return false;
  const fraction = stat.mtimeMs % 1000;
  if (entry.nanoseconds === 0) return entry.seconds < Math.floor(writtenAt / 1000);
  return Math.abs(entry.nanoseconds / 1e6 - fraction) < 0.01 && stat.mtimeMs < writtenAt;
}
