import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join, relative, sep } from 'node:path';

const skipped = new Set(['node_modules', '.git', 'dist', 'test', 'k8s', '.dev', 'coverage']);
const matters = /\.(ts|mts|js|mjs|json|sql|proto)$/;

export const isWatched = (path: string): boolean =>
  matters.test(path) && !/\.test\.[a-z]+$/.test(path) && !path.split('/').some((part) => skipped.has(part));

/**
 * Watches folders for changes of files that a service is made of. One watch a directory, not the recursive one of
 * Node, which walks node_modules on Linux. Changes within `debounceMs` are told together, as paths relative to `root`.
 */
export function watchFolders(
  root: string,
  folders: readonly string[],
  onChange: (paths: readonly string[]) => void,
  debounceMs = 150,
): () => void {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const told = (folder: string, name: string): void => {
    const path = join(folder, name);
    if (isFolder(path)) return add(path);
    const shown = relative(root, path).split(sep).join('/');
    if (!isWatched(shown)) return;
    changed.add(shown);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = [...changed].sort();
      changed.clear();
      onChange(paths);
    }, debounceMs);
  };

  const add = (folder: string): void => {
    if (watchers.has(folder) || skipped.has(folder.slice(folder.lastIndexOf(sep) + 1))) return;
    try {
      const watcher = watch(folder, (_, name) => void (name !== null && told(folder, name)));
      watcher.on('error', () => drop(folder));
      watchers.set(folder, watcher);
      for (const entry of readdirSync(folder, { withFileTypes: true }))
        if (entry.isDirectory()) add(join(folder, entry.name));
    } catch {
      // Gone again, or no more watches to be had: the service then restarts on the next change elsewhere.
    }
  };

  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };

  for (const folder of folders) add(join(root, folder));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
