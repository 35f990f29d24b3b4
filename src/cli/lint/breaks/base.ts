import { quiet } from '../../../files/git/run.ts';

/** The commit that contracts are compared with, and how people call it. */
export type Base = { readonly commit: string; readonly name: string };

/** Milliseconds that git may take for one answer. */
const LONGEST = 10_000;

/** Where this branch left what it was asked to be compared with, else the default branch of the remote. */
export async function baseOf(root: string, asked: string | undefined): Promise<Base | undefined> {
  const candidates = asked === undefined ? await defaultBranches(root) : [asked];
  for (const name of candidates) {
    const known = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
    const tip = known?.trim();
    if (!tip) continue;
    const left = (await git(root, ['merge-base', tip, 'HEAD']))?.trim();
    return { commit: left || tip, name: name.replace(/^([0-9a-f]{10})[0-9a-f]{30,}$/, '$1') };
  }
  return undefined;
}

/** One question: most folders have no remote, and are not asked again. */
async function defaultBranches(root: string): Promise<readonly string[]> {
  const known = ['HEAD', 'main', 'master'].map((name) => `refs/remotes/origin/${name}`);
  const said = await git(root, ['for-each-ref', '--format=%(refname) %(symref:lstrip=2)', ...known]);
  const branches = (said ?? '').split('\n').flatMap((line) => {
    const [ref = '', target = ''] = line.split(' ');
    return ref === '' ? [] : [target || ref.replace(/^refs\/remotes\//, '')];
  });
  return [...new Set(branches)];
}

/** Paths of the base that the workspace may hold contracts in, relative to its root. */
export async function pathsAt(root: string, { commit }: Base, isWanted: (path: string) => boolean): Promise<string[]> {
  const said = await git(root, ['ls-tree', '-r', '-z', '--name-only', commit, '--', '.']);
  return (said ?? '').split('\0').filter((path) => path !== '' && isWanted(path));
}

/** The texts of files as the base has them; what is not there is left out. */
export async function textsAt(
  root: string,
  { commit }: Base,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const input = paths.map((path) => `${commit}:./${path}\n`).join('');
  const said = await git(root, ['cat-file', '--batch'], input);
  return batched(said ?? '', paths);
}

/** `<id> blob <size>`, the content and a line break, for each path asked for; `… missing` where there is none. */
function batched(said: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const bytes = Buffer.from(said);
  const texts = new Map<string, string>();
  let at = 0;
  for (const path of paths) {
    const end = bytes.indexOf(10, at);
    if (end < 0) break;
    const head = bytes.toString('utf8', at, end);
    at = end + 1;
    const size = / blob (\d+)$/.exec(head)?.[1];
    if (size === undefined) continue;
    texts.set(path, bytes.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}

/** What git says; undefined where it refuses. Nothing that a repository configures runs, and nothing is fetched. */
async function git(root: string, words: readonly string[], input?: string): Promise<string | undefined> {
  const { execa } = await import('execa');
  const { stdout, failed } = await execa('git', [...quiet, ...words], {
    cwd: root,
    reject: false,
    timeout: LONGEST,
    stripFinalNewline: false,
    maxBuffer: 100_000_000,
    env: { GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' },
    ...(input === undefined ? {} : { input }),
  });
  return failed ? undefined : String(stdout);
}
