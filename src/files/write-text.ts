import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errors } from '../errors/scaffold.ts';

/** Writes a report where the user asked for it, folders included. */
export function writeText(path: string, text: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw errors.cannotWrite(path, error, []);
  }
}
