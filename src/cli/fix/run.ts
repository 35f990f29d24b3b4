import { diskFolder } from '../../files/changes/disk.ts';
import type { Folder } from '../../files/changes/folder.ts';
import { diskFiles } from '../../files/disk.ts';
import { overlaid, overlaidFolder } from '../../files/overlay.ts';
import type { Finding } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import type { Repairs } from '../../report/types.ts';
import { fixes } from '../fixes.ts';
import { inspectFiles } from '../inspect-files.ts';
import { keepingFor, nothingKept } from '../keeping.ts';
import type { Judged } from '../lint/fix.ts';
import type { World } from '../world.ts';
import { repairsOf } from './output.ts';
import { repaired } from './rounds.ts';

export type FixRun = {
  /** Absolute. */
  readonly root: string;
  readonly found: Judged;
  /** The findings that are reported: no others are repaired. */
  readonly wanted: readonly Finding[];
  readonly judge: (model: Model) => Promise<Judged>;
  readonly cache: boolean;
  readonly dryRun: boolean;
};

/** Repairs what can be repaired safely, and writes all of it or nothing. Answers with what there is to tell and to report. */
export async function runFixes(
  world: World,
  { root, found, wanted, judge, cache, dryRun }: FixRun,
): Promise<{ readonly judged: Judged; readonly repairs: Repairs }> {
  const files = diskFiles(root);
  const folder = remembering(diskFolder(root));
  const keeping = cache ? { ...keepingFor(files.root, world.env), answers: nothingKept.answers } : nothingKept;
  const result = await repaired({
    start: found,
    wanted,
    fixes,
    files: (texts) => overlaidFolder(folder, texts),
    judge: (texts) => judge(inspectFiles(overlaid(files, texts), keeping).model),
  });
  const repairs = await repairsOf(result, folder.read, !dryRun);
  const writes = [...result.texts].map(([path, after]) => ({ path, before: folder.read(path), after }));
  if (!dryRun) await folder.write(writes, world.signal);
  return { judged: dryRun ? found : result.judged, repairs };
}

/** A folder that tells of a file what it told first: what was planned against is what must stand there still. */
function remembering(folder: Folder): Folder {
  const texts = new Map<string, string | undefined>();
  return {
    ...folder,
    read: (path) => {
      if (!texts.has(path)) texts.set(path, folder.read(path));
      return texts.get(path);
    },
  };
}
