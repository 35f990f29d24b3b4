import type { FileFacts, OtherFact, Reader, SourceFile, Unreadable } from '../../model/fact.ts';
import type { ModuleFact } from '../../model/fact/module.ts';
import type { Pack, Said } from './cache.ts';

/** A file to be read: its content is fetched only when the cache does not know it. */
export type Readable = {
  readonly path: string;
  readonly contentId?: string;
  readonly content: () => Content;
};
/** The decoded text with the name of its bytes; or why there is none. */
export type Content = { readonly contentId: string; readonly text: string } | { readonly why: string };

/** The facts of every file that some reader takes, from the pack where it knows the content. */
export function factsOf(files: readonly Readable[], readers: readonly Reader[], pack: Pack): readonly FileFacts[] {
  return files.flatMap((file) => {
    const taking = readers.filter((reader) => reader.takes(file.path));
    return taking.length === 0 ? [] : [readingOf(file, taking, pack)];
  });
}

function readingOf(file: Readable, taking: readonly Reader[], pack: Pack): FileFacts {
  const suffix = suffixOf(file.path, taking);
  const known = file.contentId === undefined ? undefined : pack.get(file.contentId + suffix);
  if (known) return { file: file.path, id: file.contentId + suffix, ...known };
  const content = file.content();
  if ('why' in content)
    return { file: file.path, id: content.why, facts: [], unreadable: [{ why: content.why, at: [1, 1] }] };
  const id = content.contentId + suffix;
  const same = pack.get(id);
  if (same) return { file: file.path, id, ...same };
  return { file: file.path, id, ...pack.add(id, read({ file: file.path, text: content.text }, taking)) };
}

/** Part of the key: the readers with their versions, and as much of the path as they look at. */
function suffixOf(path: string, taking: readonly Reader[]): string {
  const versions = taking.map(({ id, version }) => `${id}@${version}`).join('+');
  return ` ${versions} ${taking.some((reader) => reader.usesFolder) ? path : path.slice(path.lastIndexOf('/') + 1)}`;
}

function read(source: SourceFile, taking: readonly Reader[]): Said {
  const readings = taking.map((reader) => reader.read(source));
  const unreadable = distinct(readings.flatMap((reading) => reading.unreadable));
  const facts: OtherFact[] = [];
  let module: ModuleFact | undefined;
  for (const fact of readings.flatMap((reading) => reading.facts)) {
    if (fact.kind === 'module') module = fact;
    else facts.push(fact);
  }
  return { facts, unreadable, ...(module ? { module } : {}) };
}

/** Two readers of one broken text say the same thing once. */
const distinct = (list: readonly Unreadable[]): readonly Unreadable[] =>
  list.filter((one, index) => list.findIndex((other) => other.at[0] === one.at[0]) === index);
