import { resolve } from 'node:path';
import { folderOf } from '../../model/paths.ts';
import type { FileEntry, Files, Skipped } from '../files.ts';
import { isSource, sizeLimit, tooLarge, worthOf } from '../worth.ts';
import { readBlobs, sizesOf } from './blobs.ts';
import { git } from './run.ts';

/** Which state of a repository: a commit by its id, or what the index holds. */
export type State = { readonly commit: string } | 'index';

/** A workspace as a commit or the index has it, read from Git’s objects: the work tree is not looked at, nor changed. */
export type GitFiles = Files & {
  /** Says which files will be read next, so that they are fetched together. */
  readonly expect: (paths: readonly string[]) => void;
};

/**
 * `submodules`: the files of the same root as they lie, for the folders of other repositories, of which this one holds no
 * content.
 */
export function gitFiles(folder: string, state: State, submodules: Files): GitFiles {
  const root = resolve(folder);
  let found: Listing | undefined;
  const look = (): Listing => (found ??= listingOf(entriesIn(root, state), submodules));
  let coming: readonly string[] = [];
  const fetched = new Map<string, Uint8Array>();
  const fetch = (paths: readonly string[]): void => {
    const { ids } = look();
    const wanted = paths.flatMap((path) => ids.get(path) ?? []);
    const blobs = readBlobs(root, wanted);
    for (const path of paths) {
      const blob = blobs.get(ids.get(path) ?? '');
      if (blob) fetched.set(path, blob);
    }
  };
  const read = (path: string): Uint8Array | undefined => {
    if (!look().ids.has(path)) return submodules.read(path);
    if (!fetched.has(path)) {
      const at = coming.indexOf(path);
      fetch(at < 0 ? [path] : coming.slice(at, at + CHUNK));
      if (at >= 0) coming = coming.slice(at + CHUNK);
    }
    const bytes = fetched.get(path);
    fetched.delete(path);
    return bytes;
  };
  return {
    root,
    list: () => look().entries,
    skipped: () => look().skipped,
    read,
    expect: (paths) => {
      coming = paths;
    },
  };
}

/** Files asked for at once: enough to be worth a process, few enough to be held. */
const CHUNK = 500;

type Entry = { readonly mode: string; readonly id: string; readonly path: string };
type Listing = {
  readonly entries: readonly FileEntry[];
  readonly skipped: readonly Skipped[];
  readonly ids: ReadonlyMap<string, string>;
};

/** What lies below the folder, with paths as seen from it. Of a file in conflict, our side. */
function entriesIn(root: string, state: State): readonly (Entry & { readonly size: number })[] {
  const isIndex = state === 'index';
  const words = isIndex ? ['ls-files', '--stage', '-z'] : ['ls-tree', '-r', '-z', state.commit];
  const lines = git(root, words).toString('utf8').split('\0').filter(Boolean);
  const entries = lines.flatMap((line): Entry[] => {
    const [head = '', path = ''] = splitAt(line, '\t');
    const [mode = '', second = '', third = ''] = head.split(' ');
    if (isIndex && third !== '0' && third !== '2') return [];
    return [{ mode, id: isIndex ? second : third, path }];
  });
  const sizes = sizesOf(
    root,
    entries.filter(isFile).map(({ id }) => id),
  );
  return entries.map((entry) => ({ ...entry, size: sizes.get(entry.id) ?? 0 }));
}

const splitAt = (text: string, mark: string): readonly [string, string] => {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + 1)];
};

const isFile = ({ mode }: Entry): boolean => mode.startsWith('100');
const isSubmodule = ({ mode }: Entry): boolean => mode === '160000';

function listingOf(all: readonly (Entry & { readonly size: number })[], beside: Files): Listing {
  const isOpen = openFoldersIn(all.map(({ path }) => path));
  const worthy = all.filter(
    (entry) => isFile(entry) && isOpen(folderOf(entry.path)) && worthOf.file(nameOf(entry.path)),
  );
  const small = worthy.filter(({ size }) => size <= sizeLimit);
  const prefixes = all.filter(isSubmodule).map(({ path }) => `${path}/`);
  const isBeside = ({ path }: { readonly path: string }): boolean => prefixes.some((prefix) => path.startsWith(prefix));
  const others = prefixes.length > 0 ? beside.list().filter(isBeside) : [];
  const entries = [...small.map(({ path, size, id }) => ({ path, size, contentId: id })), ...others];
  const large = worthy.filter(({ size, path }) => size > sizeLimit && isSource(path));
  return {
    entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
    skipped: [
      ...large.map(({ path, size }) => tooLarge(path, size)),
      ...(prefixes.length > 0 ? beside.skipped().filter(isBeside) : []),
    ],
    ids: new Map(small.map(({ path, id }) => [path, id])),
  };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a folder and all above it are worth a look; each is judged once. */
function openFoldersIn(paths: readonly string[]): (folder: string) => boolean {
  const children = new Map<string, Set<string>>();
  for (const path of paths) {
    for (let at = path; at !== ''; at = folderOf(at)) {
      const above = folderOf(at);
      const names = children.get(above) ?? new Set();
      if (names.has(nameOf(at))) break;
      children.set(above, names.add(nameOf(at)));
    }
  }
  const known = new Map<string, boolean>([['', true]]);
  const isOpen = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const verdict = isOpen(folderOf(folder)) && worthOf.folder(nameOf(folder), () => [...(children.get(folder) ?? [])]);
    known.set(folder, verdict);
    return verdict;
  };
  return isOpen;
}
