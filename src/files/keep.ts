import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** A text kept between runs, out of the workspace. Never a reason to fail: what cannot be read or written is as if absent. */
export type Kept = { readonly read: () => string | undefined; readonly write: (text: string) => void };

export const nowhere: Kept = { read: () => undefined, write: () => undefined };

/** One file per workspace under `$XDG_CACHE_HOME/msvc`, else `~/.cache/msvc`; replaced whole, by rename. */
export function keptFor(root: string, name: string, env: Readonly<Record<string, string | undefined>>): Kept {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const base = env['XDG_CACHE_HOME'] || (home && join(home, '.cache'));
  if (!base) return nowhere;
  const folder = join(base, 'msvc');
  const file = join(folder, `${name}-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  return { read: () => readText(file), write: (text) => replace(folder, file, text) };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function replace(folder: string, file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, text);
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
