import { readFileSync } from 'node:fs';
import { graphErrors } from '../errors/graph.ts';

/** A text file that the user names; undefined where there is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    if (code === 'EISDIR') throw graphErrors.unreadable(path, 'it is a folder');
    throw graphErrors.unreadable(path, error instanceof Error ? error.message : String(error));
  }
}
