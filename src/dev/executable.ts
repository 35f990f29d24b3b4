import { statSync } from 'node:fs';
import { placeOf } from '../files/changes/place.ts';

/** Whether a file may be run; always so where the system has no such mark. */
export const isExecutable = (root: string, path: string): boolean =>
  process.platform === 'win32' || (statSync(placeOf(root, path)).mode & 0o111) !== 0;
