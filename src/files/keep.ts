import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entriesIn, segmentsOf, sizeOf, type Entries, type Stored } from './segments.ts';

/** Bytes kept between runs under keys, out of the workspace. Never a reason to fail: what cannot be kept is as if absent. */
export type Kept = {
  readonly get: (key: string) => Uint8Array | undefined;
  readonly set: (key: string, value: Uint8Array) => void;
  /** Writes what was set, at the end of a run. */
  readonly flush: () => void;
};

export const nowhere: Kept = { get: () => undefined, set: () => undefined, flush: () => undefined };

/** The same, held in memory too for as long as the process lives. */
export function remembering(kept: Kept): Kept {
  const held = new Map<string, Uint8Array>();
  return {
    get: (key) => {
      const value = held.get(key) ?? kept.get(key);
      if (value) held.set(key, value);
      return value;
    },
    set: (key, value) => {
      held.set(key, value);
      kept.set(key, value);
    },
    flush: kept.flush,
  };
}

/** How much of a file may be what nobody asked for, in bytes over its useful ones, before it is let go of. */
const ROOM = 1024 * 1024;

/**
 * One file per workspace and name under `$XDG_CACHE_HOME/msvc`, else `~/.cache/msvc`.
 * New entries are appended, in writes that each can be read alone. A file that is damaged, or half overwritten, or mostly
 * out of use, is replaced whole, by rename.
 */
export function keptFor(root: string, name: string, env: Readonly<Record<string, string | undefined>>): Kept {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const base = env['XDG_CACHE_HOME'] || (home && join(home, '.cache'));
  if (!base) return nowhere;
  const folder = join(base, 'msvc');
  const file = join(folder, `${name}-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  let stored: Stored | undefined;
  const look = (): Stored => (stored ??= storedIn(file));
  const asked = new Map<string, Uint8Array>();
  const added = new Map<string, Uint8Array>();
  return {
    get: (key) => {
      const value = added.get(key) ?? look().entries.get(key);
      if (value) asked.set(key, value);
      return value;
    },
    set: (key, value) => {
      added.set(key, value);
    },
    flush: () => {
      if (added.size === 0) return;
      const { entries, size, isWhole } = look();
      const useful = new Map([...asked, ...added]);
      const known = new Map([...entries, ...added]);
      const isIdle = sizeOf(known) > 2 * sizeOf(useful) + ROOM;
      if (isWhole && !isIdle && !isOverwritten(size, known, added)) append(file, segmentsOf(added));
      else replace(folder, file, segmentsOf(isIdle ? useful : known));
      added.clear();
    },
  };
}

function storedIn(file: string): Stored {
  try {
    return entriesIn(readFileSync(file));
  } catch {
    return { entries: new Map(), size: 0, isWhole: false };
  }
}

/** Whether a file would hold as much that later entries replace as would have to be copied to be rid of it. */
function isOverwritten(size: number, known: Entries, added: Entries): boolean {
  const replaced = size + sizeOf(added) - sizeOf(known);
  return replaced > 0 && replaced >= sizeOf(known) - sizeOf(added);
}

function append(file: string, segments: Iterable<Uint8Array>): void {
  try {
    for (const segment of segments) appendFileSync(file, segment);
  } catch {
    // The folder has become read-only, or is gone.
  }
}

function replace(folder: string, file: string, segments: Iterable<Uint8Array>): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, '');
    for (const segment of segments) appendFileSync(draft, segment);
    renameSync(draft, file);
  } catch {
    discard(draft);
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // It was never made.
  }
}
