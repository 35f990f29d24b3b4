import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors } from '../errors/dev.ts';
import { isAlive, markOf } from './process-table.ts';
import type { DevState, ProcessMark } from './types.ts';

/** The folder of everything that `msvc dev` keeps; Git never sees it. */
export const devFolder = (root: string): string => join(root, '.dev');
const statePath = (root: string): string => join(devFolder(root), 'dev.json');

/** Makes `.dev`. As root it must be open to the user that PostgreSQL runs as; secrets in it have mode 600. */
export function makeDevFolder(root: string): string {
  const folder = devFolder(root);
  try {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, process.getuid?.() === 0 ? 0o755 : 0o700);
    writeFileSync(join(folder, '.gitignore'), '*\n');
    return folder;
  } catch (error) {
    throw errors.cannotKeep(folder, error instanceof Error ? error.message : String(error));
  }
}

/** What the last or the running `msvc dev` wrote; undefined when there is nothing readable. */
export function readState(root: string): DevState | undefined {
  try {
    const state = JSON.parse(readFileSync(statePath(root), 'utf8')) as DevState; // our own file, written by writeState
    return state.version === 1 && typeof state.owner?.pid === 'number' ? state : undefined;
  } catch {
    return undefined;
  }
}

/** The running `msvc dev` of a workspace. */
export function runningState(root: string): DevState | undefined {
  const state = readState(root);
  return state && isAlive(state.owner) ? state : undefined;
}

/**
 * Takes the workspace for this process; a user error when another `msvc dev` has it.
 * Answers with what a dead one left behind.
 */
export function claim(root: string): { readonly owner: ProcessMark; readonly leftBehind: DevState | undefined } {
  const owner = markOf(process.pid) ?? { pid: process.pid, started: 'unknown' };
  const leftBehind = readState(root);
  if (leftBehind && isAlive(leftBehind.owner)) throw errors.alreadyRunning(root, leftBehind.owner.pid);
  const mine = { ...emptyState(owner), services: leftBehind?.services ?? {} };
  if (existsSync(statePath(root))) rmSync(statePath(root));
  const draft = `${statePath(root)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    linkSync(draft, statePath(root)); // fails where another process was quicker
  } catch {
    throw errors.alreadyRunning(root, readState(root)?.owner.pid ?? 0);
  } finally {
    rmSync(draft, { force: true });
  }
  return { owner, leftBehind };
}

export const emptyState = (owner: ProcessMark): DevState => ({
  version: 1,
  owner,
  startedAt: new Date().toISOString(),
  ready: false,
  services: {},
  databases: {},
});

/** Replaces the state in one step, so that a reader never sees half of it. Holds passwords: mode 600. */
export function writeState(root: string, state: DevState): void {
  const draft = `${statePath(root)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, statePath(root));
}

export const removeState = (root: string): void => rmSync(statePath(root), { force: true });
