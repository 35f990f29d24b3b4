import { expect, it } from 'vitest';
import { readers } from '../../src/read/index.ts';
import { fuzz, LEAST } from './fuzz.ts';
import { seedsOf } from './seeds.ts';

/** MSVC_FUZZ_SECONDS=600 MSVC_FUZZ_SIZE=1048576 npx vitest run --project fuzz test/fuzz/readers.test.ts; MSVC_FUZZ_SEED for other cases. */
const seconds = Number(process.env['MSVC_FUZZ_SECONDS'] ?? 8);
const seed = Number(process.env['MSVC_FUZZ_SEED'] ?? 1);

it('every reader has seeds', () => {
  const files = seedsOf().map(({ file }) => file);
  expect(readers.filter(({ takes }) => !files.some(takes)).map(({ id }) => id)).toEqual([]);
});

it.each(['mutations', 'extremes'] as const)(
  'readers neither throw nor hang, and give plain facts with places, on %s',
  async (kind) => {
    const { cases, faults } = await fuzz(kind, seed, seconds * 1000);
    expect(faults).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(LEAST);
  },
  (seconds + 240) * 1000,
);
