import { bytesOf, globTestOf } from './glob.ts';

/** One line of a .gitignore, as a test of a path relative to that file's folder. */
type Line = {
  readonly negated: boolean;
  readonly folderOnly: boolean;
  readonly matches: (segments: readonly string[]) => boolean;
};
/** The rules of one .gitignore. `undefined` where none of its lines speaks of the path. */
export type IgnoreRules = (path: string, isFolder: boolean) => boolean | undefined;

/** Reads a .gitignore (gitignore(5)): the last line that matches decides. */
export function ignoreRulesOf(text: string): IgnoreRules {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map(lineOf)
    .filter((line) => line !== undefined)
    .reverse();
  return (path, isFolder) => {
    const segments = bytesOf(path).split('/');
    const hit = lines.find((line) => (isFolder || !line.folderOnly) && line.matches(segments));
    return hit && !hit.negated;
  };
}

function lineOf(raw: string): Line | undefined {
  let text = bytesOf(withoutTrailingSpaces(raw));
  if (text === '' || text.startsWith('#')) return undefined;
  const negated = text.startsWith('!');
  if (negated) text = text.slice(1);
  const folderOnly = text.endsWith('/');
  if (folderOnly) text = text.slice(0, -1);
  if (text === '') return undefined;
  const test = globTestOf(text.replace(/^\//, ''));
  if (!test) return undefined;
  // A line without a slash speaks of a name, in whatever folder.
  return { negated, folderOnly, matches: text.includes('/') ? test : (segments) => test(segments.slice(-1)) };
}

/** A space behind a backslash stays. */
function withoutTrailingSpaces(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === ' ' && !/(?:^|[^\\])(?:\\\\)*\\$/.test(text.slice(0, end - 1))) end -= 1;
  return text.slice(0, end);
}
