import type { Folder } from './changes/folder.ts';
import type { FileEntry, Files } from './files.ts';

/** A workspace as it would be with some files written: their texts by path. */
export function overlaid(files: Files, texts: ReadonlyMap<string, string>): Files {
  const bytes = new Map([...texts].map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const entryOf = (path: string): FileEntry => ({ path, size: bytes.get(path)?.length ?? 0 });
  return {
    root: files.root,
    list: () =>
      [...files.list().filter(({ path }) => !bytes.has(path)), ...[...bytes.keys()].map(entryOf)].sort((a, b) =>
        a.path < b.path ? -1 : 1,
      ),
    skipped: () => files.skipped(),
    read: (path) => bytes.get(path) ?? files.read(path),
  };
}

/** The same of a folder that is changed: reading only. */
export const overlaidFolder = (
  { read, names }: Pick<Folder, 'read' | 'names'>,
  texts: ReadonlyMap<string, string>,
): Pick<Folder, 'read' | 'names'> => ({ read: (path) => texts.get(path) ?? read(path), names });
