import { UserError } from '../errors.ts';

/** What can go wrong while making or adding to a workspace: MSVC-010 to 019. */
export const errors = {
  notAWorkspace: (folder: string) =>
    new UserError(
      'MSVC-010',
      `${folder} is not inside an msvc workspace.`,
      'Go to one, or make one with `msvc new workspace <dir>`.',
    ),
  badAnswers: (mistakes: readonly string[]) =>
    new UserError(
      'MSVC-011',
      mistakes.length === 1 ? 'One answer cannot be used.' : `${mistakes.length} answers cannot be used.`,
      'Nothing was written.',
      mistakes,
    ),
  wouldOverwrite: (files: readonly string[], differences: readonly string[]) =>
    new UserError(
      'MSVC-012',
      `${files.length === 1 ? 'A file stands' : `${files.length} files stand`} in the way: ${files.join(', ')}`,
      'Nothing was written. Lines with - would be lost: move or rename the file, then run the command again.',
      differences,
    ),
  newerWorkspace: (made: string, own: string) =>
    new UserError(
      'MSVC-013',
      `This workspace was made by msvc ${made}; this is msvc ${own}.`,
      'Run `npm install`, then `npx msvc` inside the workspace, or install a newer msvc.',
    ),
  serviceExists: (name: string, path: string) =>
    new UserError(
      'MSVC-014',
      `There is already a service "${name}" at ${path}.`,
      `Did you mean \`msvc add consumer --to ${name}\`, or another name?`,
    ),
  cannotWrite: (path: string, cause: unknown, stuck: readonly string[]) =>
    new UserError('MSVC-015', `Cannot write ${path}: ${reasonOf(cause)}.`, undoneOrNot(stuck), stuck),
  cannotList: (path: string, cause: unknown) =>
    new UserError(
      'MSVC-015',
      `Cannot look into ${path}: ${reasonOf(cause)}.`,
      'Nothing was written: repair that first.',
    ),
  interrupted: (stuck: readonly string[]) =>
    new UserError('MSVC-003', 'Cancelled while writing.', undoneOrNot(stuck), stuck),
  outsideRoot: (path: string, place: string) =>
    new UserError(
      'MSVC-016',
      `${path} lies outside the workspace, at ${place}.`,
      'Nothing was written: msvc follows no link and no path out of the folder it works in.',
    ),
  brokenLink: (path: string) =>
    new UserError(
      'MSVC-016',
      `${path} is a link that leads nowhere.`,
      'Nothing was written: remove or repair the link.',
    ),
  cannotMerge: (path: string, reason: string) =>
    new UserError('MSVC-017', `${path} cannot be added to: ${reason}.`, 'Nothing was written: repair the file first.'),
  missingCapability: (capability: string, service: string, needs: readonly string[]) =>
    new UserError(
      'MSVC-018',
      `"${capability}" needs ${needs.join(', ')}, which "${service}" does not have.`,
      'Nothing was written.',
    ),
  noSuchService: (capability: string, known: readonly string[]) =>
    new UserError(
      'MSVC-018',
      `"${capability}" needs a service that it can go into, and there is none.`,
      known.length === 0
        ? 'Nothing was written: make one with `msvc new service`.'
        : `Nothing was written. There are ${known.join(', ')}; make another with \`msvc new service\`.`,
    ),
  brokenRecord: (path: string, reason: string) =>
    new UserError('MSVC-019', `${path} cannot be read: ${reason}.`, 'Restore it from version control.'),
} as const;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long for this disk',
  EMFILE: 'too many files are open',
  EISDIR: 'a folder stands there',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'it was made by somebody else meanwhile',
};

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

const undoneOrNot = (stuck: readonly string[]): string =>
  stuck.length === 0 ? 'Everything was put back as it was.' : 'The rest was put back as it was.';
