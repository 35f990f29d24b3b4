import { errors } from '../../errors.ts';
import { lintErrors } from '../../errors/lint.ts';
import { isFolder, isOpenFolder } from '../../files/disk.ts';
import { commitNamed, forkPoint, historyIn } from '../../files/git/refs.ts';
import { GitRefusal } from '../../files/git/run.ts';
import type { LintOptions } from './options.ts';

/** The state that a run is compared with. */
export type Base = {
  /** Absent where there is no commit yet: then everything is new. */
  readonly commit?: string;
  /** How to speak of it. */
  readonly about: string;
};

/** What `--since` or `--staged` compare with. Throws where there is no such commit, or no Git. */
export function baseOf(root: string, { staged, since }: Pick<LintOptions, 'staged' | 'since'>): Base | undefined {
  if (!staged && since === undefined) return undefined;
  if (!isFolder(root)) throw errors.notAFolder(root);
  if (!isOpenFolder(root)) throw errors.closedFolder(root);
  try {
    if (since !== undefined) return sinceBase(root, since);
    return stagedBase(root);
  } catch (error) {
    if (error instanceof GitRefusal) throw lintErrors.notGit(root, error.message);
    throw error;
  }
}

/** Where this branch left the ref: what others did there since is not this branch’s doing. */
function sinceBase(root: string, ref: string): Base {
  const commit = commitNamed(root, ref);
  if (commit === undefined) throw lintErrors.unknownRef(ref, historyIn(root));
  const fork = forkPoint(root, commit);
  return fork === undefined
    ? { commit, about: `${ref} (which has no commit in common with this branch here)` }
    : { commit: fork, about: ref };
}

function stagedBase(root: string): Base {
  const commit = commitNamed(root, 'HEAD');
  return commit === undefined ? { about: 'the first commit' } : { commit, about: 'HEAD' };
}
