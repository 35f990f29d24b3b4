import { readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { decode } from './decode.ts';
import { sizeLimit } from './worth.ts';

/** The text of a file that really lies inside a root, however it is reached; undefined for any other. */
export function textInside(root: string, path: string): string | undefined {
  try {
    const top = realpathSync(root);
    const file = realpathSync(resolve(top, path));
    const stat = statSync(file);
    if (!file.startsWith(top.endsWith(sep) ? top : top + sep) || !stat.isFile() || stat.size > sizeLimit)
      return undefined;
    const decoded = decode(readFileSync(file));
    return 'text' in decoded ? decoded.text : undefined;
  } catch {
    return undefined;
  }
}
