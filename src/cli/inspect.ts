import { errors } from '../errors.ts';
import { diskFiles, isFolder, isOpenFolder } from '../files/disk.ts';
import { openedFrom } from './opened.ts';
import type { Inspection } from './inspect-files.ts';
import { keepingFor, nothingKept, type Keeping } from './keeping.ts';

export type InspectOptions = {
  readonly cache: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is kept already, where a run is one of several. */
  readonly keeping?: Keeping | undefined;
};

/**
 * Reads and links the workspace in a folder. Mistakes in its msvc.yaml are thrown together, as one UserError.
 * Where nothing has changed since the last run, readers and linker are not even loaded.
 */
export async function inspect(root: string, { cache, env, keeping }: InspectOptions): Promise<Inspection> {
  if (!isFolder(root)) throw errors.notAFolder(root);
  if (!isOpenFolder(root)) throw errors.closedFolder(root);
  const files = diskFiles(root);
  const opened = openedFrom(files, keeping ?? (cache ? keepingFor(files.root, env) : nothingKept));
  if (opened.known) return { model: opened.known, files, timing: opened.laps.all };
  const [{ inspectOpened }, { helpersFor, readAside }] = await Promise.all([
    import('./inspect-files.ts'),
    import('./reading/pool.ts'),
  ]);
  return inspectOpened(opened, {
    read: (entries, take) => {
      const helpers = helpersFor(entries);
      if (helpers > 0) readAside(files, entries, helpers, take);
    },
  });
}
