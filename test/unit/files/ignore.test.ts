import { describe, expect, it } from 'vitest';
import { ignoreRulesOf } from '../../../src/files/ignore.ts';

describe('ignoreRulesOf', () => {
  it.each([
    ['*.log', 'deep/in/x.log', false, true],
    ['*.log', 'x.txt', false, undefined],
    ['/only-here', 'only-here', false, true],
    ['/only-here', 'deep/only-here', false, undefined],
    ['tmp/', 'a/tmp', true, true],
    ['tmp/', 'a/tmp', false, undefined],
    ['a/**/z', 'a/b/c/z', false, true],
    ['a/**/z', 'a/z', false, true],
    ['logs/**', 'logs/a/b', false, true],
    ['**/gen', 'x/y/gen', true, true],
    ['*.env\n!keep.env', 'keep.env', false, false],
    ['# comment\n\n', 'comment', false, undefined],
    ['file?.[ab]', 'file1.a', false, true],
    ['file[!0-9]', 'file3', false, undefined],
    ['\\#literal', '#literal', false, true],
    ['trailing   ', 'trailing', false, true],
    ['broken[', 'broken[', false, undefined],
    ['[]a]x', ']x', false, true],
    ['[[:digit:]]', '7', false, true],
    ['?', 'é', false, undefined],
    ['*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(5000), false, undefined],
  ])('%j on %s', (rules, path, isFolder, expected) => {
    expect(ignoreRulesOf(rules)(path, isFolder)).toBe(expected);
  });
});
