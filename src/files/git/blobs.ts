import { git } from './run.ts';

/** The sizes of some blobs, by id; those that are not here are left out. */
export function sizesOf(root: string, ids: readonly string[]): ReadonlyMap<string, number> {
  if (ids.length === 0) return new Map();
  const lines = git(root, ['cat-file', '--batch-check=%(objectname) %(objectsize)', '--buffer'], asked(ids));
  return new Map(
    lines
      .toString('utf8')
      .split('\n')
      .flatMap((line): [string, number][] => {
        const [id = '', size = ''] = line.split(' ');
        return /^\d+$/.test(size) ? [[id, Number(size)]] : [];
      }),
  );
}

/** The bytes of some blobs, by id; those that are not here are left out. */
export function readBlobs(root: string, ids: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>();
  if (ids.length === 0) return blobs;
  const all = git(root, ['cat-file', '--batch=%(objectname) %(objectsize)', '--buffer'], asked(ids));
  for (let at = 0; at < all.length;) {
    const end = all.indexOf(10, at);
    const [id = '', size = ''] = all.toString('latin1', at, end).split(' ');
    if (!/^\d+$/.test(size)) {
      at = end + 1; // `<id> missing`
      continue;
    }
    const start = end + 1;
    blobs.set(id, all.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return blobs;
}

const asked = (ids: readonly string[]): string => `${[...new Set(ids)].join('\n')}\n`;
