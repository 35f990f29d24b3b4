import type * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { errors } from '../../errors/scaffold.ts';
import type { Write } from './folder.ts';
import { isMissing, placeOf } from './place.ts';

/** The calls that change the disk, and the few reads they need. */
export type DiskCalls = Pick<
  typeof fs,
  | 'chmodSync'
  | 'existsSync'
  | 'linkSync'
  | 'mkdirSync'
  | 'readFileSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writeFileSync'
>;
type Disk = { readonly root: string; readonly calls: DiskCalls; readonly signal?: AbortSignal | undefined };
type Staged = { readonly write: Write; readonly place: string; readonly temporary: string; readonly backup: string };
type Undo = { readonly path: string; readonly step: () => void };

/**
 * Stages every new text beside its target, so that a full disk shows before anything is touched; then renames.
 * On a failure or Ctrl-C every step is taken back, last first. A second Ctrl-C cannot interrupt that.
 */
export async function writeAll(disk: Disk, writes: readonly Write[]): Promise<void> {
  const undo: Undo[] = [];
  const hold = () => {};
  process.on('SIGINT', hold);
  let current = '.';
  try {
    const staged: Staged[] = [];
    for (const [index, write] of writes.entries()) {
      current = write.path;
      await breathe(disk.signal);
      staged.push(stage(disk, write, index, undo));
    }
    for (const each of staged) {
      current = each.write.path;
      await breathe(disk.signal);
      commit(disk, each, undo);
    }
    for (const { temporary, backup } of staged) tidy(disk, temporary, backup);
  } catch (error) {
    const stuck = takeBack(undo);
    if (error instanceof UserError) throw error;
    if (disk.signal?.aborted) throw errors.interrupted(stuck);
    throw errors.cannotWrite(current, error, stuck);
  } finally {
    process.off('SIGINT', hold);
  }
}

/** Lets a pending signal arrive. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

function stage(disk: Disk, write: Write, index: number, undo: Undo[]): Staged {
  const place = placeOf(disk.root, write.path);
  const beside = join(dirname(place), `.msvc-${process.pid}-${index}`);
  const staged = { write, place, temporary: `${beside}.new`, backup: `${beside}.old` };
  if (write.after === undefined) return staged;
  makeFolder(disk, dirname(place), undo);
  undo.push({ path: write.path, step: () => remove(disk, staged.temporary) });
  disk.calls.writeFileSync(staged.temporary, write.after, { flag: 'wx' });
  const mode = modeOf(disk, write, place);
  if (mode !== undefined) disk.calls.chmodSync(staged.temporary, mode);
  return staged;
}

function modeOf(disk: Disk, write: Write, place: string): number | undefined {
  if (write.before !== undefined) return disk.calls.statSync(place).mode & 0o7777;
  return write.executable ? 0o755 : undefined;
}

function makeFolder(disk: Disk, folder: string, undo: Undo[]): void {
  if (disk.calls.existsSync(folder)) return;
  makeFolder(disk, dirname(folder), undo);
  disk.calls.mkdirSync(folder);
  undo.push({ path: folder, step: () => removeFolder(disk, folder) });
}

function commit(disk: Disk, { write, place, temporary, backup }: Staged, undo: Undo[]): void {
  const { calls } = disk;
  if (write.before === undefined) {
    if (calls.existsSync(place)) throw new Error('it was made by somebody else meanwhile');
    if (!tryLink(calls, temporary, place)) calls.renameSync(temporary, place);
    undo.push({ path: write.path, step: () => remove(disk, place) });
    return;
  }
  if (calls.readFileSync(place, 'utf8') !== write.before) throw new Error('it was changed by somebody else meanwhile');
  keep(calls, place, backup);
  undo.push({ path: write.path, step: () => putBack(disk, backup, place) });
  if (write.after === undefined) remove(disk, place);
  else calls.renameSync(temporary, place);
}

/** A second name for the old content needs no space, so undoing works on a full disk too. */
function keep(calls: DiskCalls, place: string, backup: string): void {
  if (!tryLink(calls, place, backup)) calls.renameSync(place, backup);
}

/** Renaming one name of a file onto another of its names does nothing, hence the removal. */
function putBack(disk: Disk, backup: string, place: string): void {
  disk.calls.renameSync(backup, place);
  remove(disk, backup);
}

const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK']);

/** Unlike a rename, a link never replaces what another process put there. */
function tryLink(calls: DiskCalls, from: string, to: string): boolean {
  try {
    calls.linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && withoutLinks.has(String(error.code))) return false;
    throw error;
  }
}

/** What could not be taken back, each with the reason. */
function takeBack(undo: readonly Undo[]): readonly string[] {
  const stuck: string[] = [];
  for (const { path, step } of [...undo].reverse()) {
    try {
      step();
    } catch (error) {
      stuck.push(`${path} could not be put back: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return stuck;
}

/** The work is done by now: a temporary name that stays is not worth undoing it. */
function tidy(disk: Disk, ...paths: readonly string[]): void {
  for (const path of paths) {
    try {
      remove(disk, path);
    } catch {
      continue;
    }
  }
}

function remove({ calls }: Disk, path: string): void {
  try {
    calls.unlinkSync(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function removeFolder({ calls }: Disk, path: string): void {
  try {
    calls.rmdirSync(path);
  } catch (error) {
    const notOurs = error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST'].includes(String(error.code));
    if (!notOurs && !isMissing(error)) throw new Error(`${basename(path)}: ${String(error)}`, { cause: error });
  }
}
