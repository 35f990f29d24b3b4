import { UserError } from '../errors.ts';

/** `msvc hook`: MSVC-045 to 048. */
export const errors = {
  notARepository: (path: string) =>
    new UserError('MSVC-045', `${path} is not in a Git repository.`, 'Run `git init` first, or go into a clone.'),
  noGit: () =>
    new UserError(
      'MSVC-045',
      'Git is not installed, or not on the PATH.',
      'Install it, or put it there, and try again.',
    ),
  notAShellHook: (path: string, first: string) =>
    new UserError(
      'MSVC-046',
      `${path} is not a shell script ("${first}"), so nothing can be added to it.`,
      'Call `npx --no-install msvc lint --staged` from it yourself.',
    ),
  brokenLefthook: (path: string, reason: string) =>
    new UserError('MSVC-047', `${path} cannot be read: ${reason}.`, 'Repair it, then run the command again.'),
  sharedHooks: (path: string) =>
    new UserError(
      'MSVC-048',
      `core.hooksPath is ${path}, which other repositories share.`,
      'Give this repository its own: git config core.hooksPath .githooks',
    ),
} as const;
