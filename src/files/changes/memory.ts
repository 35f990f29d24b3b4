import type { Folder } from './folder.ts';

/** A folder in memory, for tests and for trying a plan out. Shares the map it is given. */
export const memoryFolder = (texts: Map<string, string> = new Map(), root = '/workspace'): Folder => ({
  root,
  read: (path) => texts.get(path),
  names: (path) => {
    const start = path === '.' || path === '' ? '' : `${path}/`;
    const under = [...texts.keys()].filter((each) => each.startsWith(start)).map((each) => each.slice(start.length));
    return [...new Set(under.map((each) => each.replace(/\/.*$/, '/')))].sort();
  },
  write: (writes) => {
    for (const { path, after } of writes) {
      if (after === undefined) texts.delete(path);
      else texts.set(path, after);
    }
    return Promise.resolve();
  },
});
