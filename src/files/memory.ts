import type { Files } from './files.ts';
import { isSource, sizeLimit, tooLarge, worthOf } from './worth.ts';

/** A workspace that lies in memory: path to text or bytes. */
export function memoryFiles(tree: Readonly<Record<string, string | Uint8Array>>, root = '/memory'): Files {
  const encoder = new TextEncoder();
  const contents = new Map(
    Object.entries(tree).map(([path, content]) => [
      path,
      typeof content === 'string' ? encoder.encode(content) : content,
    ]),
  );
  const paths = [...contents.keys()].sort();
  const worthy = paths.filter((path) => isWorthy(path, paths));
  const sizeOf = (path: string) => contents.get(path)?.length ?? 0;
  const isLarge = (path: string) => sizeOf(path) > sizeLimit;
  return {
    root,
    list: () => worthy.filter((path) => !isLarge(path)).map((path) => ({ path, size: sizeOf(path) })),
    skipped: () => worthy.filter((path) => isLarge(path) && isSource(path)).map((path) => tooLarge(path, sizeOf(path))),
    read: (path) => contents.get(path),
  };
}

function isWorthy(path: string, all: readonly string[]): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  const isOpen = (folder: string, index: number) =>
    worthOf.folder(folder, () => childrenOf(folders.slice(0, index + 1).join('/'), all));
  return folders.every(isOpen) && worthOf.file(name);
}

const childrenOf = (folder: string, all: readonly string[]): readonly string[] =>
  all.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
