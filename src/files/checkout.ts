import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * The working tree that a folder lies in. `gitFolder` holds its index, `commonFolder` what all trees of the repository
 * share: they differ in a tree that `git worktree` made.
 */
export type Checkout = { readonly top: string; readonly gitFolder: string; readonly commonFolder: string };

/** Looks upwards for `.git`: a folder, or the file that a worktree or submodule has in its place. */
export function checkoutOf(root: string): Checkout | undefined {
  for (let top = resolve(root); ; top = dirname(top)) {
    const git = join(top, '.git');
    if (existsSync(git)) {
      const gitFolder = gitFolderOf(git, top);
      return gitFolder === undefined ? undefined : { top, gitFolder, commonFolder: commonFolderOf(gitFolder) };
    }
    if (top === dirname(top)) return undefined;
  }
}

function gitFolderOf(git: string, top: string): string | undefined {
  try {
    if (statSync(git).isDirectory()) return git;
    const pointer = pointerIn(git);
    return pointer === undefined ? undefined : resolve(top, pointer);
  } catch {
    return undefined;
  }
}

const pointerIn = (file: string): string | undefined =>
  /^gitdir:[ \t]*(\S.*?)[ \t\r]*$/m.exec(readFileSync(file, 'utf8'))?.[1];

function commonFolderOf(gitFolder: string): string {
  try {
    return resolve(gitFolder, readFileSync(join(gitFolder, 'commondir'), 'utf8').trim());
  } catch {
    return gitFolder;
  }
}

/** Whether a folder is a further working tree of some repository: what lies there is there a second time. */
export function isOtherTree(folder: string): boolean {
  try {
    return /[\\/]worktrees[\\/][^\\/]+$/.test(pointerIn(join(folder, '.git')) ?? '');
  } catch {
    return false; // a folder, as a clone has
  }
}
