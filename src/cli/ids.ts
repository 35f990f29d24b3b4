import { contentIdOf } from '../files/content-id.ts';
import type { FileEntry, Files } from '../files/files.ts';

/** The ids of contents, by path: what the index of Git proves, and what was read in this run. */
export type Ids = {
  readonly known: (entry: FileEntry) => string | undefined;
  /** Reads the file where its id is not known. Empty for one that may not be read. */
  readonly of: (entry: FileEntry) => string;
  readonly note: (path: string, id: string) => void;
};

export function idsIn(files: Files): Ids {
  const noted = new Map<string, string>();
  const known = ({ path, contentId }: FileEntry): string | undefined => noted.get(path) ?? contentId;
  const read = (path: string): string => {
    const bytes = files.read(path);
    const id = bytes ? contentIdOf(bytes) : '';
    noted.set(path, id);
    return id;
  };
  return {
    known,
    of: (entry) => known(entry) ?? read(entry.path),
    note: (path, id) => {
      noted.set(path, id);
    },
  };
}
