import { expect, test } from 'vitest';
import { isToolingFile } from '../../../src/lint/kit.ts';

test.each([
  ['web/codegen.ts', true],
  ['web/vite.config.ts', true],
  ['orders/src/codegen/client.ts', false],
  ['orders/src/codegenerated.ts', false],
])('%s: tooling %s', (file, isTooling) => {
  expect(isToolingFile(file)).toBe(isTooling);
});
