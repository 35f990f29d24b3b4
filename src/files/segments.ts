import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** Values by key. */
export type Entries = ReadonlyMap<string, Uint8Array>;

/** What a file holds up to the first damage, `isWhole` where there is none; `size` counts entries that later ones replace too. */
export type Stored = { readonly entries: Entries; readonly size: number; readonly isWhole: boolean };

/*
 * A file of segments, each: mark, packed size, plain size, checksum of the packed bytes (little-endian, 32 bits each),
 * then the packed bytes. Plain, they are entries, each: size of the key, size of the value, key, value.
 * A later entry replaces an earlier one of the same key.
 */
const MARK = 0x3176736d; // "msv1"
const HEAD = 16;
const ENTRY_HEAD = 8;

/** As fast as writing them plainly, at an eighth of the room. */
const LEVEL = 1;

/** Plain bytes of one segment: little enough to be packed without much room beside it. */
const FULL = 8 * 1024 * 1024;

export function* segmentsOf(entries: Entries): Generator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for (const [key, value] of entries) {
    const name = Buffer.from(key);
    const head = Buffer.allocUnsafe(ENTRY_HEAD);
    head.writeUInt32LE(name.length, 0);
    head.writeUInt32LE(value.length, 4);
    parts.push(head, name, value);
    size += head.length + name.length + value.length;
    if (size < FULL) continue;
    yield segmentOf(parts);
    [parts, size] = [[], 0];
  }
  if (size > 0) yield segmentOf(parts);
}

function segmentOf(parts: readonly Uint8Array[]): Uint8Array {
  const plain = Buffer.concat(parts);
  const packed = deflateRawSync(plain, { level: LEVEL });
  const head = Buffer.allocUnsafe(HEAD);
  head.writeUInt32LE(MARK, 0);
  head.writeUInt32LE(packed.length, 4);
  head.writeUInt32LE(plain.length, 8);
  head.writeUInt32LE(crc32(packed), 12);
  return Buffer.concat([head, packed]);
}

/** How much entries take of a file, in plain bytes. */
export function sizeOf(entries: Entries): number {
  let size = 0;
  for (const [key, value] of entries) size += ENTRY_HEAD + Buffer.byteLength(key) + value.length;
  return size;
}

export function entriesIn(file: Uint8Array): Stored {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const entries = new Map<string, Uint8Array>();
  let at = 0;
  let size = 0;
  while (at < bytes.length) {
    const plain = segmentAt(bytes, at);
    if (!plain) return { entries, size, isWhole: false };
    for (const [key, value] of entriesOf(plain)) entries.set(key, value);
    at += HEAD + bytes.readUInt32LE(at + 4);
    size += plain.length;
  }
  return { entries, size, isWhole: true };
}

function segmentAt(bytes: Buffer, at: number): Buffer | undefined {
  if (bytes.length < at + HEAD || bytes.readUInt32LE(at) !== MARK) return undefined;
  const packed = bytes.subarray(at + HEAD, at + HEAD + bytes.readUInt32LE(at + 4));
  if (packed.length !== bytes.readUInt32LE(at + 4) || crc32(packed) !== bytes.readUInt32LE(at + 12)) return undefined;
  const size = Math.max(64, bytes.readUInt32LE(at + 8));
  return inflateRawSync(packed, { chunkSize: size, maxOutputLength: size });
}

function* entriesOf(plain: Buffer): Generator<[string, Uint8Array]> {
  for (let at = 0; at + ENTRY_HEAD <= plain.length;) {
    const key = at + ENTRY_HEAD;
    const value = key + plain.readUInt32LE(at);
    const end = value + plain.readUInt32LE(at + 4);
    yield [plain.toString('utf8', key, value), plain.subarray(value, end)];
    at = end;
  }
}
