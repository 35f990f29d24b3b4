import { expect, it } from 'vitest';
import { siteOf } from '../../../src/hook/site.ts';

it('finds who runs the hooks', () => {
  expect(siteOf({ names: ['package.json'], manifest: '{}' })).toMatchObject({ manager: 'git', path: 'pre-commit' });
  expect(siteOf({ names: ['.husky/'], manifest: '{}' })).toMatchObject({ manager: 'husky', path: '.husky/pre-commit' });
  expect(siteOf({ names: [], manifest: '{ "devDependencies": { "husky": "9.1.7" } }' }).manager).toBe('husky');
  expect(siteOf({ names: [], manifest: '{ "scripts": { "prepare": "npm run build && husky" } }' }).manager).toBe(
    'husky',
  );
  expect(siteOf({ names: ['.husky/', '.lefthook.yaml'], manifest: undefined })).toMatchObject({
    manager: 'lefthook',
    path: '.lefthook.yaml',
  });
});
