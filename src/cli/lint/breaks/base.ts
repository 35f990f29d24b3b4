import { gitWithin } from '../../../files/git/run.ts';
import { defaultBranchOf, headOf } from '../../../files/head.ts';
import type { Kept } from '../../../files/keep.ts';

/** The commit that contracts are compared with, and how people call it. */
export type Base = { readonly commit: string; readonly name: string };

/** Milliseconds that git may take for one answer. */
const LONGEST = 10_000;

/** Where this branch left what it was asked to be compared with, else the default branch of the remote. */
export function baseOf(root: string, asked: string | undefined, kept: Kept): Base | undefined {
  const tip = asked === undefined ? defaultTip(root) : tipNamed(root, asked);
  if (!tip) return undefined;
  const name = tip.name.replace(/^([0-9a-f]{10})[0-9a-f]{30,}$/, '$1');
  return { commit: forkPoint(root, tip.commit, kept), name };
}

const tipNamed = (root: string, name: string): Base | undefined => {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const commit = isCommit(name) ? name : ask(root, words)?.trim();
  return commit ? { commit, name } : undefined;
};

const isCommit = (name: string): boolean => /^[0-9a-f]{40,64}$/.test(name);

function defaultTip(root: string): Base | undefined {
  const branch = defaultBranchOf(root);
  if (branch !== 'unknown') return branch;
  for (const name of ['origin/HEAD', 'origin/main', 'origin/master']) {
    const tip = tipNamed(root, name);
    if (tip) return tip;
  }
  return undefined;
}

/** Kept by both commits: it is the same as long as they are. */
function forkPoint(root: string, tip: string, kept: Kept): string {
  const head = headOf(root);
  if (head?.commit === tip) return tip;
  const key = head && `fork ${tip} ${head.commit} ${head.isShallow}`;
  const known = key === undefined ? undefined : kept.get(key);
  if (known) return Buffer.from(known).toString('latin1');
  const left = ask(root, ['merge-base', tip, 'HEAD'])?.trim() || tip;
  if (key !== undefined) kept.set(key, Buffer.from(left, 'latin1'));
  return left;
}

/** The files of the base that the workspace may hold contracts in, relative to its root, each with the id of its blob. */
export function blobsAt(
  root: string,
  { commit }: Base,
  isWanted: (path: string) => boolean,
): ReadonlyMap<string, string> {
  const lines = (ask(root, ['ls-tree', '-r', '-z', commit, '--', '.']) ?? '').split('\0');
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, id = '', path = ''] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return path !== '' && isWanted(path) ? [[path, id]] : [];
    }),
  );
}

/** The texts of files as the base has them; what is not there is left out. */
export function textsAt(root: string, { commit }: Base, paths: readonly string[]): ReadonlyMap<string, string> {
  if (paths.length === 0) return new Map();
  const input = paths.map((path) => `${commit}:./${path}\n`).join('');
  return batched(ask(root, ['cat-file', '--batch'], input) ?? '', paths);
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

/** What git says; undefined where it refuses. */
function ask(root: string, words: readonly string[], input?: string): string | undefined {
  const answer = gitWithin(root, LONGEST, words, input);
  return answer && !answer.isSlow ? answer.said.toString('utf8') : undefined;
}
