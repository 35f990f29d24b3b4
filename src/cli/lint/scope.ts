import { lintErrors } from '../../errors/lint.ts';
import type { Judgement } from '../../lint/engine.ts';
import type { Finding } from '../../model/finding.ts';
import { placesOf } from '../../model/finding.ts';
import type { LintOptions } from './options.ts';

/** Files that a run is narrowed to, and how to speak of them. */
export type Scope = { readonly files: ReadonlySet<string>; readonly about: string };

// Nothing that a repository configures may run: neither hooks nor a file system monitor.
export const quiet = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'diff.external='];
const listing = ['--name-only', '--relative', '--no-ext-diff', '-z'];

/** Files that the index changes against HEAD. */
async function stagedScope(root: string): Promise<Scope> {
  return { files: await listed(root, ['diff', '--cached', ...listing]), about: 'staged files' };
}

/** Files that differ from where this branch left `ref`, uncommitted and untracked ones included. */
async function sinceScope(root: string, ref: string): Promise<Scope> {
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

/** What a run is narrowed to, where it is. */
export async function scopeOf(
  root: string,
  { staged, since }: Pick<LintOptions, 'staged' | 'since'>,
): Promise<Scope | undefined> {
  if (since !== undefined) return sinceScope(root, since);
  return staged ? stagedScope(root) : undefined;
}

/** A judgement without the findings out of scope; how many those are is said. */
export function narrowed(
  judgement: Judgement,
  scope: Scope | undefined,
): Judgement & { readonly elsewhere?: { readonly findings: number; readonly scope: string } } {
  if (!scope) return judgement;
  const findings = judgement.findings.filter((finding) => isInScope(finding, scope));
  const left = judgement.findings.length - findings.length;
  return { ...judgement, findings, elsewhere: { findings: left, scope: scope.about } };
}

const isInScope = (finding: Finding, { files }: Scope): boolean =>
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
