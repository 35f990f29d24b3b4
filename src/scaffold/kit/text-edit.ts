/** Replaces the characters between two offsets; inserts where both are the same. */
export type TextEdit = { readonly from: number; readonly to: number; readonly text: string };

/** Applies edits that were all made for this very text. */
export const edited = (text: string, edits: readonly TextEdit[]): string =>
  edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((now, edit) => now.slice(0, edit.from) + edit.text + now.slice(edit.to), text);

const sameEdit = (a: TextEdit, b: TextEdit): boolean => a.from === b.from && a.to === b.to && a.text === b.text;

/** Two edits that cannot both be meant: they touch the same characters, or insert at the same place. */
const collide = (a: TextEdit, b: TextEdit): boolean => a.from === b.from || (a.from < b.to && b.from < a.to);

/** Both lists as one, an edit that both have taken once. Undefined where they collide. */
export function joinedEdits(a: readonly TextEdit[], b: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const fresh = b.filter((edit) => !a.some((other) => sameEdit(edit, other)));
  if (fresh.some((edit) => a.some((other) => collide(edit, other)))) return undefined;
  return [...a, ...fresh];
}
