/** A whole segment of a path that is one variable: `$APP`, `${APP}`, `${APP:-orders}`. */
const variable = /^\$(?:(\w+)|\{(\w+)(?::?[-+][^}]*)?\})$/;

/** The folders that one of these build arguments chooses among, `apps/*` for `apps/$APP/src`. A whole path may be any. */
export const chosenFolders = (words: readonly string[], names: readonly string[]): readonly string[] =>
  words.flatMap((word) => {
    if (word.startsWith('-')) return [];
    const segments = word.replace(/^\.\//, '').split('/');
    const at = segments.findIndex((segment) => {
      const [, bare, braced] = variable.exec(segment) ?? [];
      return names.includes(bare ?? braced ?? '');
    });
    return at < 1 ? [] : [[...segments.slice(0, at), '*'].join('/')];
  });
