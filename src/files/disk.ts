import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Files } from './files.ts';
import { checkoutOf, trackedIn, untracked, type Checkout } from './tracked.ts';
import { ignoreFileIn, walk, type Found, type IgnoreStack } from './walk.ts';

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

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

function find(root: string): Found {
  const checkout = checkoutOf(root);
  return checkout ? walk(root, trackedIn(checkout, root), ignoredAbove(checkout, root)) : walk(root, untracked, []);
}

/** `info/exclude`, and the .gitignore files between the top of the checkout and the root, as seen from the root. */
function ignoredAbove({ top, gitFolder }: Checkout, root: string): IgnoreStack {
  const excluded = ignoreFileIn(join(gitFolder, 'info', 'exclude'));
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
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
