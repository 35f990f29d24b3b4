import type { FileFacts, OtherFact, Reader, SourceFile, Unreadable } from '../../model/fact.ts';
import type { ModuleFact } from '../../model/fact/module.ts';
import { heldIn } from '../../model/held.ts';
import { suppressionsIn } from '../suppressions/suppressions.ts';
import { bytesOf, type Pack, type Said } from './cache.ts';

/** A file to be read: its content is fetched only when the cache does not know it. */
export type Readable = {
  readonly path: string;
  /** The id of its content, where that is known without reading it. */
  readonly contentId: () => string | undefined;
  readonly content: () => Content;
};
/** The decoded text with the name of its bytes; or why there is none. */
export type Content = { readonly contentId: string; readonly text: string } | { readonly why: string };

/** The readers that take a file, and the name of their reading of it. */
type Taking = { readonly by: readonly Reader[]; readonly suffix: string };

const takings = new WeakMap<readonly Reader[], Map<string, Taking>>();

/** Each path is asked for more than once, and each reader looks at it. */
function takingOf(path: string, readers: readonly Reader[]): Taking {
  const all = heldIn(takings, readers, () => new Map<string, Taking>());
  return heldIn(all, path, () => {
    const by = readers.filter((reader) => reader.takes(path));
    return { by, suffix: suffixOf(path, by) };
  });
}

/** The name under which a pack knows what a content says. */
export const keyFor = (path: string, contentId: string, readers: readonly Reader[]): string =>
  contentId + takingOf(path, readers).suffix;

/** What a file says, as it is kept. */
export const writtenOf = (source: SourceFile, readers: readonly Reader[]): Uint8Array =>
  bytesOf(read(source, takingOf(source.file, readers).by));

/** Whether some reader takes the file, and the pack does not know its content. */
export function isUnread(
  { path, contentId }: Pick<Readable, 'path' | 'contentId'>,
  readers: readonly Reader[],
  pack: Pack,
): boolean {
  const { by, suffix } = takingOf(path, readers);
  if (by.length === 0) return false;
  const id = contentId();
  return id === undefined || !pack.get(id + suffix);
}

/** The facts of every file that some reader takes, from the pack where it knows the content. */
export function factsOf(files: readonly Readable[], readers: readonly Reader[], pack: Pack): readonly FileFacts[] {
  return files.flatMap((file) => {
    const taking = takingOf(file.path, readers);
    return taking.by.length === 0 ? [] : [readingOf(file, taking, pack)];
  });
}

function readingOf(file: Readable, { by, suffix }: Taking, pack: Pack): FileFacts {
  const named = file.contentId();
  const known = named === undefined ? undefined : pack.get(named + suffix);
  if (known) return { file: file.path, id: named + suffix, ...known };
  const content = file.content();
  if ('why' in content)
    return { file: file.path, id: content.why, facts: [], unreadable: [{ why: content.why, at: [1, 1] }] };
  const id = content.contentId + suffix;
  const same = pack.get(id);
  if (same) return { file: file.path, id, ...same };
  return { file: file.path, id, ...pack.add(id, read({ file: file.path, text: content.text }, by)) };
}

/** Part of the key: the readers with their versions, and as much of the path as they look at. */
function suffixOf(path: string, taking: readonly Reader[]): string {
  const versions = taking.map(({ id, version }) => `${id}@${version}`).join('+');
  return ` ${versions} ${taking.some((reader) => reader.usesFolder) ? path : path.slice(path.lastIndexOf('/') + 1)}`;
}

function read(source: SourceFile, taking: readonly Reader[]): Said {
  const readings = taking.map((reader) => reader.read(source));
  const unreadable = distinct(readings.map((reading) => reading.unreadable));
  const facts: OtherFact[] = [...suppressionsIn(source)];
  let module: ModuleFact | undefined;
  for (const fact of readings.flatMap((reading) => reading.facts)) {
    if (fact.kind === 'module') module = fact;
    else facts.push(fact);
  }
  return { facts, unreadable, ...(module ? { module } : {}) };
}

/** Two readers of one broken text say the same thing once: what one said of a line, no later one says again. */
function distinct(lists: readonly (readonly Unreadable[])[]): readonly Unreadable[] {
  const said: Unreadable[] = [];
  for (const list of lists) said.push(...list.filter((one) => !said.some((other) => other.at[0] === one.at[0])));
  return said;
}
