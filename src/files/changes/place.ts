import * as fs from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { errors } from '../../errors/scaffold.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));

/** Where a relative path really lies on disk, links followed. Throws where that is outside the root. */
export function placeOf(root: string, path: string): string {
  const lexical = resolve(root, path);
  if (isAbsolute(path) || path.includes('\0') || !isInside(resolve(root), lexical)) {
    throw errors.outsideRoot(path, lexical);
  }
  const real = realOf(path, lexical);
  const realRoot = realOf('.', resolve(root));
  if (!isInside(realRoot, real)) throw errors.outsideRoot(path, real);
  return real;
}

const isInside = (root: string, path: string): boolean => {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** The real path of the deepest part that exists, and the rest as it is. */
function realOf(path: string, lexical: string): string {
  try {
    return fs.realpathSync.native(lexical);
  } catch (error) {
    if (codeOf(error) === 'ELOOP' || isLink(lexical)) throw errors.brokenLink(path);
    if (!isMissing(error) || dirname(lexical) === lexical) throw error;
    return join(realOf(path, dirname(lexical)), lexical.slice(dirname(lexical).length));
  }
}

/** Below what is no folder, or may not be looked into, stands no link. */
function isLink(path: string): boolean {
  try {
    return fs.lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
