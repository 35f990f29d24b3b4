import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writePart } from '../../bench/part.ts';

const folder = mkdtempSync(join(tmpdir(), 'msvc-part-'));
const page = join(folder, 'benchmarks.md');
afterAll(() => rmSync(folder, { recursive: true }));

test('each run writes its own part of the page and keeps the other', () => {
  writeFileSync(page, '# Benchmarks\n\nfirst\n');
  writePart(page, 'service', '## The generated service\n\none');
  writePart(page, 'msvc', '# Benchmarks\n\nsecond');
  writePart(page, 'service', '## The generated service\n\ntwo');
  const text = readFileSync(page, 'utf8');
  expect(text).toMatch(/^<!-- msvc: [^]*second[^]*<!-- service: [^]*two\n$/);
  expect(text).not.toMatch(/first|one\b/);
});

test('a page that is not there yet holds what was written first', () => {
  rmSync(page);
  writePart(page, 'service', '## The generated service');
  expect(readFileSync(page, 'utf8')).toBe('<!-- service: written by a run -->\n\n## The generated service\n');
});
