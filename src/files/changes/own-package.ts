import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { packageRoot } from './templates.ts';

/**
 * How a generated package.json names msvc, so that installing works where it came from: the published range, or the
 * very folder or tarball this one was installed from.
 */
export function ownSpecifier(version: string, root: string = packageRoot()): string {
  const modules = dirname(root);
  if (basename(modules) !== 'node_modules') return `file:${slashed(root)}`;
  const source = resolvedIn(join(modules, '.package-lock.json'), `node_modules/${basename(root)}`);
  if (source?.startsWith('file:') !== true) return `^${version}`;
  const place = resolve(dirname(modules), decodeURI(source.slice('file:'.length)));
  return existsSync(place) ? `file:${slashed(place)}` : `^${version}`;
}

const slashed = (path: string): string => path.split(sep).join('/');

/** What npm noted about where it took a package from. */
function resolvedIn(lock: string, name: string): string | undefined {
  try {
    const parsed: { packages?: { [path: string]: { resolved?: unknown } | undefined } } = JSON.parse(
      readFileSync(lock, 'utf8'),
    );
    const resolved = parsed.packages?.[name]?.resolved;
    return typeof resolved === 'string' ? resolved : undefined;
  } catch {
    return undefined;
  }
}
