import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { keptFor } from '../../../src/files/keep.ts';

let home = '';
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'msvc-keep-'));
  home = folder;
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});
const open = (root = '/srv/shop') => keptFor(root, 'facts', { XDG_CACHE_HOME: home });
const put = (entries: Record<string, string>, root?: string): void => {
  const kept = open(root);
  for (const [key, value] of Object.entries(entries)) kept.set(key, Buffer.from(value));
  kept.flush();
};
const got = (key: string, root?: string): string | undefined => {
  const value = open(root).get(key);
  return value && Buffer.from(value).toString();
};
const file = (): string => join(home, 'msvc', readdirSync(join(home, 'msvc'))[0] ?? '');

describe('what is kept', () => {
  it('is found again, by workspace and key, the latest first', () => {
    expect(got('a')).toBeUndefined();
    put({ a: 'one', b: 'two' });
    put({ a: 'three', 'ключ\n': '' });
    expect([got('a'), got('b'), got('ключ\n')]).toEqual(['three', 'two', '']);
    expect(got('a', '/srv/other')).toBeUndefined();
    expect(readdirSync(join(home, 'msvc'))).toHaveLength(1);
  });
  it('is not lost when two runs write at once', () => {
    put({ a: '1' });
    const runs = [open(), open(), open()];
    for (const [index, run] of runs.entries()) {
      expect(run.get('a')).toBeDefined();
      run.set(`run ${index}`, Buffer.from('x'));
    }
    for (const run of runs) run.flush();
    expect(runs.map((_, index) => got(`run ${index}`))).toEqual(['x', 'x', 'x']);
  });
  it('survives a write that was cut off anywhere, and damage anywhere', () => {
    put({ a: 'first' });
    const first = statSync(file()).size;
    put({ b: 'second' });
    const whole = readFileSync(file());
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(file(), whole.subarray(0, length));
      expect(got('a')).toBe(length >= first ? 'first' : undefined);
      expect(got('b')).toBeUndefined();
      put({ c: 'third' });
      expect([got('a'), got('c')]).toEqual([length >= first ? 'first' : undefined, 'third']);
    }
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      writeFileSync(file(), damaged);
      expect([undefined, 'first']).toContain(got('a'));
      expect([undefined, 'second']).toContain(got('b'));
    }
  });
  it('lets go of what nobody asks for', () => {
    const large = 'x'.repeat(700_000);
    for (let round = 0; round < 6; round += 1) put({ [`branch ${round}`]: `${round}${large}` });
    expect(got('branch 0')).toBeUndefined();
    expect(got('branch 5')).toBe(`5${large}`);
  });
  it('does not grow with what is written over and over', () => {
    const noise = (): Buffer => randomBytes(300_000);
    const [rest, last] = [noise(), noise()];
    const write = (entries: Record<string, Buffer>): number => {
      const run = open();
      run.get('rest');
      for (const [key, value] of Object.entries(entries)) run.set(key, value);
      run.flush();
      return statSync(file()).size;
    };
    write({ rest });
    const sizes = [...Array.from({ length: 12 }, noise), last].map((answer) => write({ answer }));
    expect(Math.max(...sizes)).toBeLessThan(3.1 * 300_000);
    expect(Buffer.compare(rest, open().get('rest') ?? noise())).toBe(0);
    expect(Buffer.compare(last, open().get('answer') ?? noise())).toBe(0);
  });
  it('keeps one value that is written over in the room of one', () => {
    for (let round = 0; round < 4; round += 1) put({ answer: randomBytes(3_000).toString('hex') });
    expect(statSync(file()).size).toBeLessThan(3_600);
  });
  it('is silent where it may not write', () => {
    put({ a: 'one' });
    chmodSync(join(home, 'msvc'), 0o555);
    put({ a: 'two' }, '/srv/other');
    chmodSync(join(home, 'msvc'), 0o755);
    for (const env of [{ XDG_CACHE_HOME: '/dev/null/no' }, {}]) {
      const kept = keptFor('/srv/shop', 'facts', env);
      kept.set('a', Buffer.from('x'));
      expect(() => kept.flush()).not.toThrow();
    }
  });
});
