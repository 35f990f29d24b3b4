import { readFileSync } from 'node:fs';
import { graphErrors } from '../errors/graph.ts';

/** A text file that the user names; undefined where there is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw graphErrors.unreadable(path, error instanceof Error ? error.message : String(error));
  }
}
