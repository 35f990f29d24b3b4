import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

export type Watching = {
  /** Paths that changed since the last answer, told together once it has been still for a moment; undefined at the end. */
  readonly next: () => Promise<readonly string[] | undefined>;
  /** Watches these folders from now on, and no others. */
  readonly follow: (folders: readonly string[]) => void;
};

/** `stillFor`: milliseconds. `onLimit`: the system grants no more watches. */
type Means = { readonly stillFor: number; readonly onLimit: () => void };

/** Watches single folders below a root until aborted: the recursive watch of Node walks node_modules on Linux. */
export function watchFolders(root: string, signal: AbortSignal, { stillFor, onLimit }: Means): Watching {
  const changes = gather(stillFor);
  const watchers = new Map<string, FSWatcher>();
  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    try {
      const watcher = watch(join(root, folder), (_, name) => {
        if (name !== null && !noise.test(name)) changes.tell(folder === '' ? name : `${folder}/${name}`);
      });
      watcher.on('error', () => drop(folder));
      watchers.set(folder, watcher);
    } catch (error) {
      if (isLimit(error)) onLimit();
    }
  };
  const follow = (folders: readonly string[]): void => {
    const wanted = new Set(folders);
    for (const folder of watchers.keys()) if (!wanted.has(folder)) drop(folder);
    for (const folder of wanted) if (!watchers.has(folder)) add(folder);
  };
  signal.addEventListener('abort', () => {
    follow([]);
    changes.end();
  });
  if (signal.aborted) changes.end();
  return { follow, next: changes.next };
}

/** What editors and Git write beside the files of a workspace. */
const noise = /^(?:\.git|node_modules|\.DS_Store|4913)$|~$|\.sw[a-z]$|^\.#|\.tmp$/;

const isLimit = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EMFILE');

/** Paths as they are told, handed on together once nothing was told for a while. */
function gather(stillFor: number): Pick<Watching, 'next'> & { tell: (path: string) => void; end: () => void } {
  const told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let still = Promise.withResolvers<void>();
  let hasEnded = false;
  return {
    tell: (path) => {
      told.add(path);
      clearTimeout(timer);
      timer = setTimeout(() => still.resolve(), stillFor);
    },
    end: () => {
      hasEnded = true;
      clearTimeout(timer);
      still.resolve();
    },
    next: async () => {
      await still.promise;
      if (hasEnded) return undefined;
      still = Promise.withResolvers();
      const paths = [...told].sort();
      told.clear();
      return paths;
    },
  };
}
