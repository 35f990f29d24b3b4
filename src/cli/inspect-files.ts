import { basename } from 'node:path';
import type { Files } from '../files/files.ts';
import { link } from '../link/link.ts';
import type { FileFacts } from '../model/fact.ts';
import type { ConfigFact } from '../model/fact/config.ts';
import type { Model } from '../model/model.ts';
import { openedFrom, type Opened } from './opened.ts';
import { gatherFacts, type Gathering } from './facts.ts';
import { idleIgnoresIn } from './ignored.ts';
import { linkMemoryOf, nothingKept, type Keeping } from './keeping.ts';
import { settingsIn } from './settings.ts';

export type Inspection = {
  readonly model: Model;
  readonly files: Files;
  /** Milliseconds by stage. */
  readonly timing: Readonly<Record<string, number>>;
};

export type Means = {
  readonly read?: Gathering['read'];
  /** What is taken for the settings. */
  readonly settings?: (facts: readonly FileFacts[]) => ConfigFact;
};

/** Reads and links a workspace that lies anywhere. Mistakes in its msvc.yaml are thrown together, as one UserError. */
export function inspectFiles(files: Files, keeping: Keeping = nothingKept, means: Means = {}): Inspection {
  return inspectOpened(openedFrom(files, keeping), means);
}

export function inspectOpened(
  { files, keeping, ids, answers, known, laps }: Opened,
  { read, settings = settingsIn }: Means = {},
): Inspection {
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
