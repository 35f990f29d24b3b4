import { spawnSync } from 'node:child_process';
import { checkoutOf } from '../checkout.ts';

/** Git said no, in its own words. */
export class GitRefusal extends Error {}

// Nothing that a repository configures may run, nothing is written, nothing fetched.
const quiet = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'diff.external='];
const offline = { GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' };
const most = 1024 * 1024 * 1024;

/** Asks Git in a folder. Throws a GitRefusal where there is no Git, no repository, or no such thing. */
export function git(folder: string, words: readonly string[], input?: string): Buffer {
  const { stdout, stderr, status, error } = run(folder, words, { input });
  if (error && 'code' in error && error.code === 'ENOENT') throw new GitRefusal('git is not installed.');
  if (error) throw new GitRefusal(error.message);
  if (status !== 0) throw new GitRefusal(stderr.toString('utf8').split('\n')[0] ?? '');
  return stdout;
}

/** What Git has said after so many milliseconds, and whether it would say more; undefined where it refuses. */
export function gitWithin(
  folder: string,
  timeout: number,
  words: readonly string[],
  input?: string,
): { readonly said: Buffer; readonly isSlow: boolean } | undefined {
  const { stdout, status, error } = run(folder, words, { input, timeout });
  const isSlow = error !== undefined && 'code' in error && error.code === 'ETIMEDOUT';
  return isSlow || status === 0 ? { said: stdout, isSlow } : undefined;
}

type Means = { readonly input?: string | undefined; readonly timeout?: number };

function run(folder: string, words: readonly string[], { input, timeout }: Means) {
  // A hook is told where its repository is, as seen from the top; from a folder in it that misleads, and Git finds it itself.
  const found = checkoutOf(folder) ? { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_PREFIX: undefined } : {};
  return spawnSync('git', [...quiet, ...words], {
    cwd: folder,
    env: { ...process.env, ...offline, ...found },
    maxBuffer: most,
    ...(input === undefined ? {} : { input }),
    ...(timeout === undefined ? {} : { timeout }),
  });
}
