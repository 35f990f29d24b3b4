import { readFileSync } from 'node:fs';

/** A file of our own build. */
export const readBuilt = (path: string): string => readFileSync(path, 'utf8');
