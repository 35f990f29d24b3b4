import { expect, test } from 'vitest';
import { memoryFiles } from '../../../src/files/memory.ts';

const read = (...paths: readonly string[]) =>
  memoryFiles(Object.fromEntries(paths.map((path) => [path, ''])))
    .list()
    .map(({ path }) => path);

test('what was built is left out; source that is called so is not', () => {
  expect(read('build/main.js', 'build/main.d.ts', 'lib/build/x.mjs', 'dist/main.ts')).toEqual([]);
  expect(read('src/core/build/build.service.ts', 'src/core/build/README.md')).toHaveLength(2);
});
