import { beforeAll, describe, expect, test } from 'vitest';
import { fixes } from '../../../src/cli/fixes.ts';
import type { FixCase } from '../../../src/scaffold/fix-kit.ts';
import { fixedIn } from './fixed.ts';
import { mistakesOfTypes } from './types.ts';

type Loaded = { readonly rule: string; readonly cases: readonly FixCase[] };
const loaded: Loaded[] = await Promise.all(
  fixes.map(async ({ rule }) => {
    const { default: cases }: { default: readonly FixCase[] } = await import(`../../../rules/${rule}/fix-cases.ts`);
    return { rule, cases };
  }),
);

for (const { rule, cases } of loaded)
  describe(rule, () => {
    for (const { title, files, after, refused } of cases) {
      if (after)
        test(`repairs ${title}`, async () => {
          const { result, left } = await fixedIn(files, rule);
          expect(result.refused.map(({ why }) => why)).toEqual([]);
          expect(Object.fromEntries(result.texts)).toEqual(after);
          expect(left).toEqual([]);
          const again = await fixedIn({ ...files, ...after }, rule);
          expect(again.result.texts.size, 'changes nothing the second time').toBe(0);
        });
      else
        test(`${refused === undefined ? 'leaves' : 'refuses'} ${title}`, async () => {
          const { result, left } = await fixedIn(files, rule);
          expect(result.refused.map(({ why }) => why)).toEqual(refused === undefined ? [] : [refused]);
          expect(left).not.toEqual([]);
          expect(result.texts.size).toBe(0);
        });
    }
  });

describe('the code of the examples has the right types', () => {
  const trees = new Map<string, FixCase['files']>();
  let mistakes: readonly string[] = [];
  beforeAll(() => {
    for (const { rule, cases } of loaded)
      for (const [index, { files, after }] of cases.entries()) {
        trees.set(`${rule}-${index}-before`, files);
        if (after) trees.set(`${rule}-${index}-after`, { ...files, ...after });
      }
    mistakes = mistakesOfTypes(Object.fromEntries(trees));
  }, 60_000);
  test('before and after', () => expect(mistakes).toEqual([]));
});
