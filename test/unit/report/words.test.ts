import { expect, test } from 'vitest';
import { undecidedWords } from '../../../src/report/lint/counts.ts';
import { clipped, counted, oneLine, widthOf } from '../../../src/report/text/lines.ts';
import { fixed, fixedRules } from './fixed.ts';

test('what was not decided is counted in the words of the rules, a place once', () => {
  const at = { file: 'a.ts', line: 1, column: 1 };
  const doubt = (rule: string, line = 1) => ({ rule, undecided: 'x', services: [], at: { ...at, line } });
  const words = (...doubts: ReturnType<typeof doubt>[]) => undecidedWords(doubts, fixedRules);
  expect(words()).toBeUndefined();
  expect(words(doubt('missing-idempotency', 1), doubt('missing-idempotency', 2))).toBe('2 handlers');
  expect(words(doubt('missing-timeout'), doubt('missing-timeout'))).toBe('1 call');
  expect(undecidedWords(fixed.undecided, fixedRules)).toBe('2 handlers and 1 call');
  expect(words(doubt('no-rule'))).toBe('1 question');
});

test('what rules look at has a plural', () => {
  expect(['handler', 'address', 'policy', 'key'].map((word) => counted(2, word))).toEqual([
    '2 handlers',
    '2 addresses',
    '2 policies',
    '2 keys',
  ]);
  expect(counted(1, 'address')).toBe('1 address');
});

test('widths are those of a terminal', () => {
  expect([widthOf('abc'), widthOf('漢字'), widthOf('e\u0301'), widthOf('✖ …')]).toEqual([3, 4, 1, 3]);
  expect(clipped('漢字漢字', 5)).toBe('漢字…');
  expect(oneLine('a\u001b[31m\tb\r\n\u202ec\ud800')).toBe('a[31m b c\ufffd');
});
