import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ProcessMark } from './types.ts';

/** A process that runs now, marked so that a later one with its number is told apart; undefined when there is none. */
export function markOf(pid: number): ProcessMark | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether that very process still runs. */
export const isAlive = (mark: ProcessMark): boolean => startOf(mark.pid) === mark.started;

/** The command line of a process, or an empty text. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    if (process.platform === 'win32') return '';
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Sends a signal; false when there is no such process. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Ends a process: politely, and after `graceMs` without asking. Answers how it ended. */
export async function endProcess(mark: ProcessMark, graceMs: number): Promise<'gone' | 'stopped' | 'killed'> {
  if (!isAlive(mark)) return 'gone';
  signal(mark.pid, 'SIGTERM');
  if (await isGone(mark, graceMs)) return 'stopped';
  signal(mark.pid, 'SIGKILL');
  await isGone(mark, 2000);
  return 'killed';
}

/** Waits until a process is gone, at most `forMs`. */
export async function isGone(mark: ProcessMark, forMs: number): Promise<boolean> {
  for (const until = Date.now() + forMs; isAlive(mark);) {
    if (Date.now() > until) return false;
    await new Promise((next) => void setTimeout(next, 25));
  }
  return true;
}

/** When a process started, in whatever form the system tells it; undefined when it is gone or a zombie. */
function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return startOnLinux(pid);
  try {
    process.kill(pid, 0);
    if (process.platform === 'win32') return 'unknown';
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started || undefined;
  } catch {
    return undefined;
  }
}

let bootId: string | undefined;

function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    return `${bootId}-${rest[18] ?? ''}`;
  } catch {
    return undefined;
  }
}
