import { existsSync, rmSync } from 'node:fs';
import { endProcess, isAlive, isGone } from './process-table.ts';
import { dataFolder } from './postgres/cluster.ts';
import { type Leftover, leftoverIn, removeStaleLock, stopPostmaster } from './postgres/postmaster.ts';
import type { DevState, ProcessMark, Say } from './types.ts';

export type RunningServer = Extract<Leftover, { kind: 'running' }>;

/** Services of a killed predecessor stop by themselves; this long is waited before they are made to. */
const drainMs = 5000;

/** Ends what a dead `msvc dev` left running, and says so. */
export async function endOrphans(leftBehind: DevState | undefined, say: Say): Promise<void> {
  const orphans = Object.entries(leftBehind?.services ?? {}).flatMap(([name, { process: mark }]) =>
    mark && isAlive(mark) ? [{ name, mark }] : [],
  );
  await Promise.all(orphans.map(({ name, mark }) => endOrphan(name, mark, say)));
}

async function endOrphan(name: string, mark: ProcessMark, say: Say): Promise<void> {
  const note = (text: string) => say({ kind: 'note', service: name, level: 'warn', text });
  if (await isGone(mark, drainMs))
    return note(`was left running by a killed msvc dev (pid ${mark.pid}); it has stopped`);
  const how = await endProcess(mark, drainMs);
  note(`was left running by a killed msvc dev (pid ${mark.pid}); ${how}`);
}

/**
 * What to do with the server that a predecessor left in the data folder: nothing, or take it over.
 * One that is on its way out is waited for; a lock without a server is removed.
 */
export async function settlePostgres(folder: string, say: Say): Promise<RunningServer | undefined> {
  const note = (text: string) => say({ kind: 'note', service: 'postgres', level: 'warn', text });
  const left = leftoverIn(dataFolder(folder));
  if (left.kind === 'nothing') return undefined;
  if (left.kind === 'stale') {
    removeStaleLock(dataFolder(folder));
    note(`removed the lock of a server that is gone (pid ${left.pid})`);
    return undefined;
  }
  if (left.ready) {
    note(`a killed msvc dev left it running (pid ${left.mark.pid}); taking it over`);
    return left;
  }
  note(`a killed msvc dev left it shutting down (pid ${left.mark.pid}); waiting`);
  if (!(await isGone(left.mark, 10_000))) await stopPostmaster(left.mark, 'fast');
  return undefined;
}

/** Deletes the data of the local servers; a server that still runs on it is stopped first. */
export async function wipe(folder: string, say: Say): Promise<void> {
  const data = dataFolder(folder);
  const left = leftoverIn(data);
  if (left.kind === 'running') await stopPostmaster(left.mark, 'immediate');
  if (!existsSync(data)) return;
  rmSync(data, { recursive: true, force: true });
  say({ kind: 'note', service: 'postgres', level: 'info', text: 'deleted the local data (--reset)' });
}
