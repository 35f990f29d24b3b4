import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keptFor } from '../../../src/files/keep.ts';

it('keeps a text per workspace, and is silent where it may not', () => {
  const home = mkdtempSync(join(tmpdir(), 'msvc-keep-'));
  try {
    const kept = keptFor('/srv/shop', 'facts', { XDG_CACHE_HOME: home });
    expect(kept.read()).toBeUndefined();
    kept.write('one');
    kept.write('two');
    expect(kept.read()).toBe('two');
    expect(keptFor('/srv/other', 'facts', { XDG_CACHE_HOME: home }).read()).toBeUndefined();
    expect(readdirSync(join(home, 'msvc'))).toHaveLength(1);
    chmodSync(join(home, 'msvc'), 0o555);
    kept.write('three');
    keptFor('/srv/shop', 'facts', { XDG_CACHE_HOME: '/dev/null/no' }).write('x');
    keptFor('/srv/shop', 'facts', {}).write('x');
    chmodSync(join(home, 'msvc'), 0o755);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
