import { basename } from 'node:path';
import { errors } from '../errors.ts';
import { diskFiles, isFolder, isOpenFolder } from '../files/disk.ts';
import type { Files } from '../files/files.ts';
import { link } from '../link/link.ts';
import type { FileFacts } from '../model/fact.ts';
import type { ConfigFact } from '../model/fact/config.ts';
import type { Model } from '../model/model.ts';
import { gatherFacts, type Gathering } from './facts.ts';
import { idsIn } from './ids.ts';
import { idleIgnoresIn } from './ignored.ts';
import { answersOf, keepingFor, linkMemoryOf, nothingKept, type Keeping } from './keeping.ts';
import { helpersFor, readAside } from './reading/pool.ts';
import { settingsIn } from './settings.ts';

export type Inspection = {
  readonly model: Model;
  readonly files: Files;
  /** Milliseconds by stage. */
  readonly timing: Readonly<Record<string, number>>;
};
export type InspectOptions = {
  readonly cache: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is kept already, where a run is one of several. */
  readonly keeping?: Keeping | undefined;
};

/** Reads and links the workspace in a folder. Mistakes in its msvc.yaml are thrown together, as one UserError. */
export async function inspect(root: string, { cache, env, keeping }: InspectOptions): Promise<Inspection> {
  if (!isFolder(root)) throw errors.notAFolder(root);
  if (!isOpenFolder(root)) throw errors.closedFolder(root);
  const files = diskFiles(root);
  return inspectFiles(files, keeping ?? (cache ? keepingFor(files.root, env) : nothingKept), {
    read: (entries, take) => {
      const helpers = helpersFor(entries);
      if (helpers > 0) readAside(files, entries, helpers, take);
    },
  });
}

type Means = {
  readonly read?: Gathering['read'];
  /** What is taken for the settings. */
  readonly settings?: (facts: readonly FileFacts[]) => ConfigFact;
};

/** The same for a workspace that lies anywhere. */
export function inspectFiles(
  files: Files,
  keeping: Keeping = nothingKept,
  { read, settings = settingsIn }: Means = {},
): Inspection {
  const laps = lapsFrom(performance.now());
  files.list();
  laps.end('list');
  const ids = idsIn(files);
  const answers = answersOf(files, ids, keeping.answers);
  const known = answers.known();
  laps.end('compare');
  if (known) return { model: known, files, timing: laps.all };
  const facts = gatherFacts(files, keeping.facts, { ids, ...(read ? { read } : {}) });
  laps.end('read');
  const name = basename(files.root) || 'workspace';
  const config = settings(facts);
  const idleIgnores = idleIgnoresIn(files, facts);
  const model = link(facts, { name, config, idleIgnores }, linkMemoryOf(keeping.links));
  laps.end('link');
  keeping.facts.flush();
  keeping.links.flush();
  answers.keep(model);
  laps.end('keep');
  return { model, files, timing: laps.all };
}

function lapsFrom(start: number): {
  readonly all: Readonly<Record<string, number>>;
  readonly end: (stage: string) => void;
} {
  const all: Record<string, number> = {};
  let before = start;
  const end = (stage: string): void => {
    const now = performance.now();
    all[stage] = now - before;
    before = now;
  };
  return { all, end };
}
