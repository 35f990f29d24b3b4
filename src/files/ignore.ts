/** One line of a .gitignore, as a test of a path relative to that file's folder. */
type Line = { readonly negated: boolean; readonly folderOnly: boolean; readonly matches: RegExp };
/** The rules of one .gitignore. `undefined` where none of its lines speaks of the path. */
export type IgnoreRules = (path: string, isFolder: boolean) => boolean | undefined;

/** Reads a .gitignore (gitignore(5)): the last line that matches decides. */
export function ignoreRulesOf(text: string): IgnoreRules {
  const lines = text
    .split(/\r?\n/)
    .map(lineOf)
    .filter((line) => line !== undefined)
    .reverse();
  return (path, isFolder) => {
    const hit = lines.find((line) => (isFolder || !line.folderOnly) && line.matches.test(path));
    return hit && !hit.negated;
  };
}

function lineOf(raw: string): Line | undefined {
  let text = raw.replace(/(?<!\\)\s+$/, '');
  if (text === '' || text.startsWith('#')) return undefined;
  const negated = text.startsWith('!');
  if (negated) text = text.slice(1);
  const folderOnly = text.endsWith('/');
  if (folderOnly) text = text.slice(0, -1);
  const anchored = text.includes('/');
  const pattern = sourceOf(text.replace(/^\//, ''));
  try {
    return { negated, folderOnly, matches: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${pattern}$`) };
  } catch {
    return undefined; // an unfinished bracket: Git matches nothing with it either
  }
}

/** A glob as the source of a regular expression: `*`, `?`, `[…]`, `**`. */
function sourceOf(glob: string): string {
  const parts = /\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]]*\]|\\.|[^*?[\\/]+|[[\\/]/g;
  return (glob.match(parts) ?? [])
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '/**') return '/.*';
      if (part.startsWith('*')) return '[^/]*';
      if (part === '?') return '[^/]';
      if (part.startsWith('[') && part.endsWith(']')) return part.replace(/^\[!/, '[^');
      return part.replace(/^\\(?=.)/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
}
