import { globSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parseSync } from 'oxc-parser';
import { expect, it } from 'vitest';
import { parse } from '../../../../src/read/typescript/parse.ts';

it('gives the same trees as the parser that hands them over as JSON', () => {
  const files = globSync('{src,test/unit}/**/*.ts');
  expect(files.length).toBeGreaterThan(300);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const json = parseSync(file, text, { lang: 'ts', sourceType: 'unambiguous' });
    expect(isDeepStrictEqual(parse(file, text).program.body, json.program.body), file).toBe(true);
  }
});

it('parses what nests deeper than trees are handed over', () => {
  const deep = `${'['.repeat(3_000)}${']'.repeat(3_000)};`;
  expect(parse('deep.ts', deep).program.body).toHaveLength(1);
});
