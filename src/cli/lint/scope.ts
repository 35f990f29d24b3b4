import { lintErrors } from '../../errors/lint.ts';
import type { Finding } from '../../model/finding.ts';
import { placesOf } from '../../model/finding.ts';

/** Files that a run is narrowed to, and how to speak of them. */
export type Scope = { readonly files: ReadonlySet<string>; readonly about: string };

// Nothing that a repository configures may run: neither hooks nor a file system monitor.
const quiet = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'diff.external='];
const listing = ['--name-only', '--relative', '--no-ext-diff', '-z'];

/** Files that the index changes against HEAD. */
export async function stagedScope(root: string): Promise<Scope> {
  return { files: await listed(root, ['diff', '--cached', ...listing]), about: 'staged files' };
}

/** Files that differ from where this branch left `ref`, uncommitted and untracked ones included. */
export async function sinceScope(root: string, ref: string): Promise<Scope> {
  await git(root, ['rev-parse', '--git-dir']);
  const known = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]).catch(
    () => '',
  );
  const commit = known.trim();
  if (!commit) throw lintErrors.unknownRef(ref);
  const changed = await listed(root, ['diff', ...listing, '--merge-base', commit]);
  const added = await listed(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  return { files: new Set([...changed, ...added]), about: `files changed since ${ref}` };
}

export const isInScope = (finding: Finding, { files }: Scope): boolean =>
  placesOf(finding).some(({ file }) => files.has(file));

const listed = async (root: string, words: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set((await git(root, words)).split('\0').filter(Boolean));

async function git(root: string, words: readonly string[]): Promise<string> {
  const { execa } = await import('execa');
  const { stdout, stderr, failed, code } = await execa('git', [...quiet, ...words], {
    cwd: root,
    reject: false,
    stripFinalNewline: false,
  });
  if (failed)
    throw lintErrors.notGit(root, code === 'ENOENT' ? 'git is not installed.' : (String(stderr).split('\n')[0] ?? ''));
  return String(stdout);
}
