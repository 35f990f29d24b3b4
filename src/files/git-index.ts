/** One file as Git's index knows it. Times are whole seconds and nanoseconds. */
export type IndexEntry = {
  readonly path: string;
  readonly id: string;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly size: number;
};

/** The shared file that a split index stands on, as its `link` extension names it. */
export function sharedIndexIn(bytes: Buffer): string | undefined {
  const at = bytes.lastIndexOf('link', bytes.length - 20 - 8 - 20, 'latin1');
  if (at < 12) return undefined;
  const length = bytes.readUInt32BE(at + 4);
  if (length < 20 || at + 8 + length > bytes.length - 20) return undefined;
  const id = bytes.toString('hex', at + 8, at + 28);
  return /^0+$/.test(id) ? undefined : id;
}

const entryStart = 62;
const typeMask = 0xf000;
const regularFile = 0x8000;
const stageMask = 0x3000;
const extendedFlag = 0x4000;

/**
 * Reads `.git/index`, versions 2 to 4 (gitformat-index). Only regular, unconflicted files; undefined where it is no such file.
 */
export function readIndex(bytes: Buffer): readonly IndexEntry[] | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const entries: IndexEntry[] = [];
  let at = 12;
  let previous = '';
  for (let left = bytes.readUInt32BE(8); left > 0; left -= 1) {
    if (at + entryStart > bytes.length) return undefined;
    const flags = bytes.readUInt16BE(at + 60);
    const nameAt = at + entryStart + (flags & extendedFlag ? 2 : 0);
    const name = version === 4 ? shortenedName(bytes, nameAt, previous) : fullName(bytes, at, nameAt);
    if (!name) return undefined;
    previous = name.path;
    const mode = bytes.readUInt32BE(at + 24);
    if ((mode & typeMask) === regularFile && !(flags & stageMask)) entries.push(entryAt(bytes, at, name.path));
    at = name.next;
  }
  return entries;
}

const entryAt = (bytes: Buffer, at: number, path: string): IndexEntry => ({
  path,
  id: bytes.toString('hex', at + 40, at + 60),
  seconds: bytes.readUInt32BE(at + 8),
  nanoseconds: bytes.readUInt32BE(at + 12),
  size: bytes.readUInt32BE(at + 36),
});

type Name = { readonly path: string; readonly next: number };

/** Versions 2 and 3: the whole path, padded with NULs so that the entry's length is a multiple of eight. */
function fullName(bytes: Buffer, entry: number, at: number): Name | undefined {
  const end = bytes.indexOf(0, at);
  if (end < 0) return undefined;
  const length = end - entry;
  return { path: bytes.toString('utf8', at, end), next: entry + length + (8 - (length % 8)) };
}

/** Version 4: how many bytes to drop from the previous path, then what to put there. */
function shortenedName(bytes: Buffer, at: number, previous: string): Name | undefined {
  let position = at;
  let byte = bytes[position] ?? 0;
  let drop = byte & 127;
  while (byte & 128) {
    position += 1;
    byte = bytes[position] ?? 0;
    drop = ((drop + 1) << 7) | (byte & 127);
  }
  const end = bytes.indexOf(0, position + 1);
  if (end < 0) return undefined;
  const base = Buffer.from(previous);
  const kept = base.subarray(0, Math.max(0, base.length - drop));
  return { path: Buffer.concat([kept, bytes.subarray(position + 1, end)]).toString('utf8'), next: end + 1 };
}
