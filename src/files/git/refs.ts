import { git, GitRefusal } from './run.ts';

/** The id of the commit that a name stands for; undefined where Git knows none. Throws a GitRefusal outside a repository. */
export function commitNamed(folder: string, name: string): string | undefined {
  git(folder, ['rev-parse', '--git-dir']);
  return answer(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
}

/** Where this branch left a commit; undefined where they have nothing in common that is here. */
export const forkPoint = (folder: string, commit: string): string | undefined =>
  answer(folder, ['merge-base', commit, 'HEAD']);

/** How much of the past is here: a shallow clone lacks commits that the remote has. */
export function historyIn(folder: string): 'whole' | 'shallow' | 'none' {
  if (answer(folder, ['rev-list', '--max-count=1', '--all']) === undefined) return 'none';
  return answer(folder, ['rev-parse', '--is-shallow-repository']) === 'true' ? 'shallow' : 'whole';
}

function answer(folder: string, words: readonly string[]): string | undefined {
  try {
    return git(folder, words).toString('utf8').trim() || undefined;
  } catch (error) {
    if (error instanceof GitRefusal) return undefined;
    throw error;
  }
}
