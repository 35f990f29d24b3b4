import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, isGone, markOf, signal } from '../process-table.ts';
import type { ProcessMark } from '../types.ts';

/** What `postmaster.pid` says: https://www.postgresql.org/docs/current/storage-file-layout.html */
export type Postmaster = { readonly pid: number; readonly port: number; readonly status: string };

/** Reads the text of a `postmaster.pid`; undefined when it is not one. */
export function readPostmaster(text: string): Postmaster | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 ? { pid, port, status: lines[7] ?? '' } : undefined;
}

export function postmasterIn(data: string): Postmaster | undefined {
  try {
    return readPostmaster(readFileSync(join(data, 'postmaster.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

export type Leftover =
  | { readonly kind: 'nothing' }
  /** The file is there, and its process is gone or is another program by now. */
  | { readonly kind: 'stale'; readonly pid: number }
  | { readonly kind: 'running'; readonly mark: ProcessMark; readonly port: number; readonly ready: boolean };

/** What a predecessor left in the data folder. */
export function leftoverIn(data: string): Leftover {
  const found = postmasterIn(data);
  if (!found) return { kind: 'nothing' };
  const mark = markOf(found.pid);
  if (!mark || !isOurs(found.pid, data)) return { kind: 'stale', pid: found.pid };
  return { kind: 'running', mark, port: found.port, ready: found.status === 'ready' };
}

/** Removes the lock of a server that is no more. PostgreSQL itself refuses when its number was given to another process. */
export const removeStaleLock = (data: string): void => rmSync(join(data, 'postmaster.pid'), { force: true });

/** Stops a server: `fast` ends its sessions and writes everything, `immediate` leaves that to the next start. */
export async function stopPostmaster(mark: ProcessMark, how: 'fast' | 'immediate'): Promise<boolean> {
  signal(mark.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
  if (await isGone(mark, how === 'fast' ? 15_000 : 3000)) return true;
  signal(mark.pid, how === 'fast' ? 'SIGQUIT' : 'SIGKILL');
  return isGone(mark, 3000);
}

function isOurs(pid: number, data: string): boolean {
  const command = commandOf(pid);
  if (process.platform === 'win32') return true;
  return command.includes('postgres') && (command.includes(data) || command.includes(realpathSync(data)));
}
