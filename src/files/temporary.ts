import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file's path in a new folder of its own, which stays until the machine tidies up. */
export const temporaryFile = (prefix: string, name: string): string =>
  join(mkdtempSync(join(tmpdir(), `${prefix}-`)), name);
