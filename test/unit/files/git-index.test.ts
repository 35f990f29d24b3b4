import { describe, expect, it } from 'vitest';
import { readIndex } from '../../../src/files/git-index.ts';

/** An index as Git writes it (gitformat-index); version 4 shortens each path against the one before. */
function indexOf(
  version: 2 | 3 | 4,
  files: readonly { path: string; size: number; mode?: number; stage?: number }[],
): Buffer {
  const header = Buffer.alloc(12);
  header.write('DIRC', 'latin1');
  header.writeUInt32BE(version, 4);
  header.writeUInt32BE(files.length, 8);
  let previous = Buffer.alloc(0);
  const entries = files.map(({ path, size, mode = 0o100644, stage = 0 }) => {
    const extended = version === 3;
    const fixed = Buffer.alloc(extended ? 64 : 62);
    fixed.writeUInt32BE(1700000000, 8);
    fixed.writeUInt32BE(123, 12);
    fixed.writeUInt32BE(mode, 24);
    fixed.writeUInt32BE(size, 36);
    fixed.fill(0xab, 40, 60);
    fixed.writeUInt16BE((extended ? 0x4000 : 0) | (stage << 12) | Math.min(path.length, 0xfff), 60);
    if (version === 4) {
      const bytes = Buffer.from(path);
      let common = 0;
      while (common < previous.length && previous[common] === bytes[common]) common += 1;
      const drop = previous.length - common;
      previous = bytes;
      return Buffer.concat([fixed, Buffer.from([drop]), bytes.subarray(common), Buffer.from([0])]);
    }
    const length = fixed.length + Buffer.byteLength(path);
    return Buffer.concat([fixed, Buffer.from(path), Buffer.alloc(8 - (length % 8))]);
  });
  return Buffer.concat([header, ...entries, Buffer.alloc(20)]);
}

describe('readIndex', () => {
  const files = [
    { path: 'a.ts', size: 1 },
    { path: 'services/orders/main.ts', size: 22 },
    { path: 'services/orders/ünï cödé.ts', size: 3 },
    { path: 'services/payments/main.ts', size: 4 },
  ];
  it.each([2, 3, 4] as const)('reads version %i', (version) => {
    const entries = readIndex(indexOf(version, files));
    expect(entries?.map(({ path, size }) => ({ path, size }))).toEqual(files);
    expect(entries?.[0]).toMatchObject({ id: 'ab'.repeat(20), seconds: 1700000000, nanoseconds: 123 });
  });
  it('leaves out links, submodules and conflicts', () => {
    const odd = [
      { path: 'link', size: 1, mode: 0o120000 },
      { path: 'module', size: 1, mode: 0o160000 },
      { path: 'torn', size: 1, stage: 2 },
    ];
    expect(readIndex(indexOf(2, odd))).toEqual([]);
  });
  it('answers undefined to what is no index, or one that was cut off', () => {
    expect(readIndex(Buffer.from('hello'))).toBeUndefined();
    expect(readIndex(Buffer.alloc(0))).toBeUndefined();
    expect(readIndex(indexOf(2, files).subarray(0, 100))).toBeUndefined();
    expect(readIndex(Buffer.concat([Buffer.from('DIRC'), Buffer.from([0, 0, 0, 9, 0, 0, 0, 0])]))).toBeUndefined();
  });
});
