import { contentIdOf } from '../../files/content-id.ts';
import { decode } from '../../files/decode.ts';
import { keyFor, writtenOf } from '../../read/facts/facts.ts';
import { readers } from '../../read/index.ts';

/** What one file said, as it is kept. */
export type Written = {
  readonly path: string;
  readonly contentId: string;
  readonly key: string;
  readonly bytes: Uint8Array;
};

/** Reads some files whole. What is no text, or gone, is left to be told of where all files are gathered. */
export function readBatch(paths: readonly string[], read: (path: string) => Uint8Array | undefined): Written[] {
  return paths.flatMap((path): Written[] => {
    const content = read(path);
    const decoded = content && decode(content);
    if (!content || !decoded || 'why' in decoded) return [];
    const contentId = contentIdOf(content);
    const bytes = writtenOf({ file: path, text: decoded.text }, readers);
    return [{ path, contentId, key: keyFor(path, contentId, readers), bytes }];
  });
}
