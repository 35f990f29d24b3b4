import * as fs from 'node:fs';
import { UserError } from '../../errors.ts';
import { errors } from '../../errors/scaffold.ts';
import type { Folder } from './folder.ts';
import { isMissing, placeOf } from './place.ts';
import { writeAll, type DiskCalls } from './transaction.ts';

/** A folder on disk. Tests pass `calls` that fail when and how they like. */
export const diskFolder = (root: string, calls: DiskCalls = fs): Folder => ({
  root,
  read: (path) => readText(root, path),
  names: (path) => namesIn(root, path),
  write: (writes, signal) => writeAll({ root, calls, signal }, writes),
});

function readText(root: string, path: string): string | undefined {
  const place = placeOf(root, path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fs.readFileSync(place));
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof TypeError) throw errors.cannotMerge(path, 'it is not UTF-8 text');
    throw errors.cannotMerge(path, error instanceof Error ? error.message : String(error));
  }
}

function namesIn(root: string, path: string): readonly string[] {
  try {
    return fs
      .readdirSync(placeOf(root, path), { withFileTypes: true })
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error instanceof UserError ? error : errors.cannotList(path, error);
  }
}
