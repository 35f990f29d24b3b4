import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The templates that came with this package: read only. */
export type Templates = {
  /** Every file below a folder, relative to it with `/`, sorted. */
  readonly list: (folder: string) => readonly string[];
  readonly read: (path: string) => string;
};

export function packagedTemplates(root: string = join(packageRoot(), 'templates')): Templates {
  return {
    list: (folder) => {
      const start = join(root, folder);
      return readdirSync(start, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(start, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort();
    },
    read: (path) => readFileSync(join(root, path), 'utf8'),
  };
}

/** The folder of this package, from a source file, a bundle or an installed tarball alike. */
export function packageRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  if (dirname(from) === from) throw new Error('the package that this file belongs to has no package.json');
  return packageRoot(dirname(from));
}
