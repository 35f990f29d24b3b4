import { basename } from 'node:path';
import { errors } from '../errors.ts';
import { diskFiles, isFolder } from '../files/disk.ts';
import type { Files } from '../files/files.ts';
import { keptFor, nowhere, type Kept } from '../files/keep.ts';
import { link } from '../link/link.ts';
import type { Model } from '../model/model.ts';
import { gatherFacts } from './facts.ts';
import { settingsIn } from './settings.ts';

export type Inspection = {
  readonly model: Model;
  /** Milliseconds by stage. */
  readonly timing: Readonly<Record<string, number>>;
};
export type InspectOptions = {
  readonly cache: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Reads and links the workspace in a folder. Mistakes in its msvc.yaml are thrown together, as one UserError. */
export async function inspect(root: string, { cache, env }: InspectOptions): Promise<Inspection> {
  if (!isFolder(root)) throw errors.notAFolder(root);
  const files = diskFiles(root);
  return inspectFiles(files, cache ? keptFor(files.root, 'facts', env) : nowhere);
}

/** The same for a workspace that lies anywhere. */
export function inspectFiles(files: Files, kept: Kept = nowhere): Inspection {
  const started = performance.now();
  files.list();
  const listed = performance.now();
  const facts = gatherFacts(files, kept);
  const read = performance.now();
  const model = link(facts, { name: basename(files.root) || 'workspace', config: settingsIn(facts) });
  return { model, timing: { list: listed - started, read: read - listed, link: performance.now() - read } };
}
