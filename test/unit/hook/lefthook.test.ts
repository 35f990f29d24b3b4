import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planInstall, planUninstall } from '../../../src/hook/plan.ts';
import type { Site } from '../../../src/hook/site.ts';

const site: Site = { manager: 'lefthook', from: 'top', path: 'lefthook.yml' };
const install = (text: string, workspace = '.') => planInstall(site, text, workspace).after ?? '';
const run = 'npx --no-install msvc lint --staged';

const texts = {
  empty: '',
  'only comments': '# see https://lefthook.dev\n',
  'another hook': 'pre-push:\n  commands:\n    test:\n      run: npm test\n',
  'no end of the last line': 'pre-push:\n  commands:\n    test:\n      run: npm test',
  commands:
    'pre-commit:\n  parallel: true\n  commands:\n    format: # quick\n      run: oxfmt\n\n# the rest\npre-push: {}\n',
  'deep commands':
    'pre-commit:\n    commands:\n        format:\n            run: |\n                a\n                b\n',
  jobs: 'pre-commit:\n  jobs:\n    - name: format\n      run: oxfmt\n    - run: npm test\n',
  'flat jobs': 'pre-commit:\n  jobs:\n  - run: oxfmt\npre-push:\n  jobs:\n  - run: x\n',
  'no commands yet': 'pre-commit:\n  parallel: true\n',
};

describe('a lefthook file', () => {
  it.each(Object.entries(texts))('with %s gets our check and keeps every byte', (_, text) => {
    const after = install(text);
    const hook = parse(after)['pre-commit'];
    const ours = hook.commands?.msvc ?? hook.jobs.find((job: { name?: string }) => job.name === 'msvc');
    expect(ours.run).toBe(run);
    expect(hook.jobs?.length ?? 2).toBeGreaterThan(1);
    expect(install(after)).toBe(after);
    expect(planUninstall(site, after).after ?? '').toBe(text);
  });

  it('keeps the others beside ours', () => {
    const hook = parse(install(texts['deep commands']))['pre-commit'];
    expect(Object.keys(hook.commands)).toEqual(['format', 'msvc']);
    expect(hook.commands.format.run).toBe('a\nb\n');
  });

  it('names the folder of the workspace', () => {
    expect(parse(install('', 'apps/shop'))['pre-commit'].commands.msvc.root).toBe('apps/shop/');
  });

  it('is refused when broken or written in one line', () => {
    expect(() => install('pre-commit: [')).toThrow('cannot be read');
    expect(() => install('- a\n')).toThrow('not a map');
    expect(() => install('pre-commit: { commands: { a: { run: b } } }\n')).toThrow('not written as a block');
    expect(() => install('pre-commit:\n  commands: {}\n')).toThrow('not written as a block');
  });
});
