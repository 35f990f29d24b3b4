import { describe, expect, it } from 'vitest';
import { planInstall, planUninstall } from '../../../src/hook/plan.ts';
import type { Site } from '../../../src/hook/site.ts';

const git: Site = { manager: 'git', from: 'hooks', path: 'pre-commit' };
const husky: Site = { manager: 'husky', from: 'top', path: '.husky/pre-commit' };
const install = (text: string | undefined, site = git, workspace = '.') =>
  planInstall(site, text, workspace).after ?? '';

describe('a shell hook', () => {
  it('is made where there is none', () => {
    expect(install(undefined)).toBe(
      '#!/bin/sh\n# >>> msvc (added by `msvc hook install`)\nnpx --no-install msvc lint --staged || exit $?\n# <<< msvc\n',
    );
    expect(install(undefined, husky)).not.toContain('#!');
  });

  it('runs our check in the folder of the workspace', () => {
    expect(install(undefined, git, 'apps/shop')).toContain('(cd apps/shop && npx --no-install msvc lint --staged)');
    expect(install(undefined, git, "it's here")).toContain("(cd 'it'\\''s here' && ");
  });

  it('keeps what is in it, and adds at the end', () => {
    const text = '#!/bin/bash\nset -e\nnpm test\n';
    expect(install(text).startsWith(text)).toBe(true);
  });

  it('adds before the first line when a later one would leave', () => {
    for (const last of ['exit 0', 'exec npm test', '  exit $code']) {
      const after = install(`#!/bin/sh\n# ours\n\nnpm test\n${last}\n`);
      expect(after).toMatch(/# ours\n\n# >>> msvc.*\n.*\n# <<< msvc\nnpm test\n/);
    }
  });

  it('is changed once however often it is installed', () => {
    const once = install('#!/bin/sh\nnpm test\n');
    expect(install(once)).toBe(once);
  });

  it('refuses one that is no shell script', () => {
    expect(() => install('#!/usr/bin/env python3\nprint()\n')).toThrow('is not a shell script');
    expect(() => install('#!/usr/bin/env node\n')).toThrow('is not a shell script');
  });

  it.each([
    '#!/bin/sh\nnpm test\n',
    '#!/bin/sh\nnpm test',
    '#!/usr/bin/env bash\nnpm test\nexit 0',
    'npm test\n',
    'npx lint-staged\n\n\n',
    '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nexec npm test\n',
  ])('is to the letter what it was after uninstalling: %j', (text) => {
    expect(planUninstall(git, install(text)).after).toBe(text);
  });

  it('is removed when we made it, and left when somebody added to it', () => {
    expect(planUninstall(git, install(undefined)).after).toBeUndefined();
    expect(planUninstall(husky, install(undefined, husky)).after).toBeUndefined();
    expect(planUninstall(git, `${install(undefined)}npm test\n`).after).toBe('#!/bin/sh\nnpm test\n');
    expect(planUninstall(git, '#!/bin/sh\n').after).toBe('#!/bin/sh\n');
  });
});
