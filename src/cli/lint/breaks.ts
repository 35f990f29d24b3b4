import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { contentIdOf } from '../../files/content-id.ts';
import { decode } from '../../files/decode.ts';
import type { FileEntry, Files } from '../../files/files.ts';
import { nowhere, type Kept } from '../../files/keep.ts';
import type { Breaks } from '../../model/breaks.ts';
import { build } from '../version.ts';
import { baseOf, blobsAt, textsAt, type Base } from './breaks/base.ts';
import { isBufConfig, isContract, placed } from './breaks/files.ts';

type Asked = {
  /** The commit to compare with, where one is asked for. */
  readonly base?: string | undefined;
  readonly kept?: Kept;
};

/**
 * How the contracts among some files differ from a commit: the one asked for, else where the branch left the remote's
 * default branch. Undefined where there are no contracts. Kept by the contents of both sides: Git is asked only where one
 * of them has changed.
 */
export async function breaksFor(files: Files, { base: asked, kept = nowhere }: Asked): Promise<Breaks | undefined> {
  const entries = files.list().filter(({ path }) => isContract(path) || isBufConfig(path));
  const first = entries.find(({ path }) => isContract(path));
  if (first === undefined) return undefined;
  const base = baseOf(files.root, asked, kept);
  if (!base)
    return { breaks: [], undecided: [{ what: 'contracts: there is no base to compare with', at: placed(first.path) }] };
  const head = new Map(entries.map((entry) => [entry.path, idOf(files, entry)]));
  const key = keyOf(base, head);
  const found = valueIn(kept.get(key)) ?? (await difference(files, base, head));
  // What could not be compared now may be another time.
  if (found.undecided.length === 0) kept.set(key, serialize(found));
  kept.flush();
  return { base: base.name, ...found };
}

type Difference = Omit<Breaks, 'base'>;
type BlobIds = ReadonlyMap<string, string>;

const idOf = (files: Files, { path, contentId }: FileEntry): string =>
  contentId ?? contentIdOf(files.read(path) ?? new Uint8Array());

async function difference(files: Files, base: Base, head: BlobIds): Promise<Difference> {
  const before = blobsAt(files.root, base, isContract);
  if ([...before].every(([path, id]) => head.get(path) === id)) return { breaks: [], undecided: [] };
  const { compared } = await import('./breaks/compared.ts');
  return compared({ head: headTexts(files, [...head.keys()]), base: textsAt(files.root, base, [...before.keys()]) });
}

function keyOf({ commit }: Base, head: BlobIds): string {
  const hash = createHash('sha1').update(`${build} ${process.versions.v8} ${commit}`);
  for (const [path, id] of head) hash.update(`\n${path}\0${id}`);
  return `breaks ${hash.digest('base64')}`;
}

const headTexts = (files: Files, paths: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    paths.flatMap((path) => {
      const bytes = files.read(path);
      const decoded = bytes && decode(bytes);
      return decoded && 'text' in decoded ? [[path, decoded.text] as const] : [];
    }),
  );

function valueIn(bytes: Uint8Array | undefined): Difference | undefined {
  try {
    return bytes && deserialize(bytes);
  } catch {
    return undefined;
  }
}
