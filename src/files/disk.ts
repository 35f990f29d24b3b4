import { accessSync, closeSync, constants, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { checkoutOf, type Checkout } from './checkout.ts';
import type { Files } from './files.ts';
import { trackedIn, untracked } from './tracked.ts';
import { ignoreFileIn, walk, type Found, type IgnoreStack } from './walk.ts';

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Whether the names in a folder, and what they stand for, may be read. */
export function isOpenFolder(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The workspace on disk. Walked once, at the first question. */
export function diskFiles(folder: string): Files {
  const root = resolve(folder);
  let found: Found | undefined;
  const look = (): Found => (found ??= find(root));
  return {
    root,
    list: () => look().entries,
    skipped: () => look().skipped,
    read: (path) => readOrNothing(join(root, path)),
  };
}

/** A root that is a link is looked at where it leads: that is where Git's rules stand. */
function find(root: string): Found {
  const real = realpathSync(root);
  const checkout = checkoutOf(real);
  return checkout ? walk(real, trackedIn(checkout, real), ignoredAbove(checkout, real)) : walk(real, untracked, []);
}

/** `info/exclude`, and the .gitignore files between the top of the checkout and the root, as seen from the root. */
function ignoredAbove({ top, commonFolder }: Checkout, root: string): IgnoreStack {
  const excluded = ignoreFileIn(join(commonFolder, 'info', 'exclude'));
  const steps = relative(top, root).split(sep).filter(Boolean);
  const levels = steps.map((_, depth) => ({
    rules: ignoreFileIn(join(top, ...steps.slice(0, depth), '.gitignore')),
    prefix: `${steps.slice(depth).join('/')}/`,
  }));
  return [{ rules: excluded, prefix: steps.map((step) => `${step}/`).join('') }, ...levels].flatMap(
    ({ rules, prefix }) =>
      rules ? [{ under: '', rules: (path: string, isFolder: boolean) => rules(prefix + path, isFolder) }] : [],
  );
}

function readOrNothing(path: string): Uint8Array | undefined {
  let file: number | undefined;
  try {
    // A file that became a link or a pipe since it was listed is not followed, and not waited for.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    return readFileSync(file);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
