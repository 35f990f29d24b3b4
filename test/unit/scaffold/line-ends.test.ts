import { expect, test } from 'vitest';
import { endedAs } from '../../../src/scaffold/line-ends.ts';

test.each([
  ['plain', 'a\nb\n', 'a\nx\nb\n', 'a\nx\nb\n'],
  ['Windows', 'a\r\nb\r\n', 'a\nx\nb\n', 'a\r\nx\r\nb\r\n'],
  ['mixed, mostly plain', 'a\nb\r\nc\n', 'a\nx\nb\nc\n', 'a\nx\nb\r\nc\n'],
  ['mixed, mostly Windows', 'a\nb\r\nc\r\nd', 'x\na\nc\nd', 'x\r\na\nc\r\nd'],
])('a text with %s line ends keeps them where nothing was changed', async (_, text, plain, ended) => {
  expect(await endedAs(text, plain)).toBe(ended);
});
