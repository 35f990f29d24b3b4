import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './changes/templates.ts';

/** The page of a rule that came with this package; undefined where there is none. */
export function rulePage(id: string, root: string = packageRoot()): string | undefined {
  try {
    return readFileSync(join(root, 'rules', id, 'README.md'), 'utf8');
  } catch {
    return undefined;
  }
}
