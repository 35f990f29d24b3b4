import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { checkoutOf } from './checkout.ts';

/** The commit that a folder's working tree stands on, read off the files of Git: no process is started for it. */
export type Head = {
  readonly commit: string;
  /** The folder, relative to the top of the tree, with `/`; '' for the top. */
  readonly prefix: string;
  /** The clone does not hold the whole history. */
  readonly isShallow: boolean;
};

export function headOf(root: string): Head | undefined {
  const checkout = checkoutOf(root);
  if (!checkout) return undefined;
  const { top, gitFolder, commonFolder } = checkout;
  const said = textOf(join(gitFolder, 'HEAD'))?.trim();
  const ref = pointedAt(said);
  const commit = ref === undefined ? said : (commitOf(ref, gitFolder) ?? commitOf(ref, commonFolder));
  if (commit === undefined || !isCommit(commit)) return undefined;
  const prefix = relative(top, root).split(sep).join('/');
  return { commit, prefix, isShallow: existsSync(join(commonFolder, 'shallow')) };
}

/** A branch as the remote had it when it was last asked. */
export type RemoteBranch = { readonly name: string; readonly commit: string };

/** The default branch of `origin`; `unknown` where references are kept in a form that only Git reads. */
export function defaultBranchOf(root: string): RemoteBranch | 'unknown' | undefined {
  const folder = checkoutOf(root)?.commonFolder;
  if (folder === undefined) return undefined;
  if (existsSync(join(folder, 'reftable'))) return 'unknown';
  const remote = 'refs/remotes/';
  const head = pointedAt(textOf(join(folder, remote, 'origin/HEAD'))?.trim());
  for (const ref of [head ?? `${remote}origin/HEAD`, `${remote}origin/main`, `${remote}origin/master`]) {
    const commit = commitOf(ref, folder);
    if (commit !== undefined && isCommit(commit)) return { name: ref.replace(remote, ''), commit };
  }
  return undefined;
}

const pointedAt = (text: string | undefined): string | undefined => /^ref: (\S+)$/.exec(text ?? '')?.[1];
const isCommit = (text: string): boolean => /^[0-9a-f]{40,64}$/.test(text);

function commitOf(ref: string, folder: string): string | undefined {
  const loose = textOf(join(folder, ref))?.trim();
  if (loose !== undefined) return loose;
  const packed = textOf(join(folder, 'packed-refs')) ?? '';
  return packed
    .split('\n')
    .find((line) => line.endsWith(` ${ref}`))
    ?.split(' ')[0];
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
