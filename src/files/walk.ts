import { lstatSync, readdirSync, readFileSync, realpathSync, type Dirent, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import { isOtherTree } from './checkout.ts';
import type { FileEntry, Skipped } from './files.ts';
import { ignoreRulesOf, type IgnoreRules } from './ignore.ts';
import type { Tracked } from './tracked.ts';
import { isSource, sizeLimit, tooLarge, worthOf } from './worth.ts';

/** The rules of the .gitignore files from a repository's root down to a folder, each with its folder's path. */
export type IgnoreStack = readonly { readonly under: string; readonly rules: IgnoreRules }[];
export type Found = { readonly entries: FileEntry[]; readonly skipped: Skipped[] };

type Walk = Found & { readonly root: string; readonly realRoot: string; readonly tracked: Tracked };

/** Everything below a root, in one pass: a readdir for each folder and a stat for each file. */
export function walk(root: string, tracked: Tracked, above: IgnoreStack): Found {
  const state: Walk = { root, realRoot: realpathSync(root), tracked, entries: [], skipped: [] };
  walkFolder(state, '', above);
  state.entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  return state;
}

function walkFolder(state: Walk, folder: string, above: IgnoreStack): void {
  const entries = entriesOf(state, folder);
  if (folder && entries.some((entry) => entry.name === '.git' && entry.isFile())) {
    if (isOtherTree(join(state.root, folder))) return;
  }
  const own = entries.some((entry) => entry.name === '.gitignore')
    ? ignoreFileIn(join(state.root, folder, '.gitignore'))
    : undefined;
  const stack = own ? [...above, { under: folder, rules: own }] : above;
  for (const entry of entries) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isSymbolicLink()) passLink(state, path);
    else if (entry.isDirectory()) enterFolder(state, path, entry.name, stack);
    else if (entry.isFile()) takeFile(state, path, entry.name, stack);
  }
}

function entriesOf(state: Walk, folder: string): readonly Dirent[] {
  try {
    return readdirSync(join(state.root, folder), { withFileTypes: true });
  } catch {
    state.skipped.push({ path: folder || '.', why: 'The folder may not be read.' });
    return [];
  }
}

function enterFolder(state: Walk, path: string, name: string, stack: IgnoreStack): void {
  if (!worthOf.folder(name, () => namesIn(join(state.root, path)))) return;
  if (isIgnored(stack, path, true) && !state.tracked.holds(path)) return;
  walkFolder(state, path, stack);
}

function takeFile(state: Walk, path: string, name: string, stack: IgnoreStack): void {
  if (!worthOf.file(name)) return;
  if (!state.tracked.has(path) && isIgnored(stack, path, false)) return;
  const stat = statOf(join(state.root, path));
  if (!stat) return;
  if (stat.size > sizeLimit) {
    if (isSource(name)) state.skipped.push(tooLarge(path, stat.size));
    return;
  }
  const contentId = state.tracked.contentIdOf(path, stat);
  state.entries.push({ path, size: stat.size, ...(contentId ? { contentId } : {}) });
}

/** What a link inside the root leads to is read under its own path, once; one that leads out is not followed. */
function passLink(state: Walk, path: string): void {
  if (!isSource(path)) return;
  const target = realPathOf(join(state.root, path));
  if (target === undefined || target === state.realRoot || target.startsWith(state.realRoot + sep)) return;
  state.skipped.push({ path, why: 'The link leads out of the workspace and is not followed.' });
}

/** The nearest .gitignore that speaks of the path decides. */
function isIgnored(stack: IgnoreStack, path: string, isFolder: boolean): boolean {
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const level = stack[index];
    const verdict = level?.rules(level.under ? path.slice(level.under.length + 1) : path, isFolder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

export function ignoreFileIn(file: string): IgnoreRules | undefined {
  try {
    return ignoreRulesOf(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined; // gone since it was listed
  }
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined; // a loop, or a link to nowhere
  }
}
