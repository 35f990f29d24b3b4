import { resolve } from 'node:path';
import { errors } from '../../errors.ts';
import { decode } from '../../files/decode.ts';
import { diskFiles, isFolder } from '../../files/disk.ts';
import { gitFiles, type State } from '../../files/git/tree.ts';
import type { Acceptance } from '../../model/suppression.ts';
import { inspectFiles, type Inspection } from '../inspect-files.ts';
import { keepingBeside, nothingKept } from '../keeping.ts';
import { configIn, settingsIn } from '../settings.ts';
import type { World } from '../world.ts';
import { acceptedIn } from './accepted.ts';
import type { Inspected } from './inspect-folder.ts';

type Options = { readonly cache: boolean };

/** Reads and links what the index of the folder’s repository holds: what a commit would make of it. */
export function inspectIndex(
  world: World,
  dir: string | undefined,
  options: Options,
): Inspected & { readonly accepted: readonly Acceptance[] | undefined } {
  const root = resolve(world.cwd, dir ?? '.');
  if (!isFolder(root)) throw errors.notAFolder(root);
  const started = performance.now();
  const { model, timing, files } = inspectState(world, root, { ...options, state: 'index' });
  const seconds = (performance.now() - started) / 1000;
  const accepted = acceptedIn(
    files.list().map(({ path }) => path),
    (path) => textOf(files.read(path)),
  );
  return { model, files, root, seconds, timing: { start: started, ...timing }, accepted };
}

/** Reads and links a state that lies in Git’s objects. Facts are shared with the work tree: most files are the same. */
export function inspectState(
  { env }: World,
  root: string,
  { cache, state }: Options & { readonly state: State },
): Inspection {
  const files = gitFiles(root, state, diskFiles(root));
  const isIndex = state === 'index';
  const keeping = cache ? keepingBeside(files.root, isIndex ? 'index' : 'base', env) : nothingKept;
  return inspectFiles(files, keeping, {
    read: (entries) => files.expect(entries.map(({ path }) => path)),
    // Whoever compares with the past is not told of its mistakes.
    settings: isIndex ? settingsIn : configIn,
  });
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  const decoded = bytes && decode(bytes);
  return decoded && 'text' in decoded ? decoded.text : undefined;
}
