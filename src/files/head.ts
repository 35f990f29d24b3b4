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
  const ref = /^ref: (\S+)$/.exec(said ?? '')?.[1];
  const commit = ref === undefined ? said : (commitOf(ref, gitFolder) ?? commitOf(ref, commonFolder));
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const prefix = relative(top, root).split(sep).join('/');
  return { commit, prefix, isShallow: existsSync(join(commonFolder, 'shallow')) };
}

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
